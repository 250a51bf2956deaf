"""The end of a conversation."""

from datetime import datetime

from helpline.conversations import words
from helpline.conversations.events import ConversationEnded
from helpline.conversations.flow.actions import Action, LeaveQueue, ReleaseSeat, StintEnded, Tell
from helpline.conversations.flow.happenings import End
from helpline.conversations.flow.turn import Result, alone, becomes, say
from helpline.conversations.model import EndReason, Phase, State
from helpline.regulation.model import Terms


def ended(state: State, event: End, at: datetime, _terms: Terms) -> Result:
    return end(state, event.reason, event.reason, at)


def end(state: State, reason: EndReason, closing: str, at: datetime) -> Result:
    waits = state.phase in (Phase.WAITING, Phase.RESERVED)
    state, said = say(state, "system", words.closing(closing))
    actions: list[Action] = [said]
    if state.phase is Phase.ACTIVE:
        actions += [StintEnded(reason), ReleaseSeat()]
    if waits:
        actions.append(LeaveQueue(reason))
    over = ConversationEnded(conversation_id=state.id, at=at, reason=reason, staff_id=state.consultant)
    actions.append(Tell(over))
    state = becomes(alone(state), phase=Phase.ENDED, clock=None, wait_question=None)
    return becomes(state, end_reason=reason, ended_at=at), actions
