"""Facts of calls."""

from datetime import datetime
from uuid import UUID

from helpline.calls.model import Outcome
from helpline.kit.facts import Fact


class CallTaken(Fact, frozen=True, kw_only=True):
    """R5.3: a consultant answers for the call from `at` on. `from_staff`: who did before."""

    call_id: UUID
    staff_id: UUID
    at: datetime
    how: str
    from_staff: UUID | None = None


class CallEnded(Fact, frozen=True, kw_only=True):
    """It is over. `staff_id` answered for it last; `waited_seconds`: in the queue, before a person answered or not.

    `rating_asked`: the caller was asked for a mark.
    """

    call_id: UUID
    at: datetime
    outcome: Outcome
    staff_id: UUID | None = None
    waited_seconds: int = 0
    rating_asked: bool = False


class CallBackAsked(Fact, frozen=True, kw_only=True):
    """R4.3: the caller would rather be called back than wait."""

    call_id: UUID
    at: datetime


class VoiceMessageLeft(Fact, frozen=True, kw_only=True):
    """R6.1, R6.2: the caller spoke a message; both clocks run from `at`."""

    call_id: UUID
    recording: str
    seconds: float
    at: datetime


class CallRecorded(Fact, frozen=True, kw_only=True):
    """R11.2: a recording lies complete in the spool of `node`, or could not be made (`failed`)."""

    call_id: UUID
    node: str
    recording: str
    seconds: float
    failed: bool
    at: datetime


class CallRated(Fact, frozen=True, kw_only=True):
    """R15.3: the caller pressed a mark for whom they talked with."""

    call_id: UUID
    staff_id: UUID
    mark: int
    at: datetime
