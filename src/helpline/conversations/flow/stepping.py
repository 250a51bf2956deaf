"""A team lead steps in, speaks along, and leaves again; the consultant stays the owner."""

from datetime import datetime

from helpline.conversations import words
from helpline.conversations.flow.happenings import SteppedIn, SteppedOut, SupervisorPosted
from helpline.conversations.flow.turn import (
    NotNow,
    Result,
    alone,
    becomes,
    must_be_active,
    owes_first_words,
    say,
    say_post,
    start_clock,
)
from helpline.conversations.model import State
from helpline.regulation.model import Terms


def stepped_in(state: State, event: SteppedIn, _at: datetime, _terms: Terms) -> Result:
    """R14.1: the taxpayer is told who speaks along; doing it twice changes nothing."""
    must_be_active(state)
    if state.supervisor == event.staff_id:
        return state, []
    if event.staff_id == state.consultant:
        raise NotNow("这个对话就在您手上，不用介入。")
    if state.supervisor is not None:
        raise NotNow(f"{state.supervisor_label}已经介入，请先与其商量。")
    state, said = say(state, "system", words.stepped_in(event.label))
    return becomes(state, supervisor=event.staff_id, supervisor_label=event.label), [said]


def stepped_out(state: State, event: SteppedOut, _at: datetime, _terms: Terms) -> Result:
    """The clocks stay as they are: they bind the consultant, who was there all the time."""
    if state.supervisor != event.staff_id:
        raise NotNow("您现在没有介入这个对话。")
    state, said = say(state, "system", words.stepped_out(state.supervisor_label))
    owed = state.first_reply_owed
    return becomes(alone(state), first_reply_owed=owed), [said]


def supervisor_posted(state: State, event: SupervisorPosted, at: datetime, terms: Terms) -> Result:
    """R4.2, R4.4: for the taxpayer it is an answer, so no silence runs on; the consultant's own first words stay owed."""
    must_be_active(state)
    if state.supervisor != event.post.author:
        raise NotNow("您现在没有介入这个对话，请先介入。")
    owed = owes_first_words(state)
    state, said = say_post(state, event.post)
    clock = start_clock("taxpayer_silence", at, terms.taxpayer_silence_seconds)
    state = becomes(state, clock=clock, late=False, prompted=False, wait_question=None, first_reply_owed=owed)
    return state, [said]
