"""What the wallboard shows."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations.asides import AsideLine
from helpline.conversations.model import Phase, RunningClock, Slice


class OnDuty(msgspec.Struct, frozen=True, kw_only=True):
    present: int
    rostered: int


class Burning(msgspec.Struct, frozen=True, kw_only=True):
    """A clock under ten seconds, or run out."""

    conversation: UUID | None
    offer: UUID | None
    clock: RunningClock
    label: str
    staff: UUID | None
    staff_label: str


class Longest(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two: a dialogue, or a call."""

    conversation: UUID | None
    call: UUID | None
    since: datetime
    label: str
    system_name: str | None


class MissedLine(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    staff_label: str
    words: str


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    staff: UUID
    staff_label: str
    since: datetime
    held: int
    reassign_at: datetime | None


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """Numerator and denominator always; 0/0 is nothing, never 0 % or 100 %."""

    numerator: int
    denominator: int
    target: float | None = None


class RateTile(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    rate: Rate
    note: str


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    waiting: int
    longest_since: datetime | None
    expected_wait_seconds: int | None
    free: int
    on_duty: int
    busy: float


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """Half hours of today against the same weekday a week before."""

    slots: list[str]
    today: list[int]
    earlier: list[int]
    earlier_label: str
    slow: list[bool]


class DialogueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A dialogue in a list: who asks (masked), who serves, what runs out. `question` is masked."""

    id: UUID
    number: str
    label: str
    system_name: str | None
    phase: Phase
    since: datetime
    staff: UUID | None
    staff_label: str
    district: UUID | None
    provider: UUID | None
    """Of who serves; while it waits, of whom it is kept for."""
    team: UUID | None
    clock: RunningClock | None
    supervisor: str | None
    question: str


class Overseen(msgspec.Struct, frozen=True, kw_only=True):
    """A dialogue as its overseer sees it: line, what was said, what passed beside it, who served it when."""

    line: DialogueLine
    slice: Slice
    asides: list[AsideLine]


class ConsultantTile(msgspec.Struct, frozen=True, kw_only=True):
    staff: UUID
    number: str
    name: str
    presence: str
    state_words: str
    since: datetime
    load: int
    capacity: int
    system_name: str | None
    alarm: str | None
    clock: RunningClock | None
    dialogues: list[DialogueLine]
    why: str
    """Why the presence is what it is, for instance who set it."""


class TierRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table of tiers: a district and who serves it, or a team. What is None has no such part."""

    district: UUID | None
    district_name: str | None
    provider: UUID | None
    provider_name: str | None
    team: UUID | None
    team_name: str | None
    waiting: int | None
    """None for a team: teams share the queue of their provider."""
    running: int
    taken: int
    response: Rate
    connect: Rate
    satisfaction: Rate


class KnowledgeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """R12.1: live entries, how many questions of today found one, and gaps that are open."""

    live: int
    hits: Rate
    gaps: int


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """R12.1: users and peak concurrency of today within the scope. `knowledge` None: a provider does not see the city's."""

    served: int
    peak: int
    peak_at: datetime | None
    running: int
    knowledge: KnowledgeFigures | None


class Tiers(msgspec.Struct, frozen=True, kw_only=True):
    now: datetime
    place: str
    usage: Usage
    rows: list[TierRow]


class Wallboard(msgspec.Struct, frozen=True, kw_only=True):
    now: datetime
    place: str
    on_duty: OnDuty
    burning: list[Burning]
    longest: Longest | None
    missed: list[MissedLine]
    lost: list[Lost]
    rates: list[RateTile]
    of_no_district: int | None
    """Dialogues of today whose taxpayer named no district; told to districts only, and counted in no rate of theirs."""
    queues: list[QueueRow]
    curve: Curve
    consultants: list[ConsultantTile]
