"""Taxpayers' numbers of before the unified code. They still occur; they are accepted and flagged."""

from datetime import date

from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.identity_number import birth_date, check_identity_number
from helpline.taxpayers.identifiers.tidy import tidy

DIGITS = frozenset("0123456789")
CHARACTERS = DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
SOLE_TRADER_LENGTHS = {17: 15, 18: 18, 20: 18}
"""Length of the number, and of the owner's identity number with which it opens."""

OLD = "这是原税务登记号，请在方便时换用 18 位统一社会信用代码。"


def check_legacy_number(raw: str) -> Finding:
    """15 places: six digits of the district, then the nine of the old organisation code (GB 11714)."""
    tidied = tidy(raw)
    text = tidied.text
    reason = _shape_reason(text)
    if reason:
        return tidied.refused("legacy_number", reason, legacy=True)
    notes = (OLD,) if organisation_check(text[6:14]) == text[14] else (OLD, _doubt(text))
    return tidied.valid("legacy_number", legacy=True, notes=notes)


def check_sole_trader_number(raw: str, *, today: date) -> Finding:
    """The owner's identity number, old (15 places) or new (18), alone or with two places more.

    The lengths are 17 (15 + 2), 18 and 20 (18 + 2).
    """
    tidied = tidy(raw)
    reason = _sole_trader_reason(tidied.text, today)
    if reason:
        return tidied.refused("sole_trader_number", reason, legacy=True)
    return tidied.valid("sole_trader_number", legacy=True, notes=(OLD,))


def organisation_check(first_8: str) -> str:
    """The check character of an organisation code by GB 11714."""
    total = sum(int(c, 36) * weight for c, weight in zip(first_8, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _shape_reason(text: str) -> str | None:
    if len(text) != 15:
        return f"原税务登记号应为 15 位，现为 {len(text)} 位，请核对后重填。"
    for place, character in enumerate(text, start=1):
        if place <= 6 and character not in DIGITS:
            return f"第 {place} 位“{character}”有误：原税务登记号前 6 位是行政区划代码，只能是数字。"
        if character not in CHARACTERS:
            return f"第 {place} 位“{character}”有误：原税务登记号只含数字和大写字母。"
    return None


def _doubt(text: str) -> str:
    born = birth_date("19" + text[6:12]) if text[6:12].isdigit() else None
    if born and text.isdigit():
        return "也可能是已停用的 15 位身份证号，请核对。"
    return "后 9 位不合组织机构代码的校验规则，请顺便核对税务登记证。"


def _sole_trader_reason(text: str, today: date) -> str | None:
    if len(text) not in SOLE_TRADER_LENGTHS:
        return f"个体工商户原税号应为 17、18 或 20 位，现为 {len(text)} 位，请核对后重填。"
    owner = text[: SOLE_TRADER_LENGTHS[len(text)]]
    return _suffix_reason(text[len(owner) :], len(owner)) or _owner_reason(owner, today)


def _suffix_reason(suffix: str, owner_length: int) -> str | None:
    for place, character in enumerate(suffix, start=owner_length + 1):
        if character not in CHARACTERS:
            return f"第 {place} 位“{character}”有误：只能是数字或大写字母。"
    return None


def _owner_reason(owner: str, today: date) -> str | None:
    if len(owner) == 18:
        return check_identity_number(owner, today=today).reason
    for place, character in enumerate(owner, start=1):
        if character not in DIGITS:
            return f"第 {place} 位“{character}”有误：前 15 位是业主的老身份证号，只能是数字。"
    if birth_date("19" + owner[6:12]) is None:
        return f"第 7 至 12 位“{owner[6:12]}”不是真实的出生日期，请核对业主的身份证号。"
    return None
