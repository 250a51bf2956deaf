"""All about the matter of one dialogue: who asks, the record, earlier matters, broken promises."""

from uuid import UUID

import asyncpg

from helpline.cases import queries as cases
from helpline.cases.http import form_of
from helpline.cases.model import OUTCOME_NAMES, Case
from helpline.conversations import asides
from helpline.conversations import queries as conversations
from helpline.conversations.asker import asker_of
from helpline.conversations.model import Author, Conversation
from helpline.conversations.rules import label, require_sight
from helpline.desk.model import BreachLine, DialogueMatter, EarlierMatter, TaxpayerCard
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.taxpayers import cards, masking
from helpline.taxpayers import queries as taxpayers

BREACH_NAMES = {
    "first_response": "30 秒未回应",
    "consultant_silence": "静默超过 2 分钟",
    "wait_promise": "超过约定的等待时间",
}


async def of(read: ReadTx, actor: Actor, conversation_id: UUID) -> DialogueMatter:
    """The matter, for the consultant who has it or answers for its case.

    Raises:
        Refused: it is neither.
    """
    conversation = await conversations.find(read, conversation_id)
    case = await cases.of_conversation(read, conversation_id)
    if case is None:
        raise NotFound("受理单还在建立，请稍候再试。")
    if case.owner != actor.staff_id:
        require_sight(conversation, Author(party="consultant", id=actor.staff_id))
    breaches = await conversations.breaches_of(read, conversation_id)
    return DialogueMatter(
        case=form_of(case),
        taxpayer=await _taxpayer(read, conversation),
        earlier=await _earlier(read, conversation),
        assistant_turns=conversation.state.assistant_turns,
        breaches=await _breach_lines(read, breaches),
        interventions=[
            line
            for line in (await asides.of(read, [conversation_id])).get(conversation_id, [])
            if line.kind == "deed"
        ],
    )


async def _taxpayer(read: ReadTx, conversation: Conversation) -> TaxpayerCard:
    known = await taxpayers.find(read, conversation.taxpayer_id) if conversation.taxpayer_id else None
    districts: dict[UUID, str] = {district.id: district.name for district in await people.districts(read)}
    district = districts.get(conversation.district_id) if conversation.district_id else None
    return TaxpayerCard(
        name=cards.shown_name(known) if known else None,
        credit_code=masking.mask_credit_code(conversation.credit_code) if conversation.credit_code else None,
        district=district,
        phone=masking.mask_phone(conversation.phone) if conversation.phone else None,
        contact=asker_of(conversation),
        known=known is not None,
    )


async def _earlier(read: ReadTx, conversation: Conversation) -> list[EarlierMatter]:
    same_visitor = await conversations.of_visitor(read, conversation.visitor_id)
    found = await cases.earlier(read, [c.id for c in same_visitor], conversation.taxpayer_id)
    return [matter_line(case) for case in found if case.conversation_id != conversation.id]


def matter_line(case: Case) -> EarlierMatter:
    """An earlier matter in a line, whichever way it came."""
    return EarlierMatter(
        id=case.conversation_id or case.id,
        number=case.number,
        at=case.opened_at,
        title=masking.mask_text(case.question or case.summary) or "来电",
        outcome=OUTCOME_NAMES[case.outcome] if case.outcome else "办理中",
    )


async def _breach_lines(read: ReadTx, rows: list[asyncpg.Record]) -> list[BreachLine]:
    found = await people.staff_by_ids(read, [row["staff_id"] for row in rows])
    numbers: dict[UUID, str] = {person.id: person.number for person in found.values()}
    return [
        BreachLine(
            kind=BREACH_NAMES.get(row["kind"], row["kind"]),
            at=row["due_at"],
            who=label(numbers.get(row["staff_id"], "")),
            why=row["why"],
        )
        for row in rows
    ]
