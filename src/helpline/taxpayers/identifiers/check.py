"""Tells what a number is meant to be, and checks it as that."""

import re
from datetime import date

from helpline.taxpayers.identifiers.credit_code import check_credit_code, length_fault
from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.identity_number import check_identity_number
from helpline.taxpayers.identifiers.legacy import check_legacy_number, check_sole_trader_number
from helpline.taxpayers.identifiers.phone import check_phone
from helpline.taxpayers.identifiers.tidy import tidy

MOBILE_LIKE = re.compile(r"1[3-9][0-9]{8,10}")
"""A mobile number, or one with a digit too few or too many."""

COMMERCE = ("91", "92", "93")
"""How nearly all credit codes begin, and no identity number."""


def check(raw: str, *, today: date) -> Finding:
    """Check a number of unknown kind: code, identity number, or a telephone number written in full.

    A short number such as 12366 is not looked for here: five digits are far oftener the rest of a code.
    """
    typed = tidy(raw).text
    phone = check_phone(raw)
    if typed.startswith("+") or MOBILE_LIKE.fullmatch(typed) or (phone.valid and len(typed) >= 10):
        return phone
    as_code = check_tax_number(raw, today=today)
    if len(as_code.normalised) != 18 or as_code.kind == "credit_code":
        return as_code
    return check_identity_number(raw, today=today)


def check_tax_number(raw: str, *, today: date) -> Finding:
    """Check the number under which somebody pays tax: credit code, or an older form with the legacy flag.

    A sole trader's 18 places are the owner's identity number; a person who is no trader is checked by
    `check_identity_number`.
    """
    text = tidy(raw).text
    if len(text) == 18:
        return _check_18(raw, text, today)
    if len(text) == 15:
        return check_legacy_number(raw)
    if len(text) in {17, 20} and text[: len(text) - 3].isdigit() and not text.startswith(COMMERCE):
        return check_sole_trader_number(raw, today=today)
    return length_fault(tidy(raw))


def _check_18(raw: str, text: str, today: date) -> Finding:
    """Both kinds may be 18 digits. What is valid as one is that; what is neither is judged by its look."""
    code = check_credit_code(raw)
    owner = check_sole_trader_number(raw, today=today)
    if code.valid and not owner.valid:
        return code
    return owner if owner.valid or _looks_like_identity(text) else code


def _looks_like_identity(text: str) -> bool:
    if text.startswith(COMMERCE):
        return False
    birth = text[6:14]
    return birth.isdigit() and birth[:2] in {"19", "20"}
