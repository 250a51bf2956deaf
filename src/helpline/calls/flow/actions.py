"""What is to be done about a happening, beside the orders to the telephone system."""

from uuid import UUID

import msgspec

from helpline.calls.engine import Order
from helpline.kit.facts import Fact


class Enqueue(msgspec.Struct, frozen=True):
    """Put it in line."""


class LeaveQueue(msgspec.Struct, frozen=True):
    why: str


class Claim(msgspec.Struct, frozen=True):
    """Who was asked has picked up: take the offer, or hear that it is gone."""

    offer_id: UUID
    staff_id: UUID


class Refuse(msgspec.Struct, frozen=True):
    """The phone of who was asked is not there, or was pressed away."""

    offer_id: UUID
    staff_id: UUID
    reason: str


class Requeue(msgspec.Struct, frozen=True):
    """Take it from its holder and put it first in line; for who knows `system`, if told."""

    why: str
    system: str | None = None


class Release(msgspec.Struct, frozen=True):
    """The consultant is done with it; `wrap_up`: with time for the record."""

    wrap_up: bool


class Retake(msgspec.Struct, frozen=True):
    """Back into the hands of who has been talking all the time."""

    staff_id: UUID


class Note(msgspec.Struct, frozen=True):
    """A raw event, kept for ever."""

    kind: str
    detail: dict[str, str | int | float | bool | None] = {}


class Tell(msgspec.Struct, frozen=True):
    fact: Fact


Action = Order | Enqueue | LeaveQueue | Claim | Refuse | Requeue | Release | Retake | Note | Tell
