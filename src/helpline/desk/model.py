"""What the desk shows."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.calls.queries import CallView, MyCalls
from helpline.cases.http import CaseForm
from helpline.conversations.asides import AsideLine, ToldLine
from helpline.conversations.model import Party, Phase, RunningClock
from helpline.routing.model import OfferKind, Presence


class PresenceView(msgspec.Struct, frozen=True, kw_only=True):
    state: Presence
    since: datetime
    why: str
    load: int
    capacity: int


class OfferCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asks to be served; the bar runs from `offered_at` to `due_at`."""

    id: UUID
    conversation: UUID
    kind: OfferKind
    asker: str
    taxpayer: str | None
    system: str | None
    system_name: str | None
    question: str
    note: str | None
    from_staff: str | None
    offered_at: datetime
    due_at: datetime
    waited_seconds: int
    assistant_turns: int
    served_before: bool


class DialogueCard(msgspec.Struct, frozen=True, kw_only=True):
    """A dialogue in the list; what runs out first stands first."""

    id: UUID
    number: str
    case: UUID
    asker: str
    taxpayer: str | None
    system: str | None
    system_name: str | None
    last: str
    last_by: Party
    last_at: datetime
    unread: int
    clock: RunningClock | None
    phase: Phase
    online: bool
    missing: int
    transfer_to: str | None
    asked_by_system: bool
    """R4.4: the consultant's silence went past its limit, and the system asked the taxpayer in their stead."""
    supervisor: str | None
    asides: list[AsideLine]
    """Whispers of the team lead and answers to them; never shown to the taxpayer."""


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    count: int
    longest_since: datetime | None


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """Something this person owes somebody, by when."""

    id: UUID
    kind: Literal["follow_up", "message", "callback", "voice"]
    number: str
    conversation: UUID | None
    case: UUID | None
    asker: str
    phone: str | None
    question: str
    owner: str
    due_at: datetime
    due_words: str
    state: Literal["open", "answered"]
    overdue: bool
    read: bool


class Today(msgspec.Struct, frozen=True, kw_only=True):
    handled: int
    answered_in_time: int
    answered: int
    satisfied: int
    rated: int
    promises: int


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    asker: str


class UnfiledCall(msgspec.Struct, frozen=True, kw_only=True):
    """R5.5: a call that is over while its record is not: after-call work.

    From `started_at` to `due_at` nothing new is offered; then the seat is on duty again by itself. None: that is over.
    """

    call: CallView
    talked_seconds: int
    ended_at: datetime
    missing: int
    started_at: datetime | None
    due_at: datetime | None


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """One look."""

    now: datetime
    presence: PresenceView
    offers: list[OfferCard]
    dialogues: list[DialogueCard]
    calls: MyCalls
    """What rings, and the call in hand."""
    unfiled_calls: list[UnfiledCall]
    """The last first."""
    waiting: Queue
    promises: list[Promise]
    today: Today
    missed: list[Missed]
    told: list[ToldLine]
    """R5.3: what team leads did with dialogues of mine in the last hours, and why."""
    filing_until: date | None


class TaxpayerCard(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, masked."""

    name: str | None
    credit_code: str | None
    district: str | None
    phone: str | None
    contact: str | None
    known: bool


class EarlierMatter(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    number: str
    at: datetime
    title: str
    outcome: str


class BreachLine(msgspec.Struct, frozen=True, kw_only=True):
    """R4.2: who, when, which, why."""

    kind: str
    at: datetime
    who: str
    why: str


class DialogueMatter(msgspec.Struct, frozen=True, kw_only=True):
    """All about the matter of a dialogue."""

    case: CaseForm
    taxpayer: TaxpayerCard
    earlier: list[EarlierMatter]
    assistant_turns: int
    breaches: list[BreachLine]
    interventions: list[AsideLine]
    """R14.1: what team leads did with it, and why."""
