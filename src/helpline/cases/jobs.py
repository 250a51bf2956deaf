"""What cases hear of conversations, calls, messages and time."""

from helpline.calls import queries as calls
from helpline.calls.events import CallBackAsked, CallEnded, CallTaken, VoiceMessageLeft
from helpline.cases import commands, hotline
from helpline.cases.model import Case, CaseId, Ownership
from helpline.conversations import queries as conversations
from helpline.conversations.events import (
    AssistantAnswered,
    ConversationEnded,
    ConversationOpened,
    ConversationTaken,
    LaterChosen,
)
from helpline.conversations.model import ConversationId
from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.messages import commands as messages
from helpline.messages.events import MessageAnswered, MessageLeft
from helpline.people.events import StaffAway, StaffDeactivated, StaffMoved


@hears(ConversationOpened)
async def open_case(tx: Tx, fact: ConversationOpened) -> None:
    """The case bears the conversation's number, and its id: one conversation, one case."""
    asked = (await conversations.find_many(tx, [fact.conversation_id])).get(
        ConversationId(fact.conversation_id)
    )
    case = Case(
        id=CaseId(fact.conversation_id),
        number=fact.number,
        conversation_id=fact.conversation_id,
        channel="chat",
        opened_at=fact.at,
        asker=asked.asker if asked else "",
        question=fact.question,
        taxpayer_id=fact.taxpayer_id,
        district_id=fact.district_id,
        provider_id=fact.provider_id,
        system=fact.system,
        kind=None,
        topic=None,
        summary="",
        owner=None,
        outcome=None,
        closed_at=None,
    )
    await commands.open_case(tx, case)


@hears(ConversationTaken)
async def take_over(tx: Tx, fact: ConversationTaken) -> None:
    ownership = Ownership(staff_id=fact.staff_id, since=fact.at, how=fact.how, from_staff=fact.from_staff)
    await commands.take_over(tx, fact.conversation_id, ownership)


@hears(CallTaken)
async def take_call(tx: Tx, fact: CallTaken) -> None:
    """R5.3, R11.1: a call that a person took has a record; it bears the call's number, and its id."""
    call = await calls.find(tx, fact.call_id)
    if call is None:
        return
    case = Case(
        id=CaseId(call.id),
        number=call.number,
        conversation_id=None,
        channel="voice",
        opened_at=call.arrived_at,
        asker=call.party.name,
        question="",
        taxpayer_id=call.taxpayer_id,
        district_id=call.district_id,
        provider_id=call.provider_id,
        system=call.state.system,
        kind=None,
        topic=None,
        summary="",
        owner=None,
        outcome=None,
        closed_at=None,
    )
    ownership = Ownership(staff_id=fact.staff_id, since=fact.at, how=fact.how, from_staff=fact.from_staff)
    await commands.take_call(tx, case, ownership)


@hears(AssistantAnswered)
async def suggest(tx: Tx, fact: AssistantAnswered) -> None:
    await commands.suggest(tx, fact.conversation_id, fact.entry)


@hears(ConversationEnded)
async def settle(tx: Tx, fact: ConversationEnded) -> None:
    if fact.staff_id is None:
        await commands.settle_without_person(tx, fact.conversation_id)


@hears(LaterChosen)
async def promise(tx: Tx, fact: LaterChosen) -> None:
    await commands.promise_later(tx, fact.conversation_id, fact.staff_id, fact.at, fact.due_at)


@hears(DeadlineMissed)
async def mark_overdue(tx: Tx, fact: DeadlineMissed) -> None:
    if fact.kind == commands.FOLLOW_UP:
        await commands.mark_overdue(tx, fact.subject, fact.due_at)


@hears(MessageLeft)
async def place_message(tx: Tx, fact: MessageLeft) -> None:
    """R14.1: a message left from a conversation is its provider's; a conversation of somebody else is dropped."""
    if fact.conversation_id is None:
        return
    found = (await conversations.find_many(tx, [fact.conversation_id])).get(fact.conversation_id)
    own = found if found and found.visitor_id == fact.visitor_id else None
    await messages.place(tx, fact.message_id, own.id if own else None, own.provider_id if own else None)


@hears(MessageAnswered)
async def tell_answer(tx: Tx, fact: MessageAnswered) -> None:
    """R6.2: the answer is told where the message was left."""
    if fact.conversation_id is not None:
        await commands.tell_answer(tx, fact.message_id, fact.conversation_id)


@hears(StaffDeactivated)
@hears(StaffMoved)
@hears(StaffAway)
async def inherit(tx: Tx, fact: StaffDeactivated | StaffMoved | StaffAway) -> None:
    """R5.3: what somebody answered for goes to the heir."""
    if fact.heir is not None:
        await commands.inherit(tx, fact.staff_id, fact.heir)


@hears(VoiceMessageLeft)
async def keep_spoken(tx: Tx, fact: VoiceMessageLeft) -> None:
    await hotline.keep_spoken(tx, fact)


@hears(CallBackAsked)
async def owe_call_back(tx: Tx, fact: CallBackAsked) -> None:
    await hotline.owe_call_back(tx, fact)


@hears(CallEnded)
async def owe_missed(tx: Tx, fact: CallEnded) -> None:
    await hotline.owe_missed(tx, fact)
