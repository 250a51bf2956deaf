"""Facts of people."""

from datetime import datetime
from uuid import UUID

from helpline.kit.facts import Fact
from helpline.people.model import SessionEnd


class StaffDeactivated(Fact, frozen=True, kw_only=True):
    """Somebody left: signed out everywhere, and to be offered nothing any more. `heir` answers for what was owed."""

    staff_id: UUID
    heir: UUID | None = None


class StaffMoved(Fact, frozen=True, kw_only=True):
    """Somebody works elsewhere now. The old work stays where it was: `heir` answers for it (R5.3, R14.1)."""

    staff_id: UUID
    heir: UUID | None = None


class AbsenceEntered(Fact, frozen=True, kw_only=True):
    """Somebody will be away from `since` on."""

    absence_id: UUID
    since: datetime


class StaffAway(Fact, frozen=True, kw_only=True):
    """Somebody is away now: to be offered nothing; `heir` answers for what is owed meanwhile."""

    staff_id: UUID
    heir: UUID | None = None


class SkillsGranted(Fact, frozen=True, kw_only=True):
    """What somebody can be asked has changed; who waits may be served now."""

    staff_id: UUID


class SessionLocked(Fact, frozen=True, kw_only=True):
    """The pages of a log-in are covered. `is_idle`: because nobody touched them."""

    session_id: UUID
    staff_id: UUID
    is_idle: bool


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A log-in is over before its time; what it opened must be closed."""

    session_id: UUID
    staff_id: UUID
    reason: SessionEnd
