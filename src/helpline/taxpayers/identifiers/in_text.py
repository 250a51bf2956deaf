"""Finds identifiers in what people write: identity numbers, credit codes, mobiles, bank cards, e-mails.

Only what passes its own check counts, so that order numbers, amounts and error codes stay readable. Numbers
written in groups (`138 1234 5678`, `6222-0200-…`) are read together.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from helpline.taxpayers.identifiers import credit_code, identity_number
from helpline.taxpayers.identifiers.phone import EMAIL
from helpline.taxpayers.identifiers.tidy import SEPARATORS, half_width

Sort = Literal["email", "mobile", "identity_number", "credit_code", "bank_card"]

GROUP = re.compile(r"[0-9A-Za-z]+")
DIGITS = re.compile(r"[0-9]{11,}X?")
MOBILE = re.compile(r"(?:0{0,2}86|0)?(1[3-9][0-9]{9})")
CARD = re.compile(r"[0-9]{16,19}")
MOST_GROUPS = 8
LONGEST = 24


class Found(msgspec.Struct, frozen=True):
    """`text[start:end]` is an identifier; `value` is it without separators, half-width, in capitals."""

    start: int
    end: int
    sort: Sort
    value: str


def find_identifiers(text: str) -> list[Found]:
    """All identifiers, in order, not overlapping."""
    half = half_width(text)
    found = [Found(m.start(), m.end(), "email", m.group()) for m in EMAIL.finditer(half)]
    groups = [m for m in GROUP.finditer(half) if not _taken(m, found)]
    for match in groups:
        found.extend(_inside(match))
    left = [m for m in groups if not _taken(m, found)]
    found.extend(_across(half, left))
    return sorted(found, key=lambda f: f.start)


def luhn(digits: str) -> bool:
    """The check of bank cards: every second digit from the right is doubled, the sum ends in 0."""
    doubled = [int(c) * (1 + place % 2) for place, c in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def recognise(number: str) -> tuple[Sort, str] | None:
    """What a number without separators is, with the number itself; None if it identifies nobody."""
    if mobile := MOBILE.fullmatch(number):
        return "mobile", mobile.group(1)
    if _is_identity(number) or (len(number) == 20 and _is_identity(number[:18])):
        return "identity_number", number
    if len(number) == credit_code.LENGTH and credit_code.check_credit_code(number).valid:
        return "credit_code", number
    if CARD.fullmatch(number) and luhn(number):
        return "bank_card", number
    return None


def _is_identity(text: str) -> bool:
    return (
        len(text) == identity_number.LENGTH
        and text[:17].isdigit()
        and text[17] == identity_number.check_character(text[:17])
        and identity_number.birth_date(text[6:14]) is not None
    )


def _inside(match: re.Match[str]) -> Iterator[Found]:
    """One unbroken group: as a whole, or the runs of digits in it (`wx13812345678`)."""
    text = match.group().upper()
    if whole := recognise(text):
        yield Found(match.start(), match.end(), *whole)
        return
    for run in DIGITS.finditer(text):
        for end in (run.end(), run.end() - 1) if run.group().endswith("X") else (run.end(),):
            if part := recognise(text[run.start() : end]):
                yield Found(match.start() + run.start(), match.start() + end, *part)
                break


def _across(text: str, groups: Sequence[re.Match[str]]) -> Iterator[Found]:
    """Neighbouring groups read as one number, the longest reading first."""
    at = 0
    while at < len(groups):
        reading = _longest(text, groups[at : at + MOST_GROUPS])
        if reading is None:
            at += 1
            continue
        count, sort, value = reading
        yield Found(groups[at].start(), groups[at + count - 1].end(), sort, value)
        at += count


def _longest(text: str, groups: Sequence[re.Match[str]]) -> tuple[int, Sort, str] | None:
    joined = ""
    best: tuple[int, Sort, str] | None = None
    for count, group in enumerate(groups, start=1):
        if count > 1 and not _adjacent(text, groups[count - 2], group):
            break
        joined += group.group().upper()
        if len(joined) > LONGEST:
            break
        if count > 1 and (known := recognise(joined)):
            best = (count, *known)
    return best


def _adjacent(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether nothing but one or two separators stands between."""
    between = text[left.end() : right.start()]
    return len(between) <= 2 and all(c in SEPARATORS and c not in "\r\n" for c in between)


def _taken(match: re.Match[str], found: Sequence[Found]) -> bool:
    return any(f.start < match.end() and match.start() < f.end for f in found)
