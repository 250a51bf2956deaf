"""What the chapters of the flow share: results, sounds, clocks, and the one way in which a call ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from helpline.calls.engine import Close, HangUp, Play, StopPlaying, StopRecording, play_id, recording_id
from helpline.calls.events import CallEnded
from helpline.calls.flow.actions import Action, LeaveQueue, Note, Release, Tell
from helpline.calls.model import ClockKind, Leg, Outcome, Phase, Role, RunningClock, State
from helpline.kit.refusal import Conflict

Result = tuple[State, list[Action]]
By = Literal["caller", "house", "network"]
"""Who ended a call. Whoever it was, the caller's channel is to be hung up: where it is gone, that is nothing."""

LONGEST_PLAY = timedelta(seconds=90)
"""Nothing that we play lasts so long."""


class NotNow(Conflict):
    code = "not-now"


class CallOver(Conflict):
    code = "call-over"


def becomes(state: State, **changes: Any) -> State:
    return msgspec.structs.replace(state, **changes)


def clock(kind: ClockKind, at: datetime, seconds: int) -> RunningClock:
    return RunningClock(kind=kind, due_at=at + timedelta(seconds=seconds))


def play(state: State, at: datetime, prompts: Iterable[str], *, until_key: bool = False) -> Result:
    """Let the caller hear something; should its end never be told, the clock tells it."""
    state = becomes(state, step=state.step + 1)
    name = play_id(state.id, state.step)
    order = Play(call=state.id, play=name, channel=state.channel, prompts=tuple(prompts), until_key=until_key)
    return becomes(state, playing=name, clock=RunningClock(kind="play", due_at=at + LONGEST_PLAY)), [order]


def quiet(state: State) -> Result:
    """Break off what sounds."""
    if state.playing is None:
        return state, []
    return becomes(state, playing=None), [StopPlaying(call=state.id, play=state.playing)]


def close_with(state: State, at: datetime, prompt: str, outcome: Outcome) -> Result:
    """The last words; when they have sounded, the call is over."""
    state, said = play(state, at, (prompt,))
    return becomes(state, phase=Phase.CLOSING, settled=outcome), said


def leg(state: State, name: str) -> Leg | None:
    return next((each for each in state.legs if each.id == name), None)


def leg_as(state: State, *roles: Role) -> Leg | None:
    return next((each for each in state.legs if each.role in roles), None)


def with_leg(state: State, changed: Leg) -> State:
    """The state with this leg in place of the one of the same id, or added."""
    if leg(state, changed.id) is None:
        return becomes(state, legs=(*state.legs, changed))
    return becomes(state, legs=tuple(changed if each.id == changed.id else each for each in state.legs))


def without_leg(state: State, name: str) -> State:
    return becomes(state, legs=tuple(each for each in state.legs if each.id != name))


def hang_up(state: State, legs: Iterable[Leg]) -> Result:
    """Hang up these legs and forget them."""
    gone = [each.id for each in legs]
    kept = tuple(each for each in state.legs if each.id not in gone)
    return becomes(state, legs=kept), [HangUp(call=state.id, channel=name) for name in gone]


def relieve(state: State, *, wrap_up: bool) -> Result:
    """The consultant answers for the call no longer."""
    if state.consultant is None:
        return state, []
    note = Note("released", {"staff": str(state.consultant), "wrap_up": wrap_up})
    state = becomes(state, served_by=state.consultant, consultant=None, adrift=False, is_mute=False)
    return state, [Release(wrap_up), note]


def end(state: State, at: datetime, outcome: Outcome, by: By) -> Result:
    """R5.2: the call is over, with exactly one outcome; nothing of it is left in the telephone system or the queue."""
    actions: list[Action] = [HangUp(call=state.id, channel=state.channel)]
    ended_in = state.phase
    state, hung = hang_up(state, state.legs)
    actions += hung
    if state.is_recorded:
        actions.append(StopRecording(call=state.id, recording=recording_id(state.id)))
    actions.append(Close(call=state.id))
    if ended_in is Phase.WAITING:
        actions.append(LeaveQueue("caller_left"))
    state, released = relieve(state, wrap_up=state.connected_at is not None)
    actions += released
    actions.append(Note("ended", {"outcome": outcome, "by": by, "phase": ended_in.value}))
    actions.append(Tell(_told(state, at, outcome)))
    state = becomes(state, phase=Phase.ENDED, outcome=outcome, ended_at=at, playing=None, clock=None)
    return state, actions


def _told(state: State, at: datetime, outcome: Outcome) -> CallEnded:
    until = state.connected_at or at
    waited = int((until - state.queued_at).total_seconds()) if state.queued_at else 0
    return CallEnded(
        call_id=state.id,
        at=at,
        outcome=outcome,
        staff_id=state.served_by,
        waited_seconds=max(0, waited),
        rating_asked=state.settled == "answered",
    )
