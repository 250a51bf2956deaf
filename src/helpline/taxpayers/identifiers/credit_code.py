"""Unified social credit codes, GB 32100: 18 characters, a check character at the end."""

from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.tidy import Tidied, tidy

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters without I, O, S, V, Z."""

LENGTH = 18
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
DIGITS = frozenset("0123456789")
LOOKALIKES = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"}


def check_character(first_17: str) -> str:
    """The check character that belongs to the first 17 places, all of them in `ALPHABET`."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def check_credit_code(raw: str) -> Finding:
    """Valid, or refused with the place that is wrong. Letters may open it, as with N1, A1 or Y1."""
    tidied = tidy(raw)
    reason = _fault(tidied.text)
    return tidied.refused("credit_code", reason) if reason else tidied.valid("credit_code")


def length_fault(tidied: Tidied) -> Finding:
    """The refusal of a number that can only have been meant as a credit code but has another length."""
    return tidied.refused("credit_code", _length_reason(tidied.text))


def _fault(text: str) -> str | None:
    if len(text) != LENGTH:
        return _length_reason(text)
    if reason := _shape_reason(text):
        return reason
    expected = check_character(text[:-1])
    if text[-1] != expected:
        return (
            f"校验码不符：按前 17 位推算，第 18 位应为“{expected}”，现为“{text[-1]}”。"
            "请对照营业执照逐位核对，多半是其中一位抄错。"
        )
    return None


def _length_reason(text: str) -> str:
    if not text:
        return "没有填写号码，请填写 18 位统一社会信用代码。"
    missing = LENGTH - len(text)
    if missing > 0:
        return f"统一社会信用代码应为 18 位，现为 {len(text)} 位，请核对是否漏填 {missing} 位。"
    return f"统一社会信用代码应为 18 位，现为 {len(text)} 位，请核对是否多填 {-missing} 位。"


def _shape_reason(text: str) -> str | None:
    for place, character in enumerate(text, start=1):
        if character in LOOKALIKES:
            return (
                f"第 {place} 位“{character}”有误：统一社会信用代码不使用字母 I、O、S、V、Z，"
                f"请核对是否应为“{LOOKALIKES[character]}”。"
            )
        if character not in ALPHABET:
            return f"第 {place} 位“{character}”有误：统一社会信用代码只含数字和大写字母，请核对后重填。"
        if 3 <= place <= 8 and character not in DIGITS:
            return f"第 {place} 位“{character}”有误：第 3 至 8 位是行政区划代码，只能是数字，请核对后重填。"
    return None
