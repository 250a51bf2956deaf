"""Offers and dialogues as the cards of the left column."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import msgspec

from helpline.cases import queries as cases
from helpline.cases import rules as case_rules
from helpline.cases.model import Case
from helpline.conversations import asides
from helpline.conversations import queries as conversations
from helpline.conversations.asker import asker_of
from helpline.conversations.model import Conversation, Phase
from helpline.conversations.rules import label
from helpline.desk.model import DialogueCard, OfferCard
from helpline.kit.db import ReadTx
from helpline.knowledge import queries as knowledge
from helpline.people import queries as people
from helpline.routing import queries as routing
from helpline.routing.model import OpenOffer
from helpline.taxpayers import masking

FAR = datetime.max.replace(tzinfo=UTC)


async def _names(read: ReadTx) -> dict[str, str]:
    return {system.code: system.short_name for system in await knowledge.systems(read)}


async def offers(read: ReadTx, staff_id: UUID) -> list[OfferCard]:
    """What is offered to this consultant now."""
    open_offers = await routing.open_offers(read, staff_id)
    found = await conversations.find_many(read, [offer.work_id for offer in open_offers])
    served = await conversations.served_before(read, staff_id, [c.visitor_id for c in found.values()])
    senders = await people.staff_by_ids(read, [offer.from_staff for offer in open_offers if offer.from_staff])
    numbers: dict[UUID, str] = {person.id: person.number for person in senders.values()}
    names = await _names(read)
    return [
        _offer(
            read,
            offer,
            found[offer.work_id],
            names,
            numbers,
            served=found[offer.work_id].visitor_id in served,
        )
        for offer in open_offers
        if offer.work_id in found
    ]


def _offer(
    read: ReadTx,
    offer: OpenOffer,
    conversation: Conversation,
    names: dict[str, str],
    numbers: dict[UUID, str],
    *,
    served: bool,
) -> OfferCard:
    return OfferCard(
        id=offer.offer_id,
        conversation=conversation.id,
        kind=offer.kind,
        asker=asker_of(conversation),
        taxpayer=None,
        system=conversation.system,
        system_name=names.get(conversation.system or ""),
        question=masking.mask_text(conversation.question),
        note=offer.why or None,
        from_staff=label(numbers[offer.from_staff]) if offer.from_staff in numbers else None,
        offered_at=offer.offered_at,
        due_at=offer.due_at,
        waited_seconds=max(0, int((read.now - offer.enqueued_at).total_seconds())),
        assistant_turns=conversation.state.assistant_turns,
        served_before=served,
    )


async def dialogues(read: ReadTx, staff_id: UUID) -> list[DialogueCard]:
    """Running dialogues, and ended ones that wait to be filed; what runs out first stands first."""
    unfiled = [case.conversation_id for case in await cases.open_of(read, staff_id) if case.conversation_id]
    rows = await conversations.dialogues_of(read, staff_id, unfiled)
    ids = [row["id"] for row in rows]
    found = await conversations.find_many(read, ids)
    filed = await cases.of_conversations(read, ids)
    names = await _names(read)
    asked = await _asked_colleagues(read, ids)
    beside = await asides.of(read, ids)
    made = [
        msgspec.structs.replace(
            _dialogue(row, found[row["id"]], filed.get(row["id"]), names, asked),
            asides=[line for line in beside.get(row["id"], []) if line.kind != "deed"],
        )
        for row in rows
    ]
    return sorted(made, key=_urgency)


def _urgency(card: DialogueCard) -> tuple[bool, datetime, datetime]:
    """Running clocks first, by their end; then the rest, oldest first."""
    return (card.clock is None, card.clock.due_at if card.clock else FAR, card.last_at)


async def _asked_colleagues(read: ReadTx, ids: list[UUID]) -> dict[UUID, str]:
    """R5.3: by dialogue, the colleague who is being asked to take it over."""
    asked = {offer.work_id: offer.staff_id for offer in await routing.open_transfers(read, ids)}
    people_asked = await people.staff_by_ids(read, list(asked.values()))
    numbers: dict[UUID, str] = {person.id: person.number for person in people_asked.values()}
    return {work: label(numbers[staff]) for work, staff in asked.items() if staff in numbers}


def _dialogue(
    row: asyncpg.Record,
    conversation: Conversation,
    case: Case | None,
    names: dict[str, str],
    asked: dict[UUID, str],
) -> DialogueCard:
    system = (case.system if case else None) or conversation.system
    return DialogueCard(
        id=conversation.id,
        number=conversation.number,
        case=case.id if case else conversation.id,
        asker=asker_of(conversation),
        taxpayer=None,
        system=system,
        system_name=names.get(system or ""),
        last=masking.mask_text(row["last_words"]),
        last_by=row["last_by"],
        last_at=row["last_at"],
        unread=row["unread"],
        clock=conversation.state.clock if conversation.state.phase is Phase.ACTIVE else None,
        phase=conversation.state.phase,
        online=bool(row["online"]),
        missing=len(case_rules.missing(case)) if case else 3,
        transfer_to=asked.get(conversation.id),
        asked_by_system=conversation.state.asked_by_system,
        supervisor=conversation.state.supervisor_label or None,
        asides=[],
    )
