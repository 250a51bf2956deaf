"""The assistant's turn in a conversation: what was said so far goes in, posts come out."""

from uuid import UUID

from msgspec.structs import replace

from helpline.assistant import commands as assistant
from helpline.assistant import queries as replies
from helpline.assistant.flow import intent
from helpline.assistant.model import (
    Answered,
    AskBack,
    Asks,
    Choice,
    Context,
    HandOver,
    OutOfScope,
    Reply,
    Unknown,
)
from helpline.conversations.commands.moves import Move, apply_one
from helpline.conversations.commands.queueing import ask_for_person, is_open
from helpline.conversations.flow.happenings import AssistantSaid
from helpline.conversations.flow.turn import NotNow
from helpline.conversations.model import (
    AnswerPost,
    Choices,
    Content,
    Conversation,
    Notice,
    Option,
    Phase,
    Text,
)
from helpline.conversations.store import changes, conversations
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx

NOTICES: dict[type, str] = {Unknown: "unknown", OutOfScope: "out_of_scope", HandOver: "hand_over"}

LOOKED_BACK = 12
"""Posts that bear on the reply."""


async def answer_question(tx: Tx, conversation_id: UUID, seq: int) -> None:
    """R4.1, R12.1: reply to the post at `seq`, once; hand over to a person when that is asked for."""
    conversation = (await conversations.lock(tx, [conversation_id])).get(conversation_id)
    if conversation is None or not _is_due(conversation, seq):
        return
    said = await _posts(tx, conversation_id, seq)
    question = said[-1][1] if said else None
    if not isinstance(question, Text):
        return
    context = _context(conversation, said[:-1], question)
    reply = await replies.answer(tx, question.text, context=context)
    await assistant.note(tx, question.text, reply, context)
    hands_over = isinstance(reply, HandOver) and conversation.state.phase is Phase.ASSISTANT
    promises_too_much = hands_over and not await is_open(tx)
    contents = () if promises_too_much else _contents(reply, conversation)
    event = AssistantSaid(question_seq=seq, contents=contents)
    await apply_one(tx, Move(conversation_id=conversation_id, event=event))
    if hands_over:
        await _hand_over(tx, conversation_id)


def _is_due(conversation: Conversation, seq: int) -> bool:
    """Not answered yet, and still the assistant's to answer."""
    state = conversation.state
    return state.answered_upto < seq and state.phase not in (Phase.ACTIVE, Phase.ENDED)


async def _posts(tx: Tx, conversation_id: UUID, seq: int) -> list[tuple[str, Content]]:
    rows = await changes.texts(tx, conversation_id, seq, LOOKED_BACK)
    return [(row["by_party"], changes.decode(row["body"])) for row in reversed(rows)]


def _context(conversation: Conversation, said: list[tuple[str, Content]], question: Text) -> Context:
    """The dialogue so far, as the assistant wants it."""
    context = Context(system=conversation.system)
    for party, content in said:
        match content:
            case Text() if party == "taxpayer":
                context = _after_words(context, content)
            case AnswerPost():
                context = replace(context, shown=(*context.shown, content.entry), offered=())
            case Choices():
                offered = tuple(Choice(entry=option.entry, label=option.label) for option in content.options)
                context = replace(context, offered=offered)
            case _:
                pass
    return replace(context, chosen=question.entry)


def _after_words(context: Context, content: Text) -> Context:
    """A new question begins anew; 'not solved', a pick or a thank-you goes on with the one before."""
    context = replace(context, turns=context.turns + 1)
    meant = intent(content.text, replace(context, chosen=content.entry))
    return (
        replace(context, question=meant.question, shown=(), offered=())
        if isinstance(meant, Asks)
        else context
    )


def _contents(reply: Reply, conversation: Conversation) -> tuple[Content, ...]:
    """What is posted. Somebody who waits for a person is told nothing but answers."""
    waits = conversation.state.phase is not Phase.ASSISTANT
    match reply:
        case Answered():
            return (_answer(reply),)
        case AskBack():
            options = [Option(entry=choice.entry, label=choice.label) for choice in reply.choices]
            return (Choices(text=reply.text, options=options),)
        case Unknown() | OutOfScope() | HandOver():
            return () if waits else (Notice(code=NOTICES[type(reply)], text=reply.text),)
        case _:
            return (Text(text=reply.text),)


def _answer(reply: Answered) -> AnswerPost:
    reviewed = reply.reviewed_at
    return AnswerPost(
        entry=reply.entry,
        revision=reply.revision,
        title=reply.title,
        text=reply.text,
        source=reply.source,
        reviewed_on=shanghai(reviewed).date().isoformat() if reviewed else None,
        valid_until=reply.valid_until.isoformat() if reply.valid_until else None,
    )


async def _hand_over(tx: Tx, conversation_id: UUID) -> None:
    try:
        await ask_for_person(tx, conversation_id, None, keep_place=False)
    except NotNow:  # the taxpayer pressed the button at the same moment
        return
