"""A call arrives, or is placed: who it is, whose it is, and whether anybody serves now."""

from datetime import date
from uuid import UUID

import msgspec

from helpline.calendars import queries as calendars
from helpline.calls import rules
from helpline.calls.commands import line
from helpline.calls.commands.moves import apply, locked
from helpline.calls.engine import CallArrived, placed_channel
from helpline.calls.flow.happenings import Begun, Placing
from helpline.calls.model import Call, CallId, Party, State
from helpline.calls.store import calls
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid
from helpline.people import queries as people
from helpline.regulation.queries import terms_on
from helpline.taxpayers import queries as taxpayers
from helpline.taxpayers.model import Known


async def arrive(tx: Tx, signal: CallArrived) -> None:
    """R5.1: somebody calls. Told twice, it is one call."""
    if await calls.exists(tx, signal.call):
        return
    call = await described(tx, signal)
    if await calls.insert(tx, call, signal.id):
        await apply(tx, await locked(tx, call.id), Begun(), at=signal.at, signal=signal.id)


async def described(tx: Tx, signal: CallArrived) -> Call:
    """What is known of the caller: the register knows the district, the number dialled or the district its provider."""
    number = rules.kept_number(signal.number)
    known = await _known(tx, number)
    taxpayer = known.taxpayer if known else None
    district = taxpayer.district_id if taxpayer else None
    terms = await terms_on(tx, tx.now)
    hours = (await calendars.load(tx, terms)).service
    today = shanghai(tx.now).date()
    state = State(
        id=CallId(signal.call),
        channel=signal.channel,
        line=signal.line,
        is_open=hours.is_open(tx.now),
        is_elderly=rules.is_elderly(taxpayer, today, terms.call_elderly_age),
        has_number=bool(number),
    )
    return Call(
        id=state.id,
        number=await calls.next_number(tx, today),
        node=signal.node,
        dialled=rules.kept_dialled(signal.dialled),
        arrived_at=min(signal.at, tx.now),
        party=Party(
            number=number, name=known.contact.name if known else "", handed=rules.kept_handed(signal.handed)
        ),
        taxpayer_id=taxpayer.id if taxpayer else None,
        district_id=district,
        provider_id=await _provider(tx, rules.kept_dialled(signal.dialled), district, today),
        about=None,
        state=state,
    )


async def _known(tx: Tx, number: str) -> Known | None:
    """Who was last known under the number; with a taxpayer before without."""
    found = await taxpayers.find_by_phone(tx, number) if number else []
    return next((each for each in found if each.taxpayer), found[0] if found else None)


async def _provider(tx: Tx, dialled: str, district: UUID | None, _today: date) -> UUID | None:
    """R5.1: whose number was dialled; else who serves the caller's district; else anybody."""
    owner = await calls.provider_of(tx, dialled)
    if owner is not None or district is None:
        return owner
    matchings = await people.matchings_at(tx, tx.now)
    return next((each.provider_id for each in matchings if each.district_id == district), None)


async def give_number(tx: Tx, dialled: str, provider: str) -> str:
    """R5.1: calls to this number are the provider's, named by short name or code. The number as it is kept.

    Raises:
        Invalid: no such provider, or nothing of a number.
    """
    known = next((p for p in await people.providers(tx) if provider in (p.short_name, p.code, p.name)), None)
    if known is None:
        raise Invalid("没有这个服务商，请填简称、全称或代码。")
    kept = rules.kept_dialled(dialled)
    if not kept:
        raise Invalid("请填写对外公布的热线号码。")
    await calls.set_provider_of(tx, kept, known.id)
    return kept


class CallBack(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call: the number, as far as known who it is, and the message or call that asks for it."""

    node: str
    number: str
    name: str = ""
    taxpayer_id: UUID | None = None
    district_id: UUID | None = None
    system: str | None = None
    about: UUID | None = None


async def place(tx: Tx, staff_id: UUID, provider_id: UUID, wanted: CallBack) -> Call:
    """R4.3: call somebody back: the consultant's own phone rings first, then the number is called.

    Raises:
        Refused: the number will not do, or the consultant is not on duty.
    """
    call_id = CallId(new_id())
    state = State(
        id=call_id, channel=placed_channel(call_id), direction="out", has_number=True, system=wanted.system
    )
    call = Call(
        id=call_id,
        number=await calls.next_number(tx, shanghai(tx.now).date()),
        node=wanted.node,
        dialled="",
        arrived_at=tx.now,
        party=Party(number=rules.callable_number(wanted.number), name=wanted.name),
        taxpayer_id=wanted.taxpayer_id,
        district_id=wanted.district_id,
        provider_id=provider_id,
        about=wanted.about,
        state=state,
    )
    await calls.insert(tx, call, None)
    held = await locked(tx, call_id)
    await line.take_in_hand(tx, call, staff_id, "回呼")
    return await apply(tx, held, Placing(staff_id=staff_id))
