"""From the first ring to the queue: notices, hours, menu."""

from datetime import datetime

from helpline.calls import prompts
from helpline.calls.engine import Answer, Hold, KeyPressed
from helpline.calls.flow.actions import Enqueue, Note
from helpline.calls.flow.happenings import Begun
from helpline.calls.flow.turn import Result, becomes, play, quiet
from helpline.calls.model import Phase, State
from helpline.regulation.model import Terms

ELDERLY = "elderly"


def menu_of(terms: Terms) -> dict[str, str]:
    """R5.1: which key leads where, by the terms: `1=etax_bureau 9=elderly`."""
    return dict(each.split("=", 1) for each in terms.call_menu.split())


def begun(state: State, _event: Begun, at: datetime, _terms: Terms) -> Result:
    """R6.1: the notice of recording comes first; outside the service hours the caller is asked to leave a message."""
    answered = Answer(call=state.id, channel=state.channel)
    note = Note("arrived", {"line": state.line, "open": state.is_open, "direction": "in"})
    if state.is_open:
        state, said = play(state, at, prompts.GREETING)
        return state, [answered, *said, note]
    state, said = play(becomes(state, phase=Phase.MESSAGE), at, prompts.CLOSED)
    return state, [answered, *said, note]


def greeted(state: State, at: datetime, terms: Terms) -> Result:
    """R5.1: one level of menu at most; who is elderly, or comes from 12366, goes straight to a person."""
    keys = menu_of(terms)
    if not keys or state.is_elderly or state.line == "12366":
        return queue(state, at)
    state, said = play(becomes(state, phase=Phase.MENU), at, prompts.menu(keys), until_key=True)
    return state, said


def chosen(state: State, event: KeyPressed, at: datetime, terms: Terms) -> Result:
    """R5.1: 0, and any key that leads nowhere, leads to a person."""
    leads_to = menu_of(terms).get(event.key)
    system = None if leads_to == ELDERLY else leads_to
    return queue(becomes(state, system=system, is_elderly=state.is_elderly or leads_to == ELDERLY), at)


def queue(state: State, at: datetime) -> Result:
    """R4.3: in line for a person, with music; the place is told as soon as it is known."""
    state, stopped = quiet(state)
    state = becomes(state, phase=Phase.WAITING, queued_at=at, clock=None)
    return state, [
        *stopped,
        Hold(call=state.id, channel=state.channel),
        Note("queued", {"system": state.system}),
        Enqueue(),
    ]
