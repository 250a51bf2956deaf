"""Facts of feedback."""

from datetime import datetime
from uuid import UUID

from helpline.feedback.model import Satisfaction
from helpline.kit.facts import Fact


class Rated(Fact, frozen=True, kw_only=True):
    """A taxpayer rated a conversation, or changed the rating. `return_visit`: dissatisfied, to be asked again."""

    conversation_id: UUID
    staff_id: UUID | None
    satisfaction: Satisfaction
    solved: bool | None
    at: datetime
    version: int
    return_visit: bool
