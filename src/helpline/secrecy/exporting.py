"""The mark in an export: which one a copied piece comes from. Pure but for the vault's keyed digest.

Every row carries the export's number, keyed, in letters that take no room; they survive copying into a sheet, a message
or a mail. A few rows tell of nobody: their names are the export's own, so that a piece retyped or photographed which
holds one of them is known too.
"""

from collections.abc import Iterator, Sequence

from helpline.kit.secrets.vault import Place, Vault

MARK = Place("export", "mark")
CANARY = Place("export", "canary")

_LETTERS = "\u200b\u200c\u200d\u2060"
"""Zero width: space, non-joiner, joiner, word joiner. Two bits each."""
_START = "\ufeff"
_NUMBER_BYTES, _CHECK_BYTES = 4, 4
_LENGTH = (_NUMBER_BYTES + _CHECK_BYTES) * 4
_FIRST = "沪申浦松青嘉奉宝闵崇"
_SECOND = "禾衡澜砚棠岫筠霁翊瑾"
_THIRD = "驰沃岳朔铭珂蔚葶弈霖"
CANARY_EVERY = 40
"""Real rows for each row that tells of nobody; there is at least one."""


def mark(vault: Vault, serial: int) -> str:
    """The letters that every row of export number `serial` carries."""
    number = serial.to_bytes(_NUMBER_BYTES, "big")
    sealed = number + vault.index(MARK, str(serial))[:_CHECK_BYTES]
    return _START + "".join(_LETTERS[byte >> shift & 3] for byte in sealed for shift in (6, 4, 2, 0))


def serials(vault: Vault, text: str) -> dict[int, int]:
    """Whose marks are in a text, and how often; what somebody made up is not counted."""
    found: dict[int, int] = {}
    for serial in _read(vault, text):
        found[serial] = found.get(serial, 0) + 1
    return found


def canaries(vault: Vault, serial: int, rows: int) -> list[str]:
    """Names of companies that do not exist, this export's own."""
    return [_name(vault, serial, at) for at in range(rows // CANARY_EVERY + 1)]


def cells(text: str) -> list[str]:
    """What could be a cell of a copied piece, without letters of no width."""
    plain = "".join(" " if c in "\t,;|\r\n\"'" else c for c in text if c not in _LETTERS + _START)
    return sorted({word for word in plain.split() if word})


def unmarked(text: str) -> str:
    """The text without letters of no width."""
    return "".join(c for c in text if c not in _LETTERS + _START)


def safe(cell: str) -> str:
    """A cell that no sheet takes for a formula."""
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def spread(rows: Sequence[list[str]], strangers: Sequence[list[str]]) -> list[list[str]]:
    """The rows with the others among them, evenly."""
    result: list[list[str]] = []
    step = len(rows) // (len(strangers) + 1) + 1
    waiting = list(strangers)
    for at, row in enumerate(rows):
        if waiting and at and at % step == 0:
            result.append(waiting.pop(0))
        result.append(row)
    return result + waiting


def _read(vault: Vault, text: str) -> Iterator[int]:
    for piece in text.split(_START)[1:]:
        letters = [_LETTERS.find(c) for c in piece[:_LENGTH]]
        if len(letters) < _LENGTH or min(letters) < 0:
            continue
        quads = [letters[at : at + 4] for at in range(0, _LENGTH, 4)]
        sealed = bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in quads)
        serial = int.from_bytes(sealed[:_NUMBER_BYTES], "big")
        if sealed[_NUMBER_BYTES:] == vault.index(MARK, str(serial))[:_CHECK_BYTES]:
            yield serial


def _name(vault: Vault, serial: int, at: int) -> str:
    told = vault.index(CANARY, f"{serial}/{at}")
    words = "".join(letters[told[n] % 10] for n, letters in enumerate((_FIRST, _SECOND, _THIRD, _SECOND)))
    return f"上海{words}{told[4] % 90 + 10}企业服务有限公司"
