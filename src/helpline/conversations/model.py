"""Nouns of conversations."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType
from uuid import UUID

import msgspec

ConversationId = NewType("ConversationId", UUID)
VisitorId = NewType("VisitorId", UUID)

LAST_NUMBER = 2_147_483_647
"""Changes of a conversation are numbered from 1; the table can hold no more."""

Number = Annotated[int, msgspec.Meta(ge=0, le=LAST_NUMBER)]

Party = Literal["taxpayer", "consultant", "supervisor", "assistant", "system"]
Choice = Literal["wait", "later"]
ClockKind = Literal[
    "first_response",
    "consultant_silence",
    "wait_promise",
    "wait_choice",
    "taxpayer_silence",
    "closing",
    "idle",
    "service_end",
]
EndReason = Literal["answered", "taxpayer_silent", "taxpayer_left", "later", "declined", "supervisor"]


class Phase(StrEnum):
    """Where a conversation stands. `reserved`: a place is kept for the opening of service."""

    ASSISTANT = "assistant"
    RESERVED = "reserved"
    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"


# What is said. Tagged by `type`, as it travels to the pages.


class Text(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="text"):
    """Words. `entry`: the knowledge entry they cite, or the choice they answer."""

    text: str
    entry: str | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="picture"):
    file: UUID
    name: str
    size: int


class Attached(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="file"):
    file: UUID
    name: str
    size: int


class AnswerPost(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="answer"):
    """The assistant's answer: the words of an entry, with its source."""

    entry: str
    revision: int
    title: str
    text: str
    source: str
    reviewed_on: str | None
    valid_until: str | None


class Option(msgspec.Struct, frozen=True, kw_only=True):
    entry: str
    label: str


class Choices(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="choices"):
    """The assistant asks back."""

    text: str
    options: list[Option]


class Notice(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="notice"):
    """Words of the system; `code` names the occasion."""

    code: str
    text: str


class WaitQuestion(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="wait_question"):
    """R4.4: keep waiting, or be answered later?"""

    text: str
    minutes: int


class WaitChoice(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="wait_choice"):
    choice: Choice
    by_default: bool
    text: str


Content = Text | Picture | Attached | AnswerPost | Choices | Notice | WaitQuestion | WaitChoice
Sendable = Text | Picture | Attached
"""What people may send; the rest is said by the house."""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """Something about to be said."""

    by: Party
    name: str
    content: Content
    author: UUID | None = None
    client_id: UUID | None = None


class PostChange(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="post"):
    """Something said, as the pages see it."""

    seq: int
    at: datetime
    by: Party
    name: str
    client_id: UUID | None
    content: Content


class RecallChange(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="recalled"):
    """A post was taken back; `target` is its sequence number."""

    seq: int
    at: datetime
    by: Party
    target: int


Change = PostChange | RecallChange


class RunningClock(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of the moment."""

    kind: ClockKind
    started_at: datetime
    due_at: datetime


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What the flow knows of a conversation. Saved whole; the flow alone changes it."""

    id: ConversationId
    phase: Phase = Phase.ASSISTANT
    seq: int = 0
    consultant: UUID | None = None
    consultant_label: str = ""
    supervisor: UUID | None = None
    """The team lead who stepped in and speaks along; the consultant stays the owner."""
    supervisor_label: str = ""
    first_reply_owed: bool = False
    """The team lead answered in the consultant's stead before the consultant's first words."""
    clock: RunningClock | None = None
    prompted: bool = False
    """The consultant was prompted about the running silence clock."""
    late: bool = False
    """The first response is overdue."""
    wait_question: int | None = None
    wait_minutes: int = 0
    asked_by_system: bool = False
    """The last wait was asked for by the system, as the consultant had not."""
    answered_upto: int = 0
    """The last question the assistant dealt with."""
    assistant_turns: int = 0
    end_reason: EndReason | None = None
    ended_at: datetime | None = None
    follow_up_due: datetime | None = None


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as it stands in the table."""

    id: ConversationId
    number: str
    visitor_id: VisitorId
    started_at: datetime
    taxpayer_id: UUID | None
    asker: str
    phone: str | None
    credit_code: str | None
    district_id: UUID | None
    provider_id: UUID | None
    system: str | None
    follows: UUID | None
    question: str
    state: State
    read_taxpayer: int
    read_consultant: int
    rated: bool


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: a visitor (`party` taxpayer), who serves (consultant), or a team lead who stepped in (supervisor)."""

    party: Party
    id: UUID
    label: str = ""


class QueuePlace(msgspec.Struct, frozen=True, kw_only=True):
    """R4.3: what somebody who waits is told. Wait in seconds; None: nobody is on duty."""

    place: int
    expected_wait_seconds: int | None
    opens_at: datetime | None


class ReadMarks(msgspec.Struct, frozen=True, kw_only=True):
    taxpayer: int
    consultant: int


class StateView(msgspec.Struct, frozen=True, kw_only=True):
    """What both sides see of the state."""

    id: UUID
    phase: Phase
    number: str
    system: str | None
    consultant: str | None
    supervisor: str | None
    clock: RunningClock | None
    queue: QueuePlace | None
    wait_question: int | None
    read: ReadMarks
    end_reason: EndReason | None
    ended_at: datetime | None
    started_at: datetime
    rated: bool
    follow_up_due: datetime | None


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """The changes after some number, in order, and the state at `seq`."""

    seq: int
    changes: list[Change]
    state: StateView
    now: datetime
