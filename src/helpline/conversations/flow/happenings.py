"""What can happen to a conversation: the events of its state machine."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations.model import Choice, Content, EndReason, Party, Post


class TaxpayerPosted(msgspec.Struct, frozen=True):
    post: Post


class ConsultantPosted(msgspec.Struct, frozen=True):
    post: Post


class AssistantSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The assistant dealt with the question at `question_seq`."""

    question_seq: int
    contents: tuple[Content, ...]


class Queued(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the queue was given."""

    place: int
    expected_wait_seconds: int | None
    closes_at: datetime | None = None
    """When today's service ends."""


class OutsideHours(msgspec.Struct, frozen=True, kw_only=True):
    """A person was asked for while nobody serves."""

    opens_at: datetime | None


class PlaceKept(msgspec.Struct, frozen=True, kw_only=True):
    opens_at: datetime | None


class ServiceOpened(msgspec.Struct, frozen=True):
    pass


class QueueLeft(msgspec.Struct, frozen=True):
    """The taxpayer no longer wants a person."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A consultant claimed it. `how`: queue, transfer, assigned, or taken_over by a team lead."""

    staff_id: UUID
    label: str
    offered_at: datetime
    how: str


class SteppedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A team lead joins as a further voice."""

    staff_id: UUID
    label: str


class SteppedOut(msgspec.Struct, frozen=True, kw_only=True):
    staff_id: UUID


class SupervisorPosted(msgspec.Struct, frozen=True):
    post: Post


class GivenBack(msgspec.Struct, frozen=True, kw_only=True):
    """The consultant no longer has it; `staff_id` guards against an old message about an earlier one."""

    why: str
    staff_id: UUID | None = None


class WaitAsked(msgspec.Struct, frozen=True, kw_only=True):
    """R4.4: keep waiting for about `minutes`, or be answered later?"""

    minutes: int
    text: str = ""
    by: Party = "consultant"


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The taxpayer's choice; `due_at` is when the later answer is promised."""

    choice: Choice
    by_default: bool = False
    due_at: datetime | None = None


class TimePassed(msgspec.Struct, frozen=True, kw_only=True):
    """A clock may have run out; `due_at` is the moment it stood for, in case the hearer's own clock runs behind."""

    due_at: datetime | None = None


class Recalled(msgspec.Struct, frozen=True, kw_only=True):
    by: Party
    target: int


class LateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer after the end. `settles`: it is the one that was promised for later."""

    post: Post
    settles: bool = True


class End(msgspec.Struct, frozen=True, kw_only=True):
    reason: EndReason


Happening = (
    TaxpayerPosted
    | ConsultantPosted
    | AssistantSaid
    | Queued
    | OutsideHours
    | PlaceKept
    | ServiceOpened
    | QueueLeft
    | Taken
    | GivenBack
    | SteppedIn
    | SteppedOut
    | SupervisorPosted
    | WaitAsked
    | Chosen
    | TimePassed
    | Recalled
    | LateAnswer
    | End
)
