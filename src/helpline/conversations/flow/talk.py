"""Talk: the taxpayer's, the consultant's and the assistant's words."""

from datetime import datetime

from helpline.conversations.events import AssistantAnswered, QuestionAsked
from helpline.conversations.flow.actions import Action, Recall, Tell
from helpline.conversations.flow.happenings import (
    AssistantSaid,
    ConsultantPosted,
    LateAnswer,
    Recalled,
    TaxpayerPosted,
)
from helpline.conversations.flow.turn import (
    Result,
    becomes,
    first_words,
    must_be_active,
    say,
    say_post,
    start_clock,
)
from helpline.conversations.model import AnswerPost, Phase, State, Text
from helpline.regulation.model import Terms


def taxpayer_posted(state: State, event: TaxpayerPosted, at: datetime, terms: Terms) -> Result:
    state, said = say_post(state, event.post)
    actions: list[Action] = [said]
    if state.phase is not Phase.ACTIVE:
        if isinstance(event.post.content, Text):
            actions.append(Tell(QuestionAsked(conversation_id=state.id, seq=state.seq)))
        if state.phase is Phase.ASSISTANT:
            state = becomes(state, clock=start_clock("idle", at, terms.assistant_idle_seconds))
        return state, actions
    if state.clock is None or state.clock.kind in ("taxpayer_silence", "closing"):
        clock = start_clock("consultant_silence", at, terms.consultant_silence_seconds)
        state = becomes(state, clock=clock, prompted=False)
    return state, actions


def consultant_posted(state: State, event: ConsultantPosted, at: datetime, terms: Terms) -> Result:
    """R4.2, R4.5: the consultant's words answer, and start the taxpayer's four minutes."""
    must_be_active(state)
    state, said = say_post(state, event.post)
    actions: list[Action] = [said, *first_words(state, at)]
    clock = start_clock("taxpayer_silence", at, terms.taxpayer_silence_seconds)
    answered = becomes(state, clock=clock, late=False, prompted=False, wait_question=None)
    return becomes(answered, first_reply_owed=False), actions


def assistant_said(state: State, event: AssistantSaid, at: datetime, terms: Terms) -> Result:
    """The assistant's turn; dropped where a person has taken over, or where it was already said."""
    if state.answered_upto >= event.question_seq or state.phase in (Phase.ACTIVE, Phase.ENDED):
        return state, []
    actions: list[Action] = []
    state = becomes(state, answered_upto=event.question_seq)
    for content in event.contents:
        state, said = say(state, "assistant", content, "智能助手")
        actions.append(said)
        if isinstance(content, AnswerPost):
            state = becomes(state, assistant_turns=state.assistant_turns + 1)
            actions.append(Tell(AssistantAnswered(conversation_id=state.id, entry=content.entry, at=at)))
    if state.phase is Phase.ASSISTANT:
        state = becomes(state, clock=start_clock("idle", at, terms.assistant_idle_seconds))
    return state, actions


def recalled(state: State, event: Recalled, _at: datetime, _terms: Terms) -> Result:
    state = becomes(state, seq=state.seq + 1)
    return state, [Recall(state.seq, event.by, event.target)]


def late_answer(state: State, event: LateAnswer, _at: datetime, _terms: Terms) -> Result:
    """R4.4: what was promised for later reaches the taxpayer in the same place."""
    state, said = say_post(state, event.post)
    return becomes(state, follow_up_due=None) if event.settles else state, [said]
