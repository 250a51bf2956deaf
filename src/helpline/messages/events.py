"""Facts of messages."""

from datetime import datetime
from uuid import UUID

from helpline.kit.facts import Fact
from helpline.messages.model import Clock


class MessageLeft(Fact, frozen=True, kw_only=True):
    """A taxpayer left a message. `conversation_id` is what the page says; nobody has checked it yet."""

    message_id: UUID
    number: str
    visitor_id: UUID
    conversation_id: UUID | None
    provider_id: UUID | None
    at: datetime
    read_due_at: datetime
    answer_due_at: datetime


class MessageRead(Fact, frozen=True, kw_only=True):
    """R6.2: it was read first, and by whom; that person answers for it (R5.3)."""

    message_id: UUID
    staff_id: UUID
    at: datetime
    in_time: bool


class MessageTaken(Fact, frozen=True, kw_only=True):
    """R5.3: another took it over by name."""

    message_id: UUID
    staff_id: UUID
    from_staff: UUID
    at: datetime


class MessageAnswered(Fact, frozen=True, kw_only=True):
    """R6.2: it was answered."""

    message_id: UUID
    staff_id: UUID
    visitor_id: UUID
    conversation_id: UUID | None
    at: datetime
    in_time: bool


class MessageOverdue(Fact, frozen=True, kw_only=True):
    """R6.2: one of the two clocks ran out. `owner` is None while nobody had read it."""

    message_id: UUID
    clock: Clock
    owner: UUID | None
    provider_id: UUID | None
    due_at: datetime
