"""Facts of conversations."""

from datetime import datetime
from uuid import UUID

from helpline.conversations.model import EndReason
from helpline.kit.facts import Fact


class ConversationOpened(Fact, frozen=True, kw_only=True):
    """A taxpayer asked. Who it is stands sealed in the conversation, not in the fact: facts are kept in the clear."""

    conversation_id: UUID
    number: str
    at: datetime
    question: str
    taxpayer_id: UUID | None
    district_id: UUID | None
    provider_id: UUID | None = None
    system: str | None
    follows: UUID | None


class InfectedFileRefused(Fact, frozen=True, kw_only=True):
    """Somebody sent a file in which the scanner found malware; it was not kept."""

    conversation_id: UUID
    author: UUID
    at: datetime


class QuestionAsked(Fact, frozen=True, kw_only=True):
    """A taxpayer's words that the assistant should deal with."""

    conversation_id: UUID
    seq: int


class AssistantAnswered(Fact, frozen=True, kw_only=True):
    """The assistant gave an entry as answer."""

    conversation_id: UUID
    entry: str
    at: datetime


class HumanAsked(Fact, frozen=True, kw_only=True):
    """The taxpayer asked for a person and was put in the queue."""

    conversation_id: UUID
    at: datetime


class ConversationTaken(Fact, frozen=True, kw_only=True):
    """R5.3: a consultant took the conversation and answers for it from now on."""

    conversation_id: UUID
    staff_id: UUID
    at: datetime
    how: str
    from_staff: UUID | None = None


class LaterChosen(Fact, frozen=True, kw_only=True):
    """R4.4: the taxpayer chose to be answered later; the answer is due at `due_at`."""

    conversation_id: UUID
    staff_id: UUID
    at: datetime
    due_at: datetime


class ConversationEnded(Fact, frozen=True, kw_only=True):
    """A conversation ended."""

    conversation_id: UUID
    at: datetime
    reason: EndReason
    staff_id: UUID | None


class PromiseBroken(Fact, frozen=True, kw_only=True):
    """A clock of article 4 ran out on a consultant; recorded with who, when and which."""

    conversation_id: UUID
    staff_id: UUID
    kind: str
    due_at: datetime
