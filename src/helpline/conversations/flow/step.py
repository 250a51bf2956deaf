"""step(state, event, now, terms) -> (state, actions): the one way a conversation changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from helpline.conversations.flow import ending, queue, silence, stepping, talk
from helpline.conversations.flow.happenings import (
    AssistantSaid,
    Chosen,
    ConsultantPosted,
    End,
    GivenBack,
    Happening,
    LateAnswer,
    OutsideHours,
    PlaceKept,
    Queued,
    QueueLeft,
    Recalled,
    ServiceOpened,
    SteppedIn,
    SteppedOut,
    SupervisorPosted,
    Taken,
    TaxpayerPosted,
    TimePassed,
    WaitAsked,
)
from helpline.conversations.flow.turn import AlreadyEnded, Result
from helpline.conversations.model import Phase, State
from helpline.regulation.model import Terms

AFTER_THE_END = (LateAnswer, Recalled)
"""What may still happen to an ended conversation."""

IGNORED_AFTER_THE_END = (TimePassed, AssistantSaid, GivenBack, ServiceOpened)
"""What may arrive late, and then changes nothing."""


def step(state: State, event: Happening, at: datetime, terms: Terms) -> Result:
    """What `event` at `at` makes of `state`, and what is to be done about it.

    Raises:
        AlreadyEnded: the conversation is over; the page opens a new one that follows it.
        NotNow: the event does not fit the phase; the sentence says why.
    """
    if state.phase is Phase.ENDED:
        if isinstance(event, IGNORED_AFTER_THE_END):
            return state, []
        if not isinstance(event, AFTER_THE_END):
            raise AlreadyEnded("这次对话已经结束。请点“就此事再问”，会接着这件事继续。")
    return _HANDLERS[type(event)](state, event, at, terms)


_HANDLERS: dict[type, Callable[[State, Any, datetime, Terms], Result]] = {
    TaxpayerPosted: talk.taxpayer_posted,
    ConsultantPosted: talk.consultant_posted,
    AssistantSaid: talk.assistant_said,
    Recalled: talk.recalled,
    LateAnswer: talk.late_answer,
    Queued: queue.queued,
    OutsideHours: queue.outside_hours,
    PlaceKept: queue.place_kept,
    ServiceOpened: queue.service_opened,
    QueueLeft: queue.queue_left,
    Taken: queue.taken,
    GivenBack: queue.given_back,
    SteppedIn: stepping.stepped_in,
    SteppedOut: stepping.stepped_out,
    SupervisorPosted: stepping.supervisor_posted,
    WaitAsked: silence.wait_asked,
    Chosen: silence.chosen,
    TimePassed: silence.time_passed,
    End: ending.ended,
}
