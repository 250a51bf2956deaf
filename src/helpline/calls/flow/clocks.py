"""What happens when a sound has come to its end, or a clock has run out."""

from collections.abc import Callable
from datetime import datetime

from helpline.calls.engine import Played
from helpline.calls.flow import legs, waiting, way_in, way_out
from helpline.calls.flow.happenings import TimePassed
from helpline.calls.flow.turn import Result, becomes, clock, end
from helpline.calls.model import ClockKind, Phase, State
from helpline.regulation.model import Terms


def played(state: State, event: Played, at: datetime, terms: Terms) -> Result:
    if event.play != state.playing:
        return state, []
    return _sounded(state, event, at, terms)


def _sounded(state: State, _event: object, at: datetime, terms: Terms) -> Result:
    """What was to be heard has been heard, or can not be."""
    next_step = _AFTER_SOUND.get(state.phase)
    state = becomes(state, playing=None)
    return next_step(state, at, terms) if next_step else (state, [])


def _menu_heard(state: State, at: datetime, terms: Terms) -> Result:
    return becomes(state, clock=clock("menu", at, terms.call_menu_silence_seconds)), []


def _asked_to_rate(state: State, at: datetime, terms: Terms) -> Result:
    return becomes(state, clock=clock("rating", at, terms.call_rating_seconds)), []


_AFTER_SOUND: dict[Phase, Callable[[State, datetime, Terms], Result]] = {
    Phase.GREETING: way_in.greeted,
    Phase.MENU: _menu_heard,
    Phase.MESSAGE: way_out.speak,
    Phase.RATING: _asked_to_rate,
    Phase.CLOSING: lambda state, at, _terms: way_out.over(state, at),
}


def time_passed(state: State, event: TimePassed, at: datetime, terms: Terms) -> Result:
    """The flow looks at its own clock: one that was overtaken changes nothing."""
    running = state.clock
    if running is None or running.due_at > event.due_at:
        return state, []
    return _RAN_OUT[running.kind](becomes(state, clock=None), event, at, terms)


_RAN_OUT: dict[ClockKind, Callable[[State, TimePassed, datetime, Terms], Result]] = {
    "play": _sounded,
    "menu": lambda state, _event, at, _terms: way_in.queue(state, at),
    "announce": lambda state, event, at, terms: waiting.tell_place(state, event.standing, at, terms),
    "connect": lambda state, _event, at, _terms: legs.connect_too_late(state, at),
    "rating": lambda state, _event, at, _terms: way_out.over(state, at),
    "message": lambda state, _event, at, _terms: end(state, at, "left", "house"),
    "filing": lambda state, _event, at, _terms: end(state, at, "left", "caller"),
}
