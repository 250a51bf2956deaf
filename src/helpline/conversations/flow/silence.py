"""Silence: the clocks of article 4 and what they ask for when they run out."""

from collections.abc import Callable
from datetime import datetime

from helpline.conversations import words
from helpline.conversations.events import LaterChosen, PromiseBroken
from helpline.conversations.flow.actions import Action, Breach, Prompt, Requeue, Tell
from helpline.conversations.flow.ending import end
from helpline.conversations.flow.happenings import Chosen, GivenBack, TimePassed, WaitAsked
from helpline.conversations.flow.queue import given_back, service_ended
from helpline.conversations.flow.turn import (
    NotNow,
    Result,
    becomes,
    first_words,
    must_be_active,
    say,
    seconds,
    start_clock,
)
from helpline.conversations.model import ClockKind, RunningClock, State, WaitChoice, WaitQuestion
from helpline.regulation.model import Terms

SILENCES: tuple[ClockKind, ...] = ("consultant_silence", "wait_promise")
"""Clocks about which the consultant is prompted before they run out."""


def wake_at(state: State, terms: Terms) -> datetime | None:
    """When the flow wants to hear `TimePassed` next."""
    clock = state.clock
    if clock is None:
        return None
    if clock.kind == "first_response" and state.late:
        return clock.due_at + seconds(terms.unanswered_requeue_seconds)
    if clock.kind in SILENCES and not state.prompted:
        return max(clock.started_at, clock.due_at - seconds(terms.consultant_prompt_lead_seconds))
    return clock.due_at


def wait_asked(state: State, event: WaitAsked, at: datetime, terms: Terms) -> Result:
    """R4.4: the consultant expects to be silent for long and asks first."""
    must_be_active(state)
    if state.wait_question is not None:
        raise NotNow("已经问过了，正在等对方选择。")
    answers = first_words(state, at) if event.by == "consultant" else []
    asked = WaitQuestion(text=event.text or words.wait_text(event.minutes), minutes=event.minutes)
    state, said = say(state, event.by, asked, state.consultant_label if event.by == "consultant" else "")
    state = becomes(
        state,
        late=False,
        prompted=False,
        first_reply_owed=state.first_reply_owed and not answers,
        wait_question=state.seq,
        wait_minutes=event.minutes,
        asked_by_system=event.by == "system",
        clock=start_clock("wait_choice", at, terms.choice_default_seconds),
    )
    return state, [said, *answers]


def chosen(state: State, event: Chosen, at: datetime, _terms: Terms) -> Result:
    """R4.4: the taxpayer's choice is on record; 'later' makes a promise with an owner and a deadline."""
    if state.wait_question is None or state.consultant is None:
        raise NotNow("这个选择已经过去了，请直接留言告诉咨询员。")
    content = WaitChoice(
        choice=event.choice,
        by_default=event.by_default,
        text=words.chosen(event.choice, by_default=event.by_default),
    )
    state, said = say(state, "system" if event.by_default else "taxpayer", content)
    state = becomes(state, wait_question=None, prompted=False)
    if event.choice == "wait":
        return becomes(state, clock=start_clock("wait_promise", at, state.wait_minutes * 60)), [said]
    return _promise_later(state, event, at, [said])


def _promise_later(state: State, event: Chosen, at: datetime, actions: list[Action]) -> Result:
    consultant = state.consultant
    if event.due_at is None or consultant is None:
        raise NotNow("没有答复期限，无法约定稍后答复。")
    state, told = say(state, "system", words.follow_up(event.due_at))
    later = LaterChosen(conversation_id=state.id, staff_id=consultant, at=at, due_at=event.due_at)
    state, ending = end(becomes(state, follow_up_due=event.due_at), "later", "later", at)
    return state, [*actions, told, Tell(later), *ending]


def time_passed(state: State, event: TimePassed, at: datetime, terms: Terms) -> Result:
    """What the running clock asks for now, if anything; a clock that was overtaken asks for nothing."""
    at = max(at, event.due_at or at)
    clock = state.clock
    due = wake_at(state, terms)
    if clock is None or due is None or at < due:
        return state, []
    return _RUN_OUT[clock.kind](state, clock, at, terms)


def _first_response_out(state: State, clock: RunningClock, at: datetime, terms: Terms) -> Result:
    """R4.2: recorded at thirty seconds; given to somebody else when it stays unanswered."""
    if not state.late:
        return becomes(state, late=True), [*_breach(state, clock), Prompt()]
    state, actions = given_back(state, GivenBack(why="unanswered"), at, terms)
    return state, [Requeue("unanswered"), *actions]


def _silence_out(state: State, clock: RunningClock, at: datetime, terms: Terms) -> Result:
    """R4.4: prompted before; at the full time it is recorded, and the system itself asks the taxpayer, once.

    A consultant who is silent through the wait that the system had to ask for is not at work: somebody else is found.
    """
    if not state.prompted and at < clock.due_at:
        return becomes(state, prompted=True), [Prompt()]
    if clock.kind == "wait_promise" and state.asked_by_system:
        breach = _breach(state, clock)
        state, actions = given_back(state, GivenBack(why="silent"), at, terms)
        return state, [*breach, Requeue("silent"), *actions]
    wait = terms.wait_estimate_seconds // 60
    asked = WaitAsked(minutes=wait, text=words.system_wait_text(wait), by="system")
    breach = _breach(state, clock)
    state, actions = wait_asked(state, asked, at, terms)
    return state, [*breach, *actions]


def _choice_out(state: State, _clock_: RunningClock, at: datetime, terms: Terms) -> Result:
    return chosen(state, Chosen(choice="wait", by_default=True), at, terms)


def _taxpayer_silence_out(state: State, _clock_: RunningClock, at: datetime, terms: Terms) -> Result:
    """R4.5: a reminder first."""
    state, said = say(state, "system", words.reminder(terms.reminder_to_end_seconds))
    return becomes(state, clock=start_clock("closing", at, terms.reminder_to_end_seconds)), [said]


def _closing_out(state: State, _clock_: RunningClock, at: datetime, _terms: Terms) -> Result:
    """R4.5: still silent: closing words, and the end."""
    return end(state, "taxpayer_silent", "taxpayer_silent", at)


def _idle_out(state: State, _clock_: RunningClock, at: datetime, _terms: Terms) -> Result:
    """A talk with the assistant that nobody goes on with; no consultant is held by it."""
    return end(state, "taxpayer_silent", "idle", at)


def _service_end_out(state: State, _clock_: RunningClock, _at: datetime, _terms: Terms) -> Result:
    return service_ended(state)


def _breach(state: State, clock: RunningClock) -> list[Action]:
    if state.consultant is None:
        return []
    broken = PromiseBroken(
        conversation_id=state.id, staff_id=state.consultant, kind=clock.kind, due_at=clock.due_at
    )
    return [Breach(clock.kind, state.consultant, clock.due_at), Tell(broken)]


_RUN_OUT: dict[str, Callable[[State, RunningClock, datetime, Terms], Result]] = {
    "first_response": _first_response_out,
    "consultant_silence": _silence_out,
    "wait_promise": _silence_out,
    "wait_choice": _choice_out,
    "taxpayer_silence": _taxpayer_silence_out,
    "closing": _closing_out,
    "idle": _idle_out,
    "service_end": _service_end_out,
}
