"""Facts of deadlines."""

from datetime import datetime
from uuid import UUID

from helpline.kit.facts import Fact


class DeadlineMissed(Fact, frozen=True, kw_only=True):
    """A clock ran out. Listeners look at their own state first: it may have changed meanwhile."""

    kind: str
    subject: UUID
    started_at: datetime
    due_at: datetime
    owner: UUID | None = None
