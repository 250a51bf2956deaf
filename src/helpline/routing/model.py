"""Nouns of routing: what waits, who sits ready, and what was offered to whom."""

from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

Channel = Literal["chat", "voice", "message"]
Presence = Literal["available", "break", "wrap_up", "away"]
WorkState = Literal["waiting", "offered", "claimed", "left", "released"]
"""`left` gave up before anybody took it; `released` was taken and is finished."""
OfferKind = Literal["queue", "transfer", "assigned"]
OfferOutcome = Literal["claimed", "declined", "expired", "withdrawn"]

LEASES = uuid5(NAMESPACE_URL, "helpline/routing/leases")
"""Subject of the one clock that watches all leases: it runs to the earliest, whatever the number of desks."""

RAISED = 999
"""Priority of waiting work that a team lead moved forward."""

FIRST_IN_LINE = 1000
"""Priority of work that was taken and came back; callers give 0 to 999."""

OFFER_CLOCK = "routing.offer"
LEASE_CLOCK = "routing.lease"
LOST_CLOCK = "routing.lost"
WRAP_UP_CLOCK = "routing.wrap_up"
REMATCH_CLOCK = "routing.rematch"
OPENING_CLOCK = "routing.opening"
ABSENCE_CLOCK = "routing.absence"

NO_ANSWER = "未应答"
CONNECTION_LOST = "连接中断"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What the person who is asked sees before taking the work. Personal data arrives masked."""

    title: str = ""
    asker: str = ""
    system_name: str = ""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work as it enters the queue. `id` is the caller's own, for instance of the conversation.

    `provider_id` None: any provider may take it. `preferred` is asked first, and if at the desk, alone for
    `preference_seconds`. With `not_before` it keeps a place in the queue for opening.
    """

    id: UUID
    channel: Channel = "chat"
    provider_id: UUID | None = None
    district_id: UUID | None = None
    system: str | None = None
    language: str = "zh"
    priority: int = 0
    preferred: UUID | None = None
    preference_seconds: int = 0
    not_before: datetime | None = None
    card: Card = Card()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work in the room's care. `enqueued_at`: when it first queued; survives returns.

    `reserved_until`: until then only `preferred` is asked. `state_since`: since when in `state`.
    """

    id: UUID
    seq: int
    channel: Channel
    provider_id: UUID | None
    district_id: UUID | None
    system: str | None
    language: str
    priority: int
    enqueued_at: datetime
    preferred: UUID | None
    reserved_until: datetime | None
    not_before: datetime | None
    state: WorkState
    state_since: datetime
    holder: UUID | None
    why: str
    card: Card


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """What routing needs to know of a consultant to open a seat.

    `capacity`: how many pieces of work of one channel alone fill the seat; None takes the terms'.
    """

    staff_id: UUID
    name: str
    provider_id: UUID
    team_id: UUID | None = None
    systems: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh",)
    capacity: dict[Channel, int] | None = None


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A consultant's routing state.

    The seat has `units`; a piece of work takes `costs[channel]` of them, so that one capacity serves chat and
    call: with six chats or one call to a seat, a call takes all six units. `held` and `offered` count units.
    `lease_until` None: no desk is connected. `disconnected_at`: the desk said goodbye, the lease still runs.
    `before_lost`: the presence to go back to when a lost connection comes back in time.
    """

    staff_id: UUID
    name: str
    provider_id: UUID
    team_id: UUID | None
    systems: tuple[str, ...]
    languages: tuple[str, ...]
    presence: Presence
    presence_since: datetime
    why: str
    lease_until: datetime | None
    disconnected_at: datetime | None
    before_lost: Presence | None
    lost_at: datetime | None
    units: int
    costs: dict[Channel, int]
    held: int
    offered: int
    idle_since: datetime
    wrap_up_until: datetime | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """R4.2: one person was asked to take one piece of work. Kept for ever: who, when, how it ended, and why.

    `from_staff`: who handed it over or assigned it. `why`: why it was handed over. `reason`: why it ended so.
    `not_again_before`: until then this work is not offered to this person again. `held_until`: when claimed
    work left the claimer's hands; they handled it from `outcome_at` to `held_until`.
    """

    id: UUID
    work_id: UUID
    staff_id: UUID
    channel: Channel
    kind: OfferKind
    from_staff: UUID | None
    why: str
    offered_at: datetime
    due_at: datetime
    outcome: OfferOutcome | None = None
    outcome_at: datetime | None = None
    reason: str = ""
    not_again_before: datetime | None = None
    held_until: datetime | None = None


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Whose seats and queues are looked at; all None is the whole city."""

    provider_id: UUID | None = None
    team_id: UUID | None = None
    district_id: UUID | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """R4.3: a place in the queue. `place` counts from 1; 0 means somebody is being asked or has taken it.

    `expected_seconds` is None when nobody on duty could take it. `opens_at` is set in the queue for opening.
    """

    place: int
    expected_seconds: int | None
    on_duty: int
    opens_at: datetime | None = None


class QueueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A queue on a wallboard. `free` seats have room for one more; `busy_units` of `units` are taken."""

    system: str | None
    channel: Channel
    waiting: int
    for_opening: int
    longest_since: datetime | None
    expected_seconds: int | None
    on_duty: int
    free: int
    busy_units: int
    units: int


class OpenOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that waits for a person's answer, with the card."""

    offer_id: UUID
    work_id: UUID
    channel: Channel
    kind: OfferKind
    from_staff: UUID | None
    why: str
    offered_at: datetime
    due_at: datetime
    enqueued_at: datetime
    card: Card


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work in somebody's hands."""

    work_id: UUID
    channel: Channel
    claimed_at: datetime
    card: Card
