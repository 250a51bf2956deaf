"""A person is asked for; a consultant takes it, hands it on, or gives it back."""

from datetime import datetime
from uuid import UUID

from helpline.calendars import queries as calendars
from helpline.conversations.commands.moves import Move, Moved, apply_one, require_hand
from helpline.conversations.flow.happenings import (
    GivenBack,
    OutsideHours,
    PlaceKept,
    Queued,
    QueueLeft,
    ServiceOpened,
    Taken,
)
from helpline.conversations.flow.turn import NotNow
from helpline.conversations.model import Author, Conversation, Phase
from helpline.conversations.rules import NotInSight
from helpline.conversations.store import conversations, stints
from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx, Tx
from helpline.kit.refusal import NotFound
from helpline.regulation.queries import terms_on
from helpline.routing import queries as queues
from helpline.routing.commands import offers
from helpline.routing.commands import queue as routing
from helpline.routing.model import Card, Work
from helpline.taxpayers import masking

PREFERENCE_SECONDS = 20
"""How long the consultant who served this person before is asked alone."""


async def is_open(read: ReadTx) -> bool:
    """R6.1: whether consultants serve now."""
    return (await calendars.load(read, await terms_on(read, read.now))).service.is_open(read.now)


async def ask_for_person(tx: Tx, conversation_id: UUID, author: Author | None, *, keep_place: bool) -> Moved:
    """R4.1, R4.3: join the queue; outside service hours say so, or keep a place for the opening.

    Raises:
        NotNow: already waiting or served.
    """
    conversation = await _locked(tx, conversation_id)
    require_hand(conversation, author)
    hours = (await calendars.load(tx, await terms_on(tx, tx.now))).service
    if hours.is_open(tx.now):
        return await _queue(tx, conversation, author, hours.closing(shanghai(tx.now).date()))
    opens_at = hours.next_opening(tx.now)
    if not keep_place:
        event: OutsideHours | PlaceKept = OutsideHours(opens_at=opens_at)
    else:
        event = PlaceKept(opens_at=opens_at)
        if conversation.state.phase is Phase.ASSISTANT:
            await routing.enqueue(tx, await _work(tx, conversation, opens_at))
    return await apply_one(tx, Move(conversation_id=conversation_id, event=event, author=author))


async def _queue(tx: Tx, conversation: Conversation, author: Author | None, closes_at: datetime) -> Moved:
    if conversation.state.phase is not Phase.ASSISTANT:
        raise NotNow("已经在排队或正在由咨询员服务，不用重复转人工。")
    await routing.enqueue(tx, await _work(tx, conversation, None))
    place = await queues.place_and_wait(tx, conversation.id)
    event = Queued(
        place=place.place if place else 0,
        expected_wait_seconds=place.expected_seconds if place else None,
        closes_at=closes_at,
    )
    return await apply_one(tx, Move(conversation_id=conversation.id, event=event, author=author))


async def _work(tx: Tx, conversation: Conversation, not_before: datetime | None) -> Work:
    preferred = await stints.last_consultant(tx, conversation.visitor_id)
    return Work(
        id=conversation.id,
        channel="chat",
        provider_id=conversation.provider_id,
        district_id=conversation.district_id,
        system=conversation.system,
        preferred=preferred,
        preference_seconds=PREFERENCE_SECONDS if preferred else 0,
        not_before=not_before,
        card=Card(
            title=masking.mask_text(conversation.question), asker=masking.mask_name(conversation.asker)
        ),
    )


async def leave_queue(tx: Tx, conversation_id: UUID, author: Author) -> Moved:
    """The taxpayer no longer wants a person."""
    return await apply_one(tx, Move(conversation_id=conversation_id, event=QueueLeft(), author=author))


async def claim(tx: Tx, offer_id: UUID, staff_id: UUID, label: str) -> Moved:
    """R4.2: the consultant takes what was offered.

    Raises:
        Refused: the offer went to somebody else, ran out or was taken back.
    """
    offer = await queues.offer(tx, offer_id)
    if offer is None or offer.staff_id != staff_id:
        raise NotFound("没有这个派发，可能已经改派给别人。")
    await _locked(tx, offer.work_id)  # before routing's own locks, as everywhere
    await offers.claim(tx, offer_id, staff_id)
    event = Taken(staff_id=staff_id, label=label, offered_at=offer.offered_at, how=offer.kind)
    return await apply_one(tx, Move(conversation_id=offer.work_id, event=event))


async def decline(tx: Tx, offer_id: UUID, staff_id: UUID, reason: str) -> None:
    """The consultant sends an offer back, with the reason. Of somebody else's offer nothing is told (R14.1)."""
    offer = await queues.offer(tx, offer_id)
    if offer is None or offer.staff_id != staff_id:
        raise NotFound("没有这个派发，可能已经改派给别人。")
    await offers.decline(tx, offer_id, staff_id, reason)


async def hand_over(tx: Tx, conversation_id: UUID, author: Author, to_staff: UUID, note: str) -> UUID:
    """R5.3: ask a colleague by name to take it; it stays here until the colleague accepts. The offer's id."""
    conversation = await _locked(tx, conversation_id)
    if conversation.state.consultant != author.id:
        raise NotInSight()
    return (await offers.offer_to(tx, conversation_id, to_staff, author.id, note)).id


async def take_back(tx: Tx, conversation_id: UUID, author: Author) -> None:
    """Withdraw a hand-over that was not accepted yet."""
    conversation = await _locked(tx, conversation_id)
    if conversation.state.consultant != author.id:
        raise NotInSight()
    await offers.take_back(tx, conversation_id, author.id)


async def give_back(tx: Tx, conversation_id: UUID, former: UUID, why: str) -> None:
    """Routing took it from a consultant who was lost; the taxpayer is told and waits first in line."""
    await apply_one(tx, Move(conversation_id=conversation_id, event=GivenBack(why=why, staff_id=former)))


async def open_service(tx: Tx, conversation_id: UUID) -> None:
    """A kept place became a place in the queue."""
    await apply_one(tx, Move(conversation_id=conversation_id, event=ServiceOpened()))


async def _locked(tx: Tx, conversation_id: UUID) -> Conversation:
    found = (await conversations.lock(tx, [conversation_id])).get(conversation_id)
    if found is None:
        raise NotInSight()
    return found
