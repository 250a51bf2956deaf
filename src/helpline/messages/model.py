"""Nouns of messages."""

from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

import msgspec

MessageId = NewType("MessageId", UUID)

Clock = Literal["read", "answer"]
"""The two clocks of R6.2. Both start when the message is left; neither waits for the other."""

Wish = Literal["answer", "callback"]
"""R4.3: to be answered in writing, or to be telephoned instead of waiting in the queue."""

How = Literal["read", "taken_over", "inherited"]


class LeftMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What a taxpayer leaves. `client_id`: sent twice, it is left once."""

    client_id: UUID
    text: str
    name: str
    phone: str
    system: str | None = None
    conversation: UUID | None = None
    wish: Wish = "answer"


class ByPhone(msgspec.Struct, frozen=True, kw_only=True):
    """What a call leaves behind: a spoken message (`spoken_seconds`), or the wish to be called back.

    `name` and `number` are what is known of the caller; a withheld number is empty.
    """

    call_id: UUID
    at: datetime
    text: str
    name: str
    number: str
    system: str | None
    provider_id: UUID | None
    wish: Wish = "callback"
    spoken_seconds: float | None = None


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What was left, checked: `phone` as it is kept (`13812345678`, `021-62345678`)."""

    text: str
    name: str
    phone: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it stands. `provider_id` None: in nobody's hands yet, so every provider may take it up.

    `owner` answers for it (R5.3); `read_overdue_at` and `answer_overdue_at` say when a clock was missed. `call_id`: the
    call that left it; `spoken_seconds`: it was spoken, and the recording is that of the call.
    """

    id: MessageId
    number: str
    visitor_id: UUID
    client_id: UUID
    conversation_id: UUID | None
    name: str
    phone: str
    text: str
    system: str | None
    provider_id: UUID | None
    left_at: datetime
    read_due_at: datetime
    answer_due_at: datetime
    read_at: datetime | None = None
    read_by: UUID | None = None
    owner: UUID | None = None
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    answer: str | None = None
    read_overdue_at: datetime | None = None
    answer_overdue_at: datetime | None = None
    wish: Wish = "answer"
    call_id: UUID | None = None
    spoken_seconds: float | None = None


class Consultant(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads or answers, and for which provider."""

    staff_id: UUID
    provider_id: UUID


class Ownership(msgspec.Struct, frozen=True, kw_only=True):
    """R5.3: from `since` on `staff_id` answered for it; `from_staff` did before."""

    staff_id: UUID
    since: datetime
    how: How
    from_staff: UUID | None


class StaffMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as the desk shows it: name and phone masked, the text masked for all but its owner.

    `due_at` and `due_words` are of the answer; `read_due_at` and `read_due_words` stand while it is unread.
    `owner` is empty while nobody has read it.
    """

    id: UUID
    kind: Literal["message", "callback", "voice"]
    number: str
    call: UUID | None
    spoken_seconds: float | None
    conversation: UUID | None
    case: UUID | None = None
    asker: str
    phone: str
    question: str
    owner: str
    due_at: datetime
    due_words: str
    state: Literal["open", "answered"]
    overdue: bool
    read: bool
    text: str
    system: str | None
    left_at: datetime
    mine: bool
    read_due_at: datetime | None
    read_due_words: str | None
    answer: str | None
    answered_at: datetime | None
