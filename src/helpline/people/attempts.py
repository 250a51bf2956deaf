"""Tries to log in, right and wrong."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.people.model import Device, Proving, StaffId

SignInOutcome = Literal[
    "accepted", "wrong", "locked", "code_missing", "code_wrong", "issuer_only", "on_leave"
]


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong passwords in a row for the number typed, whether or not somebody has that number."""

    failures: int = 0
    last_failed_at: datetime | None = None
    locked_until: datetime | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A try to log in: whether the password matched `checked_hash`, the hash that was on record then."""

    number: str
    checked_hash: str | None
    matches: bool
    device: Device
    proving: Proving = "sign_in"
    code: str = ""


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A try to log in, kept on record. `staff_id` is None where nobody has the number."""

    id: UUID
    number: str
    staff_id: StaffId | None
    outcome: SignInOutcome
    at: datetime
    device: Device
    proving: Proving = "sign_in"
