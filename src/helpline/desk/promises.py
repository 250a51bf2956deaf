"""One list of what a consultant owes: later answers and messages, by due time."""

from helpline.cases import queries as cases
from helpline.cases.model import FollowUp
from helpline.conversations import queries as conversations
from helpline.conversations.asker import asker_of
from helpline.conversations.model import Conversation
from helpline.conversations.rules import label
from helpline.deadlines.words import due_words
from helpline.desk.model import Promise
from helpline.kit.db import ReadTx
from helpline.messages import queries as messages
from helpline.messages.model import Message
from helpline.messages.rules import kind_of, shown_asker
from helpline.people.model import Actor
from helpline.taxpayers import masking


async def of(read: ReadTx, actor: Actor) -> list[Promise]:
    """What `actor` owes, what runs out first standing first."""
    follow_ups = await cases.open_follow_ups(read, actor.staff_id)
    asked = await conversations.find_many(read, [f.conversation_id for f in follow_ups if f.conversation_id])
    owed = [
        _follow_up(read, each, asked[each.conversation_id], actor)
        for each in follow_ups
        if each.conversation_id
    ]
    owed += [_message(read, each, actor) for each in await messages.mine(read, actor.staff_id)]
    return sorted(owed, key=lambda promise: promise.due_at)


def _follow_up(read: ReadTx, follow_up: FollowUp, conversation: Conversation, actor: Actor) -> Promise:
    return Promise(
        id=follow_up.id,
        kind="follow_up",
        number=conversation.number,
        conversation=conversation.id,
        case=follow_up.case_id,
        asker=asker_of(conversation),
        phone=masking.mask_phone(follow_up.phone) if follow_up.phone else None,
        question=masking.mask_text(conversation.question),
        owner=label(actor.number),
        due_at=follow_up.due_at,
        due_words=due_words(follow_up.due_at, read.now),
        state="open",
        overdue=read.now > follow_up.due_at,
        read=True,
    )


def _message(read: ReadTx, message: Message, actor: Actor) -> Promise:
    return Promise(
        id=message.id,
        kind=kind_of(message),
        number=message.number,
        conversation=message.conversation_id,
        case=None,
        asker=shown_asker(message.name),
        phone=masking.mask_phone(message.phone),
        question=masking.mask_text(message.text),
        owner=label(actor.number),
        due_at=message.answer_due_at,
        due_words=due_words(message.answer_due_at, read.now),
        state="open",
        overdue=read.now > message.answer_due_at,
        read=message.read_at is not None,
    )
