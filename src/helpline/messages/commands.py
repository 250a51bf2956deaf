"""Deeds on messages."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.calendars import queries as calendars
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.knowledge import queries as knowledge
from helpline.messages import rules, store
from helpline.messages.events import MessageAnswered, MessageLeft, MessageOverdue, MessageRead, MessageTaken
from helpline.messages.model import (
    Clock,
    Consultant,
    How,
    LeftMessage,
    Message,
    MessageId,
    Ownership,
)
from helpline.people import queries as people
from helpline.people.names import public_label
from helpline.regulation.queries import terms_on

KINDS: dict[str, Clock] = {"messages.read": "read", "messages.answer": "answer"}
READ, ANSWER = KINDS


async def leave(tx: Tx, visitor_id: UUID, left: LeftMessage) -> Message:
    """R4.1: nobody meets a dead end. R6.2: both clocks start now. The same `client_id` again gives the first.

    Raises:
        Invalid: name, phone or text will not do.
        TooMany: the visitor has left too many today.
    """
    await store.lock_sending(tx, visitor_id)
    earlier = await store.sent(tx, visitor_id, left.client_id)
    if earlier is not None:
        return earlier
    message = await _described(tx, visitor_id, left)
    await begin(tx, message)
    return message


async def begin(tx: Tx, message: Message) -> None:
    """Keep a new message, start its two clocks, and tell of it."""
    await store.insert(tx, message)
    await deadlines.start(tx, [_clock(message, READ), _clock(message, ANSWER)])
    tx.announce(
        MessageLeft(
            message_id=message.id,
            number=message.number,
            visitor_id=message.visitor_id,
            conversation_id=message.conversation_id,
            provider_id=message.provider_id,
            at=message.left_at,
            read_due_at=message.read_due_at,
            answer_due_at=message.answer_due_at,
        )
    )
    _stir(tx, message)


async def place(tx: Tx, message_id: UUID, conversation_id: UUID | None, provider_id: UUID | None) -> None:
    """R14.1: tell whose message it is, once a higher room has looked up what it belongs to.

    `conversation_id` None: the conversation it named is not the visitor's. A message that somebody has read
    stays with that provider.
    """
    message = await store.lock(tx, message_id)
    if message is None:
        return
    placed = msgspec.structs.replace(
        message,
        conversation_id=conversation_id,
        provider_id=message.provider_id if message.read_at else provider_id,
    )
    if placed != message:
        await store.save(tx, placed)
        _stir(tx, message, placed)


async def read(tx: Tx, message_id: UUID, by: Consultant) -> Message:
    """R6.2: read it. Who reads first answers for it (R5.3); whoever comes later just reads.

    Raises:
        NotFound: unknown, or another provider's.
    """
    message = await _locked(tx, message_id, by)
    return message if message.read_at else await _read_first(tx, message, by)


async def take_over(tx: Tx, message_id: UUID, by: Consultant) -> Message:
    """R5.3: take over, by name and on record, what a colleague answers for.

    Raises:
        NotFound, AlreadyAnswered: as they say.
    """
    message = await _locked(tx, message_id, by)
    rules.require_open(message)
    if message.owner is None:
        return await _read_first(tx, message, by)
    if message.owner == by.staff_id:
        return message
    return await _hand_over(tx, message, message.owner, by, "taken_over")


async def answer(tx: Tx, message_id: UUID, by: Consultant, text: str) -> Message:
    """R6.2: answer it, once. An unread one is read by that; the same answer sent twice is one.

    Raises:
        NotFound, Invalid, AlreadyAnswered: as they say.
        NotOwner: a colleague answers for it; take it over first.
    """
    message = await _locked(tx, message_id, by)
    words = rules.accept_text(text, (await terms_on(tx, tx.now)).post_max_chars, "请写下答复内容。")
    if message.answered_by == by.staff_id and message.answer == words:
        return message
    rules.require_open(message)
    rules.require_owner(message, by, await _label(tx, message.owner))
    if message.read_at is None:
        message = await _read_first(tx, message, by)
    return await _answer(tx, message, by, words)


async def inherit(tx: Tx, staff_id: UUID, heir: UUID) -> None:
    """R5.3: who leaves, moves or is away leaves no message ownerless; `heir` answers for the open ones."""
    for owed in await store.open_of(tx, staff_id):
        message = await store.lock(tx, owed.id)
        if message is None or message.owner != staff_id or message.provider_id is None:
            continue
        by = Consultant(staff_id=heir, provider_id=message.provider_id)
        await _hand_over(tx, message, staff_id, by, "inherited")


async def mark_overdue(tx: Tx, message_id: UUID, clock: Clock) -> None:
    """R6.2: record a missed clock and let others hear of it, unless it was kept meanwhile."""
    message = await store.lock(tx, message_id)
    if message is None:
        return
    is_read = clock == "read"
    done_at, due_at = (
        (message.read_at, message.read_due_at) if is_read else (message.answered_at, message.answer_due_at)
    )
    if not rules.missed(done_at, due_at, tx.now) or not await store.mark_overdue(
        tx, message_id, clock, tx.now
    ):
        return
    tx.announce(
        MessageOverdue(
            message_id=message_id,
            clock=clock,
            owner=message.owner,
            provider_id=message.provider_id,
            due_at=due_at,
        )
    )
    _stir(tx, message)


async def _described(tx: Tx, visitor_id: UUID, left: LeftMessage) -> Message:
    terms = await terms_on(tx, tx.now)
    words = rules.accept(left, terms.post_max_chars)
    midnight = shanghai(tx.now).replace(hour=0, minute=0, second=0, microsecond=0)
    rules.require_calm(await store.left_since(tx, visitor_id, midnight), terms.visitor_messages_per_day)
    working = (await calendars.load(tx, terms)).working
    return Message(
        id=MessageId(new_id()),
        number=await store.next_number(tx, shanghai(tx.now).date()),
        visitor_id=visitor_id,
        client_id=left.client_id,
        conversation_id=left.conversation,
        name=words.name,
        phone=words.phone,
        text=words.text,
        system=await _known_system(tx, left.system),
        provider_id=None,
        left_at=tx.now,
        read_due_at=working.due(tx.now, terms.message_read_working_days),
        answer_due_at=working.due(tx.now, terms.message_answer_working_days),
        wish=left.wish,
    )


async def _known_system(tx: Tx, code: str | None) -> str | None:
    return code if code and code in {system.code for system in await knowledge.systems(tx)} else None


async def _locked(tx: Tx, message_id: UUID, by: Consultant) -> Message:
    return rules.require_reach(await store.lock(tx, message_id), by.provider_id)


async def _read_first(tx: Tx, message: Message, by: Consultant) -> Message:
    after = msgspec.structs.replace(
        message, read_at=tx.now, read_by=by.staff_id, owner=by.staff_id, provider_id=by.provider_id
    )
    await store.save(tx, after)
    await store.record_ownership(
        tx, message.id, Ownership(staff_id=by.staff_id, since=tx.now, how="read", from_staff=None)
    )
    in_time = await _keep(tx, message, READ)
    await _bind(tx, after)
    tx.announce(MessageRead(message_id=message.id, staff_id=by.staff_id, at=tx.now, in_time=in_time))
    _stir(tx, message, after)
    return after


async def _hand_over(tx: Tx, message: Message, former: UUID, by: Consultant, how: How) -> Message:
    after = msgspec.structs.replace(message, owner=by.staff_id, provider_id=by.provider_id)
    await store.save(tx, after)
    await store.record_ownership(
        tx, message.id, Ownership(staff_id=by.staff_id, since=tx.now, how=how, from_staff=former)
    )
    await _bind(tx, after)
    tx.announce(MessageTaken(message_id=message.id, staff_id=by.staff_id, from_staff=former, at=tx.now))
    _stir(tx, message, after)
    return after


async def _answer(tx: Tx, message: Message, by: Consultant, words: str) -> Message:
    after = msgspec.structs.replace(message, answered_at=tx.now, answered_by=by.staff_id, answer=words)
    await store.save(tx, after)
    in_time = await _keep(tx, message, ANSWER)
    tx.announce(
        MessageAnswered(
            message_id=message.id,
            staff_id=by.staff_id,
            visitor_id=message.visitor_id,
            conversation_id=message.conversation_id,
            at=tx.now,
            in_time=in_time,
        )
    )
    _stir(tx, after)
    return after


async def _keep(tx: Tx, message: Message, kind: str) -> bool:
    """End a clock as kept; whether it was. One that is past is left to the ticker to end as missed."""
    in_time = tx.now <= _due(message, kind)
    if in_time:
        await deadlines.keep(tx, [(message.id, kind)])
    return in_time


async def _bind(tx: Tx, message: Message) -> None:
    """The answer's clock binds the owner. One that is past stays as it ended."""
    if tx.now < message.answer_due_at:
        await deadlines.start(tx, [_clock(message, ANSWER)])


def _clock(message: Message, kind: str) -> Deadline:
    return Deadline(
        kind=kind,
        subject=message.id,
        started_at=message.left_at,
        due_at=_due(message, kind),
        owner=message.owner,
    )


def _due(message: Message, kind: str) -> datetime:
    return message.read_due_at if kind == READ else message.answer_due_at


async def _label(tx: Tx, staff_id: UUID | None) -> str:
    found = await people.staff_by_ids(tx, [staff_id]) if staff_id else {}
    return public_label(next(iter(found.values())).number) if found else "别的咨询员"


def _stir(tx: Tx, *states: Message) -> None:
    """Whoever has or had it in the inbox or on the desk looks again."""
    for message in states:
        tx.stir(f"inbox:{message.provider_id or 'all'}")
        if message.owner is not None:
            tx.stir(f"desk:{message.owner}")
