"""Finds the clear value of a field, and whether it is of a matter at hand."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from helpline.cases import queries as cases
from helpline.conversations import queries as conversations
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.messages import queries as messages
from helpline.people.model import Actor
from helpline.people.policy import covers, require
from helpline.secrecy.model import Field, Found, SubjectKind
from helpline.taxpayers import queries as taxpayers
from helpline.taxpayers.model import Taxpayer

Look = Callable[[ReadTx, Actor, UUID, Field], Awaitable[Found | None]]


async def find(read: ReadTx, actor: Actor, kind: SubjectKind, subject: UUID, field: Field) -> Found:
    """The value, for somebody within whose scope it lies (R18.1: `taxpayer.reveal`).

    Raises:
        Forbidden: the role may not reveal anything.
        NotFound: there is no such thing or value, or it lies outside the scope; which of these is not told.
    """
    scope = require(actor, "taxpayer.reveal")
    found = await _LOOKS[kind](read, actor, subject, field)
    within = found is not None and (
        found.at_hand or covers(scope, provider_id=found.provider_id, district_id=found.district_id)
    )
    if found is None or not within or not found.value:
        raise NotFound("没有这条资料，或不在您的服务范围内。")
    return found


async def _taxpayer(read: ReadTx, actor: Actor, subject: UUID, field: Field) -> Found | None:
    found = await taxpayers.find(read, subject)
    if found is None:
        return None
    return await _of_taxpayer(read, actor, found, str(getattr(found, field) or ""))


async def _contact(read: ReadTx, actor: Actor, subject: UUID, field: Field) -> Found | None:
    contact = await taxpayers.contact(read, subject)
    known = await taxpayers.find(read, contact.taxpayer_id) if contact and contact.taxpayer_id else None
    if contact is None or known is None:
        return None
    return await _of_taxpayer(read, actor, known, str(getattr(contact, field) or ""))


async def _of_taxpayer(read: ReadTx, actor: Actor, taxpayer: Taxpayer, value: str) -> Found:
    open_cases = await cases.open_of(read, actor.staff_id)
    served = await taxpayers.districts_in(read, require(actor, "taxpayer.reveal"))
    is_served = served is None or taxpayer.district_id in served
    return Found(
        value=value,
        at_hand=any(case.taxpayer_id == taxpayer.id for case in open_cases),
        provider_id=actor.provider_id if is_served else None,
        district_id=taxpayer.district_id,
    )


async def _conversation(read: ReadTx, actor: Actor, subject: UUID, field: Field) -> Found | None:
    found = (await conversations.find_many(read, [subject])).get(subject)
    if found is None:
        return None
    case = await cases.of_conversation(read, subject)
    return Found(
        value=str(getattr(found, field) or ""),
        at_hand=case is not None and case.owner == actor.staff_id and case.closed_at is None,
        provider_id=found.provider_id,
        district_id=found.district_id,
    )


async def _message(read: ReadTx, actor: Actor, subject: UUID, field: Field) -> Found | None:
    found = await messages.find(read, subject)
    if found is None:
        return None
    return Found(
        value=str(getattr(found, field) or ""),
        at_hand=found.owner == actor.staff_id and found.answered_at is None,
        provider_id=found.provider_id,
    )


async def _follow_up(read: ReadTx, actor: Actor, subject: UUID, field: Field) -> Found | None:
    owed = [each for each in await cases.open_follow_ups(read, actor.staff_id) if each.id == subject]
    return Found(value=str(getattr(owed[0], field) or ""), at_hand=True) if owed else None


_LOOKS: dict[SubjectKind, Look] = {
    "taxpayer": _taxpayer,
    "contact": _contact,
    "conversation": _conversation,
    "message": _message,
    "follow_up": _follow_up,
}
