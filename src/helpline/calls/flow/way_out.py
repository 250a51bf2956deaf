"""After the talk, or instead of it: a mark, a message, the last words, and the caller's going."""

from datetime import datetime

from helpline.calls.engine import (
    CallerGone,
    KeyPressed,
    Recorded,
    RecordMessage,
    StopPlaying,
    message_id,
    recording_id,
)
from helpline.calls.events import CallRated, VoiceMessageLeft
from helpline.calls.flow.actions import Action, Note, Tell
from helpline.calls.flow.happenings import Missing
from helpline.calls.flow.turn import By, Result, becomes, clock, close_with, end
from helpline.calls.model import Outcome, Phase, State
from helpline.regulation.model import Terms

MARKS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
FILING_SECONDS = 30
"""So long a recording may take to be told after the caller hung up."""


def marked(state: State, event: KeyPressed, at: datetime) -> Result:
    """R15.3: one mark, by key; any other key says goodbye."""
    mark = MARKS.get(event.key)
    rated: list[Action] = []
    if mark is not None and state.served_by is not None:
        rated = [
            Note("rated", {"mark": mark}),
            Tell(CallRated(call_id=state.id, staff_id=state.served_by, mark=mark, at=at)),
        ]
        state = becomes(state, rating=mark)
    stop = [StopPlaying(call=state.id, play=state.playing)] if state.playing else []
    state, said = close_with(state, at, "rate.thanks", "answered")
    return state, [*stop, *said, *rated]


def speak(state: State, at: datetime, terms: Terms) -> Result:
    """R6.1: the words are over, the tone sounds, the caller speaks."""
    order = RecordMessage(
        call=state.id,
        recording=message_id(state.id),
        channel=state.channel,
        most_seconds=terms.call_message_seconds,
        silence_seconds=terms.call_message_silence_seconds,
    )
    late = clock("message", at, terms.call_message_seconds + FILING_SECONDS)
    return becomes(state, is_recording_message=True, clock=late), [order]


def recorded(state: State, event: Recorded, at: datetime, terms: Terms) -> Result:
    """R11.2: every recording is told, also of a call that is over; R6.2: a message of some length is one."""
    is_message = event.recording == message_id(state.id)
    if not is_message and event.recording != recording_id(state.id):
        return state, []
    told: list[Action] = [
        Note("recorded", {"recording": event.recording, "seconds": event.seconds, "failed": event.failed})
    ]
    if not is_message:
        return state, told
    is_said = not event.failed and event.seconds >= terms.call_message_least_seconds
    if is_said:
        told.append(
            Tell(VoiceMessageLeft(call_id=state.id, recording=event.recording, seconds=event.seconds, at=at))
        )
    outcome: Outcome = "message" if is_said else "left"
    state = becomes(state, is_recording_message=False)
    if state.phase is Phase.FILING:
        state, over = end(state, at, outcome, "caller")
        return state, [*told, *over]
    if state.phase is Phase.MESSAGE:
        state, said = close_with(state, at, "message.thanks" if is_said else "message.empty", outcome)
        return state, [*told, *said]
    return state, told


def caller_gone(state: State, event: CallerGone, at: datetime, _terms: Terms) -> Result:
    """R5.2: whoever ended it, what came of it was decided before; a message is still put away."""
    if state.phase is Phase.MESSAGE and state.is_recording_message:
        return becomes(state, phase=Phase.FILING, clock=clock("filing", at, FILING_SECONDS)), []
    if state.phase is Phase.FILING:
        return state, []
    by: By = "caller" if event.why == "hung_up" else "network"
    return end(state, at, outcome_now(state), by)


def outcome_now(state: State) -> Outcome:
    """What the call comes to if it ends at this moment."""
    if state.settled is not None:
        return state.settled
    if state.connected_at is not None:
        return "answered"
    return "unreached" if state.direction == "out" else "left"


def missing(state: State, _event: Missing, at: datetime, _terms: Terms) -> Result:
    """The telephone system has lost it. What was settled before stays settled."""
    if state.phase is Phase.FILING:
        return end(state, at, "left", "caller")
    return end(state, at, state.settled or "lost", "network")


def over(state: State, at: datetime) -> Result:
    """The last words have sounded."""
    return end(state, at, outcome_now(state), "house")
