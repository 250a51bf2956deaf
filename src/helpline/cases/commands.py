"""Deeds on cases."""

from datetime import datetime
from uuid import UUID

from helpline.cases import rules, store
from helpline.cases.events import (
    CaseClosed,
    CaseOpened,
    FollowUpAnswered,
    FollowUpOverdue,
    FollowUpPromised,
)
from helpline.cases.model import Case, Classification, FollowUp, Outcome, Ownership
from helpline.conversations import queries as conversations
from helpline.conversations.commands import ending, talking
from helpline.conversations.commands.moves import Move, apply_one
from helpline.conversations.flow.happenings import ConsultantPosted
from helpline.conversations.model import Author, Phase, Post, Text
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Invalid, NotFound
from helpline.knowledge import queries as knowledge
from helpline.messages import queries as messages
from helpline.people import queries as people
from helpline.people.names import public_label

FOLLOW_UP = "cases.follow_up"


async def open_case(tx: Tx, case: Case) -> None:
    """R11.1: every matter has a record from its first word."""
    if await store.insert(tx, case):
        tx.announce(CaseOpened(case_id=case.id, number=case.number, at=case.opened_at))


async def take_over(tx: Tx, conversation_id: UUID, ownership: Ownership) -> None:
    """R5.3: who took it answers for it from then on. News that come late or twice take nothing from a later owner."""
    case = await _of_conversation(tx, conversation_id)
    await _own(tx, case, ownership)


async def take_call(tx: Tx, case: Case, ownership: Ownership) -> None:
    """R5.3: ownership follows the caller: the first who takes the call opens the record, the next answers for it."""
    await open_case(tx, case)
    await _own(tx, case, ownership)


async def _own(tx: Tx, case: Case, ownership: Ownership) -> None:
    await store.own(tx, case.id, ownership)
    for staff_id in {ownership.staff_id, ownership.from_staff} - {None}:
        tx.stir(f"desk:{staff_id}")


async def classify(tx: Tx, case_id: UUID, staff_id: UUID, form: Classification) -> None:
    """R3.1: file it under system × kind × topic.

    Raises:
        Refused: not the owner, closed, or outside the catalogue.
    """
    case = await _owned(tx, case_id, staff_id)
    systems = {system.code for system in await knowledge.systems(tx)}
    topics = {topic.code for topic in await knowledge.topics(tx)}
    await store.classify(tx, case.id, rules.checked(form, systems, topics))
    tx.stir(f"desk:{staff_id}")


async def close(tx: Tx, case_id: UUID, author: Author, outcome: Outcome) -> None:
    """End the dialogue and close the case; refused while it is not filed.

    Raises:
        NotClassified: names what is missing.
        Conflict: the outcome contradicts what was promised.
    """
    case = await _owned(tx, case_id, author.id)
    rules.require_classified(case)
    rules.require_fitting(outcome, await store.follow_up_of(tx, case.id))
    if case.conversation_id is not None:
        await ending.end_if_running(tx, case.conversation_id, author, "answered")
    await _close(tx, case, outcome, author.id)


async def decline(tx: Tx, case_id: UUID, author: Author, reason: str, words: str) -> None:
    """R5.4: decline with a reason, told to the taxpayer and recorded. Of a call the consultant says it, and hangs up.

    Raises:
        Invalid: no reason of the list.
    """
    case = await _owned(tx, case_id, author.id)
    chosen = rules.decline_reason(reason)
    told = words.strip() or chosen.text
    if case.conversation_id is not None:
        await _tell_decline(tx, case.conversation_id, author, told)
    elif case.channel != "voice":
        raise Invalid("这张受理单没有进行中的对话。")
    await store.record_decline(tx, case.id, chosen.code, told)
    await _close(tx, case, "declined", author.id)


async def _tell_decline(tx: Tx, conversation_id: UUID, author: Author, told: str) -> None:
    post = Post(by="consultant", name=author.label, content=Text(text=told), author=author.id)
    await apply_one(tx, Move(conversation_id=conversation_id, event=ConsultantPosted(post), author=author))
    await ending.end_if_running(tx, conversation_id, author, "declined")


async def _close(tx: Tx, case: Case, outcome: Outcome, by: UUID | None) -> None:
    await store.close(tx, case.id, outcome, by)
    tx.announce(
        CaseClosed(
            case_id=case.id,
            at=tx.now,
            outcome=outcome,
            system=case.system,
            kind=case.kind,
            topic=case.topic,
            owner=case.owner,
        )
    )
    if case.owner:
        tx.stir(f"desk:{case.owner}")


async def suggest(tx: Tx, conversation_id: UUID, entry: str) -> None:
    """The form is filled as far as known: from the entry that the assistant answered with."""
    case = await _of_conversation(tx, conversation_id)
    try:
        filed = (await knowledge.shown(tx, entry)).content
    except NotFound:  # withdrawn between the answer and now: nothing to suggest
        return
    await store.suggest(
        tx, case.id, Classification(system=filed.system, kind=filed.kind.value, topic=filed.topic)
    )


async def settle_without_person(tx: Tx, conversation_id: UUID) -> None:
    """It ended in nobody's hands: answered if the assistant alone had it and filed it by an answer, else left."""
    case = await _of_conversation(tx, conversation_id)
    if case.closed_at is None:
        await _close(tx, case, "answered" if case.topic and case.owner is None else "left", None)


async def _phone_of(tx: Tx, conversation_id: UUID) -> str | None:
    """The number the asker gave, at the opening or when choosing to be answered later."""
    found = await conversations.find(tx, conversation_id)
    return found.phone if found else None


async def promise_later(tx: Tx, conversation_id: UUID, owner: UUID, at: datetime, due_at: datetime) -> None:
    """R4.4: 'answer later' has an owner and a deadline."""
    case = await _of_conversation(tx, conversation_id)
    follow_up = FollowUp(
        id=new_id(),
        case_id=case.id,
        conversation_id=conversation_id,
        owner=owner,
        phone=await _phone_of(tx, conversation_id),
        promised_at=at,
        due_at=due_at,
        answered_at=None,
        answer=None,
        overdue_at=None,
    )
    if not await store.promise(tx, follow_up):
        return
    await store.set_outcome(tx, case.id, "later")
    clock = Deadline(kind=FOLLOW_UP, subject=follow_up.id, started_at=at, due_at=due_at, owner=owner)
    await deadlines.start(tx, [clock])
    tx.announce(FollowUpPromised(follow_up_id=follow_up.id, case_id=case.id, owner=owner, due_at=due_at))
    tx.stir(f"desk:{owner}")


async def answer_follow_up(tx: Tx, follow_up_id: UUID, author: Author, text: str) -> None:
    """R4.4: the answer reaches the taxpayer where the question was asked.

    Raises:
        Refused: unknown, somebody else's, or answered already.
    """
    follow_up = await store.lock_follow_up(tx, follow_up_id)
    if follow_up is None or follow_up.owner != author.id:
        raise NotFound("没有由您负责的这条待答复：可能编号有误，或已由别人负责。")
    if follow_up.answered_at is not None:
        raise Conflict("这条待答复已经答复过了。")
    if follow_up.conversation_id is not None:
        await talking.answer_late(tx, follow_up.conversation_id, author, text)
    await store.answer(tx, follow_up_id, author.id, text)
    await deadlines.keep(tx, [(follow_up_id, FOLLOW_UP)])
    in_time = tx.now <= follow_up.due_at
    tx.announce(
        FollowUpAnswered(follow_up_id=follow_up_id, case_id=follow_up.case_id, at=tx.now, in_time=in_time)
    )
    tx.stir(f"desk:{author.id}")


async def tell_answer(tx: Tx, message_id: UUID, conversation_id: UUID) -> None:
    """R6.2: an answered message reaches the taxpayer where it was left, too, once the conversation there has ended.

    In one that goes on, the answer would come between the words of others; the list of one's own matters shows it.
    """
    message = await messages.find(tx, message_id)
    found = (await conversations.find_many(tx, [conversation_id])).get(conversation_id)
    if message is None or message.answer is None or message.answered_by is None or found is None:
        return
    if found.visitor_id != message.visitor_id or found.state.phase is not Phase.ENDED:
        return
    [person] = (await people.staff_by_ids(tx, [message.answered_by])).values()
    author = Author(party="consultant", id=person.id, label=public_label(person.number))
    words = Text(text=f"您的留言（{message.number}）已答复：\n{message.answer}")
    await talking.answer_message(tx, conversation_id, author, words, message.id)


async def inherit(tx: Tx, staff_id: UUID, heir: UUID) -> None:
    """R5.3: who leaves, moves or is away leaves nothing ownerless: `heir` answers for every open case and promise."""
    for case in await store.unfiled_of(tx, staff_id):
        await store.own(
            tx, case.id, Ownership(staff_id=heir, since=tx.now, how="inherited", from_staff=staff_id)
        )
    for owed in await store.open_follow_ups(tx, staff_id):
        await store.inherit_follow_up(tx, owed.id, heir)
        if owed.overdue_at is None:
            clock = Deadline(
                kind=FOLLOW_UP, subject=owed.id, started_at=owed.promised_at, due_at=owed.due_at, owner=heir
            )
            await deadlines.start(tx, [clock])
    for person in (staff_id, heir):
        tx.stir(f"desk:{person}")


async def mark_overdue(tx: Tx, follow_up_id: UUID, due_at: datetime) -> None:
    """A promise was not kept in time; it stays owed. Heard twice, it is told once."""
    follow_up = await store.lock_follow_up(tx, follow_up_id)
    if follow_up is None or follow_up.answered_at is not None or follow_up.overdue_at is not None:
        return
    await store.mark_overdue(tx, follow_up_id, due_at)
    overdue = FollowUpOverdue(
        follow_up_id=follow_up_id, case_id=follow_up.case_id, owner=follow_up.owner, due_at=due_at
    )
    tx.announce(overdue)
    tx.stir(f"desk:{follow_up.owner}")


async def _of_conversation(tx: Tx, conversation_id: UUID) -> Case:
    """Facts may overtake each other: one that comes before its case is parked and heard again."""
    case = await store.of_conversation(tx, conversation_id)
    if case is None:
        raise NotFound("这个对话还没有受理单。")
    return case


async def _owned(tx: Tx, case_id: UUID, staff_id: UUID) -> Case:
    case = await store.lock(tx, case_id)
    if case is None:
        raise rules.NotYours()
    rules.require_owner(case, staff_id)
    rules.require_open(case)
    return case
