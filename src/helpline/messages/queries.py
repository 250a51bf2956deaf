"""Questions about messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from helpline.deadlines.words import due_words
from helpline.kit.db import ReadTx
from helpline.messages import rules, store
from helpline.messages.model import Message, Ownership, StaffMessage
from helpline.messages.store import Reach
from helpline.people import queries as people
from helpline.people.model import Staff, StaffId
from helpline.people.names import public_label
from helpline.people.policy import Scope
from helpline.taxpayers.masking import mask_phone, mask_text

MOST = 500
"""Lines of a list."""

ANSWERED_SHOWN = timedelta(days=7)
"""How long an answered message stays in the list."""


async def inbox(read: ReadTx, scope: Scope) -> list[Message]:
    """R6.2: the unanswered messages in `scope`, the clock that runs out first standing first."""
    return await store.open_within(read, await _reach(read, scope), MOST)


async def answered(read: ReadTx, scope: Scope) -> list[Message]:
    """The messages in `scope` answered in the last days, the newest answer first."""
    return await store.answered_within(read, await _reach(read, scope), read.now - ANSWERED_SHOWN, MOST)


async def left_between(
    read: ReadTx, scope: Scope, start: datetime, end: datetime, most: int
) -> list[Message]:
    """The messages in `scope` left in a stretch of time, the first left first."""
    return await store.left_between(read, await _reach(read, scope), start, end, most)


async def ids_after(read: ReadTx, after: UUID, most: int) -> list[UUID]:
    """Messages in the order of their ids, from after one of them."""
    return await store.ids_after(read, after, most)


async def mine(read: ReadTx, staff_id: UUID) -> list[Message]:
    """R5.3: the unanswered messages that a person answers for, by the time the answer is due."""
    return await store.open_of(read, staff_id)


async def of_visitor(read: ReadTx, visitor_id: UUID, most: int = 30) -> list[Message]:
    """What a visitor has left, newest first."""
    return await store.of_visitor(read, visitor_id, most)


async def find(read: ReadTx, message_id: UUID) -> Message | None:
    """A message by id."""
    return await store.find(read, message_id)


async def owed_to_calls(read: ReadTx, call_ids: Sequence[UUID]) -> list[UUID]:
    """Which of these calls left something that is not answered yet."""
    return await store.open_of_calls(read, call_ids)


async def ownerships(read: ReadTx, message_id: UUID) -> list[Ownership]:
    """R5.3: who answered for it, one after the other."""
    return await store.ownerships(read, message_id)


async def staff_messages(read: ReadTx, found: Sequence[Message], viewer: UUID) -> list[StaffMessage]:
    """R18.1: the messages as the desk shows them to `viewer`, masked."""
    owners = await people.staff_by_ids(read, [each.owner for each in found if each.owner])
    return [_shown(read, message, _label(owners, message), viewer) for message in found]


def _label(owners: Mapping[StaffId, Staff], message: Message) -> str:
    owner = owners.get(StaffId(message.owner)) if message.owner else None
    return public_label(owner.number) if owner else ""


def _shown(read: ReadTx, message: Message, owner: str, viewer: UUID) -> StaffMessage:
    is_mine = message.owner == viewer
    unread = message.read_at is None
    masked = mask_text(message.text)
    return StaffMessage(
        id=message.id,
        kind=rules.kind_of(message),
        number=message.number,
        call=message.call_id,
        spoken_seconds=message.spoken_seconds,
        conversation=message.conversation_id,
        asker=rules.shown_asker(message.name),
        phone=mask_phone(message.phone),
        question=rules.question_of(masked),
        owner=owner,
        due_at=message.answer_due_at,
        due_words=due_words(message.answer_due_at, read.now),
        state="answered" if message.answered_at else "open",
        overdue=rules.is_overdue(message, read.now),
        read=not unread,
        text=message.text if is_mine else masked,
        system=message.system,
        left_at=message.left_at,
        mine=is_mine,
        read_due_at=message.read_due_at if unread else None,
        read_due_words=due_words(message.read_due_at, read.now) if unread else None,
        answer=message.answer,
        answered_at=message.answered_at,
    )


async def _reach(read: ReadTx, scope: Scope) -> Reach:
    """R14.1: a provider sees its own and what nobody took up, a district its provider's, the city all."""
    if scope.staff_id or scope.team_id:
        raise ValueError("messages are granted to a provider, a district or the city")
    if scope.district_id is not None:
        matched = await people.matchings_at(read, read.now)
        providers: list[UUID] = [
            each.provider_id for each in matched if each.district_id == scope.district_id
        ]
        return Reach(providers=providers, nobodys=False)
    return Reach(providers=[scope.provider_id] if scope.provider_id else None, nobodys=True)
