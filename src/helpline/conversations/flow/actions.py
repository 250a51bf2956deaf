"""What is to be done about a happening. The flow says it; the commands do it, in the same transaction."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations.model import Party, Post
from helpline.kit.facts import Fact


class Say(msgspec.Struct, frozen=True):
    """Append a post as change number `seq`."""

    seq: int
    post: Post


class Recall(msgspec.Struct, frozen=True):
    """Append change `seq` that hides post `target`; the original stays on record."""

    seq: int
    by: Party
    target: int


class Breach(msgspec.Struct, frozen=True):
    """Record a broken promise: which, whose, since when."""

    kind: str
    staff_id: UUID
    due_at: datetime


class Prompt(msgspec.Struct, frozen=True):
    """Draw the consultant's attention."""


class StintBegan(msgspec.Struct, frozen=True):
    """A consultant's time with the conversation begins."""

    staff_id: UUID
    offered_at: datetime
    how: str


class FirstReply(msgspec.Struct, frozen=True):
    """The consultant's first words of the stint."""

    at: datetime


class StintEnded(msgspec.Struct, frozen=True):
    why: str


class Requeue(msgspec.Struct, frozen=True):
    """Order to routing: offer it to somebody else, first in line."""

    why: str


class LeaveQueue(msgspec.Struct, frozen=True):
    """Order to routing: it waits no longer."""

    why: str


class ReleaseSeat(msgspec.Struct, frozen=True):
    """Order to routing: the consultant is done with it."""


class Tell(msgspec.Struct, frozen=True):
    """Announce a fact."""

    fact: Fact


Action = (
    Say
    | Recall
    | Breach
    | Prompt
    | StintBegan
    | FirstReply
    | StintEnded
    | Requeue
    | LeaveQueue
    | ReleaseSeat
    | Tell
)
