"""All about the matter of one call: who calls, the record, earlier matters."""

from uuid import UUID

from helpline.calls import queries as calls
from helpline.calls.model import OUTCOME_NAMES, Call
from helpline.calls.queries import EarlierCall
from helpline.cases import queries as cases
from helpline.cases.http import form_of
from helpline.cases.model import Case
from helpline.cases.rules import NotYours
from helpline.desk.matter import matter_line
from helpline.desk.model import DialogueMatter, EarlierMatter, TaxpayerCard
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.taxpayers import cards, masking
from helpline.taxpayers import queries as taxpayers

MOST_EARLIER = 20


async def of(read: ReadTx, actor: Actor, call_id: UUID) -> DialogueMatter:
    """The matter, for who has the call in hand or answers for its case.

    Raises:
        NotFound: neither; or the record is still being made.
    """
    call = await calls.find(read, call_id)
    if call is None:
        raise NotYours()
    case = await cases.of_call(read, call_id)
    is_owner = case is not None and case.owner == actor.staff_id
    if not is_owner and call.state.consultant != actor.staff_id:
        raise NotYours()
    if case is None:
        raise NotFound("受理单还在建立，请稍候再试。")
    return DialogueMatter(
        case=form_of(case),
        taxpayer=await _taxpayer(read, call),
        earlier=await _earlier(read, call, case),
        assistant_turns=0,
        breaches=[],
        interventions=[],
    )


async def _taxpayer(read: ReadTx, call: Call) -> TaxpayerCard:
    known = await taxpayers.find(read, call.taxpayer_id) if call.taxpayer_id else None
    districts: dict[UUID, str] = {district.id: district.name for district in await people.districts(read)}
    return TaxpayerCard(
        name=cards.shown_name(known) if known else None,
        credit_code=masking.mask_credit_code(known.credit_code) if known and known.credit_code else None,
        district=districts.get(call.district_id) if call.district_id else None,
        phone=masking.mask_phone(call.party.number) or None,
        contact=masking.mask_name(call.party.name) or None,
        known=known is not None,
    )


async def _earlier(read: ReadTx, call: Call, case: Case) -> list[EarlierMatter]:
    """Matters of the taxpayer whichever way they came, and other calls from the number; the latest first."""
    matters = [
        matter_line(each) for each in await cases.earlier(read, [], call.taxpayer_id) if each.id != case.id
    ]
    seen = {each.id for each in matters}
    called = [_call_line(each) for each in await calls.earlier(read, call) if each.id not in seen]
    return sorted([*matters, *called], key=lambda each: each.at, reverse=True)[:MOST_EARLIER]


def _call_line(call: EarlierCall) -> EarlierMatter:
    return EarlierMatter(
        id=call.id,
        number=call.number,
        at=call.at,
        title="回呼" if call.direction == "out" else "来电",
        outcome=OUTCOME_NAMES[call.outcome] if call.outcome else "办理中",
    )
