"""Decisions about calls that need no state: what of a number is kept, who is elderly, whose eyes see what."""

import re
from collections.abc import Mapping
from datetime import date

from helpline.kit.refusal import Invalid
from helpline.taxpayers.identifiers.identity_number import birth_date
from helpline.taxpayers.identifiers.phone import check_phone
from helpline.taxpayers.model import Taxpayer

LONGEST_NUMBER = 20
MOST_HEADERS = 8
LONGEST_NAME, LONGEST_VALUE = 40, 200
_NOT_A_NUMBER = re.compile(r"[^0-9+]")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def kept_number(raw: str) -> str:
    """The caller's number in the form in which the register keeps it; what is none of the mainland's as digits.

    What the network sends is not to be trusted: anything else than digits is dropped, what is too long is nothing.
    """
    finding = check_phone(raw[:40])
    if finding.valid:
        return finding.normalised
    digits = _NOT_A_NUMBER.sub("", raw[:80])
    return digits if 3 <= len(digits) <= LONGEST_NUMBER else ""


def kept_dialled(raw: str) -> str:
    return _NOT_A_NUMBER.sub("", raw[:80])[:LONGEST_NUMBER]


def kept_handed(raw: Mapping[str, str]) -> dict[str, str]:
    """R5.1: what 12366 told, cut to what can be shown: a forged header does no harm."""
    kept: dict[str, str] = {}
    for name, value in list(raw.items())[:MOST_HEADERS]:
        if _HEADER.fullmatch(name) and len(name) <= LONGEST_NAME:
            kept[name] = "".join(c for c in value[:LONGEST_VALUE] if c.isprintable())
    return kept


def callable_number(raw: str) -> str:
    """The number that is called.

    Raises:
        Invalid: nobody can be called there.
    """
    finding = check_phone(raw)
    if not finding.valid:
        raise Invalid(finding.reason or "电话号码有误，请核对。")
    return finding.normalised


def is_elderly(taxpayer: Taxpayer | None, today: date, age: int) -> bool:
    """R5.1: whether the register knows the caller as a person of that age or older."""
    number = taxpayer.identity_number if taxpayer and taxpayer.is_personal else None
    born = birth_date(number[6:14]) if number and len(number) == 18 else None
    if born is None:
        return False
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had_birthday) >= age
