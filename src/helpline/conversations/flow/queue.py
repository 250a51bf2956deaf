"""Queue: a person is asked for, waited for, found, lost and changed."""

from datetime import datetime

from helpline.conversations import words
from helpline.conversations.events import ConversationTaken, HumanAsked
from helpline.conversations.flow.actions import Action, LeaveQueue, StintBegan, StintEnded, Tell
from helpline.conversations.flow.happenings import (
    GivenBack,
    OutsideHours,
    PlaceKept,
    Queued,
    QueueLeft,
    ServiceOpened,
    Taken,
)
from helpline.conversations.flow.turn import NotNow, Result, alone, becomes, say, start_clock
from helpline.conversations.model import Phase, RunningClock, State
from helpline.regulation.model import Terms


def queued(state: State, event: Queued, at: datetime, _terms: Terms) -> Result:
    """R4.3: the taxpayer asked for a person and is told the place and the wait."""
    if state.phase not in (Phase.ASSISTANT, Phase.RESERVED):
        raise NotNow("已经在排队或正在由咨询员服务，不用重复转人工。")
    state, said = say(state, "system", words.queued(event.place, event.expected_wait_seconds))
    told = Tell(HumanAsked(conversation_id=state.id, at=at))
    closing = event.closes_at and RunningClock(kind="service_end", started_at=at, due_at=event.closes_at)
    return becomes(state, phase=Phase.WAITING, clock=closing or None), [said, told]


def service_ended(state: State) -> Result:
    """R4.3: who still waits when the hours are over is told so; the place stays, for who is on duty and for the opening."""
    state, said = say(state, "system", words.service_ended())
    return becomes(state, clock=None), [said]


def outside_hours(state: State, event: OutsideHours, at: datetime, terms: Terms) -> Result:
    """R4.1: nobody serves now. Who waits, keeps a place or is served has asked before; no clock of theirs is touched."""
    if state.phase is not Phase.ASSISTANT:
        raise NotNow("已经转过人工，不用重复操作。")
    state, said = say(state, "system", words.outside_hours(event.opens_at))
    return becomes(state, clock=start_clock("idle", at, terms.assistant_idle_seconds)), [said]


def place_kept(state: State, event: PlaceKept, at: datetime, _terms: Terms) -> Result:
    """R4.1: outside hours a place in the queue can be kept for the opening."""
    if state.phase is not Phase.ASSISTANT:
        raise NotNow("已经为您保留了排位。")
    state, said = say(state, "system", words.place_kept(event.opens_at))
    told = Tell(HumanAsked(conversation_id=state.id, at=at))
    return becomes(state, phase=Phase.RESERVED, clock=None), [said, told]


def service_opened(state: State, _event: ServiceOpened, _at: datetime, _terms: Terms) -> Result:
    if state.phase is not Phase.RESERVED:
        return state, []
    state, said = say(state, "system", words.service_opened())
    return becomes(state, phase=Phase.WAITING), [said]


def queue_left(state: State, _event: QueueLeft, at: datetime, terms: Terms) -> Result:
    if state.phase not in (Phase.WAITING, Phase.RESERVED):
        raise NotNow("现在没有在排队。")
    state, said = say(state, "system", words.queue_left())
    clock = start_clock("idle", at, terms.assistant_idle_seconds)
    return becomes(state, phase=Phase.ASSISTANT, clock=clock), [LeaveQueue("taxpayer_left"), said]


def taken(state: State, event: Taken, at: datetime, terms: Terms) -> Result:
    """R4.2: thirty seconds run from the offer; R5.3: from now on this consultant answers for it, by name."""
    former = state.consultant
    if former == event.staff_id:
        return state, []
    notice = words.transferred(event.label) if former else words.joined(event.label)
    why = "taken_over" if event.how == "taken_over" else "transferred"
    if state.supervisor == event.staff_id:
        state = alone(state)
    state, said = say(state, "system", notice)
    clock = start_clock("first_response", event.offered_at, terms.first_response_seconds)
    taken = ConversationTaken(
        conversation_id=state.id, staff_id=event.staff_id, at=at, how=event.how, from_staff=former
    )
    actions: list[Action] = [StintEnded(why)] if former else []
    actions += [said, StintBegan(event.staff_id, event.offered_at, event.how), Tell(taken)]
    state = becomes(
        state,
        phase=Phase.ACTIVE,
        consultant=event.staff_id,
        consultant_label=event.label,
        clock=clock,
        late=False,
        prompted=False,
        wait_question=None,
        first_reply_owed=False,
    )
    return state, actions


def given_back(state: State, event: GivenBack, _at: datetime, _terms: Terms) -> Result:
    """R4.2: what a consultant did not answer, or lost, goes to somebody else, first in line."""
    if state.phase is not Phase.ACTIVE or (event.staff_id and event.staff_id != state.consultant):
        return state, []
    state, said = say(state, "system", words.requeued())
    actions: list[Action] = [StintEnded(event.why), said]
    state = becomes(
        alone(state),
        phase=Phase.WAITING,
        consultant=None,
        consultant_label="",
        clock=None,
        late=False,
        wait_question=None,
    )
    return state, actions
