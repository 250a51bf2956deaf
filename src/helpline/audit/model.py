"""Nouns of the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Outcome = Literal["done", "looked", "refused"]


class Subject(msgspec.Struct, frozen=True):
    """What a deed was done to: a kind of thing (`conversation`, `taxpayer`, `staff` …) and its id or code."""

    kind: str = ""
    id: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a room says of a deed; who and where come from the errand.

    `detail` holds ids, codes and counts, never personal data: the log is kept longer than what it speaks of.
    """

    deed: str
    subject: Subject = Subject()
    outcome: Outcome = "done"
    why: str = ""
    detail: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is kept; the fields in this order are what the chain seals. `detail` is JSON text, letter by letter."""

    id: UUID
    at: datetime
    who_kind: str
    who_id: UUID | None
    who_number: str
    who_role: str
    session_id: UUID | None
    address: str
    agent: str
    door: str
    purpose: str
    correlation: str
    deed: str
    subject_kind: str
    subject_id: str
    outcome: Outcome
    why: str
    detail: str


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """The place of a line in the chain: number `counter` from 1 without a gap, and a keyed value over all before it."""

    counter: int
    line_id: UUID
    mac: bytes
    key_id: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where the chain ends. `proof` is keyed too: a shortened chain cannot be given a fitting end."""

    counter: int
    mac: bytes
    key_id: str
    proof: bytes
