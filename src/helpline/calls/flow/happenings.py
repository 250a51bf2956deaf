"""What can happen to a call beside the signals of the telephone system: news of the queue, of time, and deeds of people."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.calls.engine import Signal
from helpline.calls.model import LeadEar, Standing


class Begun(msgspec.Struct, frozen=True):
    """The caller's call is there; who it is stands in the state already."""


class Placing(msgspec.Struct, frozen=True, kw_only=True):
    """A consultant calls somebody back; the consultant's own phone rings first."""

    staff_id: UUID


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """R4.3: what the caller is told about the queue."""

    standing: Standing


class TimePassed(msgspec.Struct, frozen=True, kw_only=True):
    """The clock that stood for `due_at` ran out. `standing`: of who waits."""

    due_at: datetime
    standing: Standing | None = None


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """R4.2: somebody is asked to take it."""

    offer_id: UUID
    staff_id: UUID
    seconds: int
    label: str = ""


class OfferEnded(msgspec.Struct, frozen=True, kw_only=True):
    """The offer was declined, missed or withdrawn, or cannot be taken any more."""

    offer_id: UUID
    why: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """R5.3: it is in the hands of `staff_id` now. `how`: queue, transfer, assigned or taken_over."""

    staff_id: UUID
    how: str
    offer_id: UUID | None = None
    seconds: int = 20


class GivenBack(msgspec.Struct, frozen=True, kw_only=True):
    """Routing took it from `former`, whose desk is gone."""

    former: UUID
    why: str


class DeskBack(msgspec.Struct, frozen=True, kw_only=True):
    """The desk of `staff_id` is connected again."""

    staff_id: UUID


class HoldAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The consultant lets the caller wait with music, or goes on."""

    staff_id: UUID
    on: bool


class MuteAsked(msgspec.Struct, frozen=True, kw_only=True):
    staff_id: UUID
    on: bool


class ConsultAsked(msgspec.Struct, frozen=True, kw_only=True):
    """R5.5: the consultant asks a colleague, or 12366 (`colleague` None), while the caller waits.

    `headers` travel to 12366: case number and summary (R5.1).
    """

    staff_id: UUID
    colleague: UUID | None
    headers: dict[str, str] = {}
    seconds: int = 30


class ConsultDropped(msgspec.Struct, frozen=True, kw_only=True):
    """The consultant goes back to the caller, alone."""

    staff_id: UUID


class AllJoined(msgspec.Struct, frozen=True, kw_only=True):
    """Caller, consultant and whom they consult talk together."""

    staff_id: UUID


class HandedOn(msgspec.Struct, frozen=True, kw_only=True):
    """R5.1: the consultant leaves caller and 12366 to each other."""

    staff_id: UUID


class SentTo12366(msgspec.Struct, frozen=True, kw_only=True):
    """R5.1: the consultant passes the caller on to 12366 without talking to it first. `headers` travel along."""

    staff_id: UUID
    headers: dict[str, str] = {}
    seconds: int = 30


class SentToQueue(msgspec.Struct, frozen=True, kw_only=True):
    """The consultant puts the caller back in line, for who knows `system`."""

    staff_id: UUID
    system: str | None


class EndAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The consultant ends the talk."""

    staff_id: UUID


class LeadJoined(msgspec.Struct, frozen=True, kw_only=True):
    """A team lead listens, whispers or speaks along; asked again, it changes."""

    staff_id: UUID
    ear: LeadEar
    seconds: int = 20


class LeadLeft(msgspec.Struct, frozen=True, kw_only=True):
    staff_id: UUID


class Missing(msgspec.Struct, frozen=True):
    """The telephone system does not have the caller any more, and told nobody."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the telephone system has of this call: ids of channels that are there, of those that are up, and where each is.

    `afresh`: the connection to it is new, so that an end of playing may have been missed.
    """

    there: frozenset[str]
    up: frozenset[str]
    places: dict[str, str]
    afresh: bool


Deed = (
    HoldAsked
    | MuteAsked
    | ConsultAsked
    | ConsultDropped
    | AllJoined
    | HandedOn
    | SentTo12366
    | SentToQueue
    | EndAsked
    | LeadJoined
    | LeadLeft
)
News = Placed | TimePassed | Offered | OfferEnded | Taken | GivenBack | DeskBack | Missing | Seen
Happening = Signal | Begun | Placing | News | Deed
