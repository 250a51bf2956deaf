"""Identity numbers, GB 11643: six digits of place, eight of birth, three of order, one check character."""

from datetime import date

from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.regions import PROVINCES, region
from helpline.taxpayers.identifiers.tidy import tidy

LENGTH = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
DIGITS = frozenset("0123456789")
OLDEST = 1880
"""Nobody with an earlier year of birth has been issued a number."""


def check_character(first_17: str) -> str:
    """The check character that belongs to 17 digits."""
    return CHECK[sum(int(c) * weight for c, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def check_identity_number(raw: str, *, today: date) -> Finding:
    """Valid, or refused with the place that is wrong. `today` bounds the date of birth."""
    tidied = tidy(raw)
    reason = _fault(tidied.text, today)
    if reason:
        return tidied.refused("identity_number", reason)
    return tidied.valid("identity_number", notes=_remarks(tidied.text))


def birth_date(digits: str) -> date | None:
    """The date written as `19900131`; None if there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _fault(text: str, today: date) -> str | None:
    return (
        _length_reason(text)
        or _character_reason(text)
        or _province_reason(text)
        or _birth_reason(text[6:14], today)
        or _check_reason(text)
    )


def _length_reason(text: str) -> str | None:
    if len(text) == LENGTH:
        return None
    if not text:
        return "没有填写号码，请填写 18 位身份证号。"
    if len(text) == 15:
        return "15 位身份证号已于 2013 年停用，请填写 18 位新号码。"
    return f"身份证号应为 18 位，现为 {len(text)} 位，请核对是否{'漏填' if len(text) < LENGTH else '多填'}。"


def _character_reason(text: str) -> str | None:
    for place, character in enumerate(text, start=1):
        if place < LENGTH and character not in DIGITS:
            return f"第 {place} 位“{character}”有误：身份证号前 17 位只能是数字，请核对后重填。"
    if text[-1] not in DIGITS and text[-1] != "X":
        return f"第 18 位“{text[-1]}”有误：末位只能是数字或字母 X，请核对后重填。"
    return None


def _province_reason(text: str) -> str | None:
    """A foreigner's permit opens with 9, then the province; else the province comes first."""
    if text[:2] in PROVINCES or (text[0] == "9" and text[1:3] in PROVINCES):
        return None
    return f"第 1、2 位“{text[:2]}”不是任何省级行政区划的代码，请核对号码开头。"


def _birth_reason(digits: str, today: date) -> str | None:
    born = birth_date(digits)
    if born is None:
        return f"第 7 至 14 位“{digits}”不是真实的出生日期，请核对年、月、日。"
    if born > today:
        return f"第 7 至 14 位“{digits}”晚于今天，请核对出生日期。"
    if born.year < OLDEST:
        return f"第 7 至 10 位“{digits[:4]}”作为出生年份过早，请核对出生日期。"
    return None


def _check_reason(text: str) -> str | None:
    expected = check_character(text[:-1])
    if text[-1] == expected:
        return None
    return (
        f"校验码不符：按前 17 位推算，第 18 位应为“{expected}”，现为“{text[-1]}”。"
        "请对照证件逐位核对，多半是其中一位抄错。"
    )


def _remarks(text: str) -> tuple[str, ...]:
    if text[0] == "9":
        return ("按外国人永久居留身份证核对。",)
    if text[:2] in {"81", "82", "83"}:
        return ("按港澳台居民居住证核对。",)
    if region(text[:6], int(text[6:10])) is None:
        return (f"前 6 位“{text[:6]}”在出生年份查不到对应的行政区划，号码仍可使用，请顺便核对证件。",)
    return ()
