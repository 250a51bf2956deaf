"""What the chapters of the flow share: results, clocks, saying something."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from helpline.conversations.flow.actions import Action, FirstReply, Say
from helpline.conversations.model import ClockKind, Content, Party, Phase, Post, RunningClock, State
from helpline.kit.refusal import Conflict

Result = tuple[State, list[Action]]


class AlreadyEnded(Conflict):
    code = "conversation-ended"


class NotNow(Conflict):
    code = "not-now"


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


def start_clock(kind: ClockKind, at: datetime, length: int) -> RunningClock:
    """A clock of `length` seconds from `at`."""
    return RunningClock(kind=kind, started_at=at, due_at=at + seconds(length))


def becomes(state: State, **changes: Any) -> State:
    return msgspec.structs.replace(state, **changes)


def alone(state: State) -> State:
    """No team lead speaks along any more."""
    return becomes(state, supervisor=None, supervisor_label="", first_reply_owed=False)


def say(state: State, by: Party, content: Content, name: str = "") -> tuple[State, Say]:
    return say_post(state, Post(by=by, name=name, content=content))


def say_post(state: State, post: Post) -> tuple[State, Say]:
    grown = msgspec.structs.replace(state, seq=state.seq + 1)
    return grown, Say(grown.seq, post)


def must_be_active(state: State) -> None:
    """Raises `NotNow` unless a consultant serves."""
    if state.phase is not Phase.ACTIVE:
        raise NotNow("这个对话现在不由咨询员服务，请先应答。")


def first_words(state: State, at: datetime) -> list[Action]:
    """R4.2: any words of the consultant are the first response, if none was given yet."""
    return [FirstReply(at)] if owes_first_words(state) else []


def owes_first_words(state: State) -> bool:
    """R4.2: whether the consultant has said nothing yet, be it that a team lead answered meanwhile."""
    return state.first_reply_owed or (state.clock is not None and state.clock.kind == "first_response")
