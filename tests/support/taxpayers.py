"""Taxpayers by the dozen, with right numbers."""

from helpline.taxpayers.identifiers import credit_code, identity_number

HEADER = "统一社会信用代码,纳税人名称,征管局,注册地址,新增日期,联系人,联系电话,电子邮箱"


def code(serial: int, region: str = "310104", opening: str = "91") -> str:
    """A valid credit code, a new one for each serial."""
    body = f"{opening}{region}MA1{serial:06d}"
    return body + credit_code.check_character(body)


def identity(serial: int = 1, born: str = "19900101") -> str:
    """A valid identity number."""
    body = f"310104{born}{serial:03d}"
    return body + identity_number.check_character(body)


def csv_rows(count: int, first: int = 1) -> list[str]:
    """Rows under `HEADER`, all good."""
    return [
        f"{code(n)},上海第{n}号科技有限公司,徐汇区,上海市徐汇区漕溪北路{n}号,2026-10-{n % 28 + 1:02d},王{n},1380000{n:04d},"
        for n in range(first, first + count)
    ]


def csv_file(rows: list[str], encoding: str = "utf-8", header: str = HEADER) -> bytes:
    """A file of these rows, with Windows line ends."""
    return ("\r\n".join([header, *rows]) + "\r\n").encode(encoding)
