"""Start passwords: made here, shown once to who gives them, and changed by their holder before anything else works."""

import secrets

from helpline.people.terms import PasswordTerms

_UPPER, _LOWER, _DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghjkmnpqrstuvwxyz", "23456789"
"""Without letters and digits that are taken for each other when read out."""
_GROUP = 4


def start_password(terms: PasswordTerms) -> str:
    """GB/T 22239, 8.1.4.1: a password of all four classes, in groups that can be read out: `Kmqr-4829-hWtd`."""
    groups = max(3, -(-terms.length // (_GROUP + 1)))
    return "-".join(_group(index) for index in range(groups))


def _group(index: int) -> str:
    if index == 1:
        return "".join(secrets.choice(_DIGITS) for _ in range(_GROUP))
    first = secrets.choice(_UPPER)
    return first + "".join(secrets.choice(_LOWER) for _ in range(_GROUP - 1))
