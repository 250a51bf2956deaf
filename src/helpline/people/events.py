"""Facts of people."""

from uuid import UUID

from helpline.kit.facts import Fact
from helpline.people.model import SessionEnd


class StaffDeactivated(Fact, frozen=True, kw_only=True):
    """Somebody left: signed out everywhere, and to be offered nothing any more."""

    staff_id: UUID


class SkillsGranted(Fact, frozen=True, kw_only=True):
    """What somebody can be asked has changed; who waits may be served now."""

    staff_id: UUID


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A log-in is over before its time; what it opened must be closed."""

    session_id: UUID
    staff_id: UUID
    reason: SessionEnd
