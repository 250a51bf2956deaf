"""Orders that sink to routing, and what follows from them for the call. Its lock comes after the call's own."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from helpline.calls.flow.actions import (
    Claim,
    Enqueue,
    LeaveQueue,
    Refuse,
    Release,
    Requeue,
    Retake,
)
from helpline.calls.flow.happenings import Happening, OfferEnded, Placed, Taken
from helpline.calls.model import Call, Standing
from helpline.calls.store import calls
from helpline.kit.db import ReadTx, Tx
from helpline.kit.refusal import Conflict, Refused
from helpline.regulation.queries import terms_on
from helpline.routing import commands as routing
from helpline.routing import queries as queues
from helpline.routing.commands.queue import AlreadyQueued, NotHeld, UnknownWork
from helpline.routing.model import RAISED, Card, Work
from helpline.taxpayers import masking

KNOWN_FOR = timedelta(days=7)
"""R5.3: so long a number is asked to be served by whom it talked with before, if free."""

NEVER = timedelta(days=366)
UNREACHED = frozenset({"话机未注册", "话机呼叫失败", "话机无人接听"})
"""Why a phone was not there: nothing more is offered to it until its owner says so."""

Sinking = Enqueue | LeaveQueue | Claim | Refuse | Requeue | Release | Retake


async def sink(tx: Tx, call: Call, action: Sinking) -> list[Happening]:
    """Carry out an order to routing; what happens to the call by that, at once."""
    match action:
        case Enqueue():
            return await _enqueue(tx, call)
        case Claim():
            return await _claim(tx, action)
        case Refuse():
            await _refuse(tx, action)
        case Requeue():
            await _requeue(tx, call, action)
        case _:
            await _let_go(tx, call, action)
    return []


async def _let_go(tx: Tx, call: Call, action: LeaveQueue | Release | Retake) -> None:
    """It leaves the line or a hand, or goes back into a hand."""
    if isinstance(action, LeaveQueue):
        await _leave(tx, call.id, action.why)
    elif isinstance(action, Retake):
        await take_in_hand(tx, call, action.staff_id, "连接恢复")
    elif not await _release(tx, call.id, wrap_up=action.wrap_up):
        await _leave(tx, call.id, "ended")


async def standing(read: ReadTx, call_id: UUID) -> Standing | None:
    """R4.3: the place in the queue; None: it is not in line."""
    place = await queues.place_and_wait(read, call_id)
    if place is None:
        return None
    return Standing(place=place.place, wait_seconds=place.expected_seconds, on_duty=place.on_duty)


async def _enqueue(tx: Tx, call: Call) -> list[Happening]:
    with suppress(AlreadyQueued):
        await routing.enqueue(tx, await _work(tx, call))
    place = await standing(tx, call.id)
    return [Placed(standing=place)] if place else []


async def _work(tx: Tx, call: Call, priority: int = 0) -> Work:
    """R12.1: the same queues as chat; a call takes a whole seat."""
    preferred = await calls.last_consultant(tx, call.party.number, tx.now - KNOWN_FOR)
    return Work(
        id=call.id,
        channel="voice",
        provider_id=call.provider_id,
        district_id=call.district_id,
        system=call.state.system,
        priority=priority,
        preferred=preferred,
        card=card(call),
    )


def card(call: Call) -> Card:
    """R18.1: what who is asked sees before picking up: masked."""
    number = masking.mask_phone(call.party.number) or "号码未显示"
    title = "12366 转来电话" if call.state.line == "12366" else "来电"
    name = masking.mask_name(call.party.name)
    return Card(title=title, asker=f"{name} {number}".strip())


async def _claim(tx: Tx, action: Claim) -> list[Happening]:
    """Whoever picks up too late hears that it is gone: the phone is hung up."""
    seconds = (await terms_on(tx, tx.now)).call_connect_seconds
    try:
        async with tx.attempt():
            claimed = await routing.claim(tx, action.offer_id, action.staff_id)
    except Refused as refusal:
        return [OfferEnded(offer_id=action.offer_id, why=str(refusal))]
    return [Taken(staff_id=action.staff_id, how=claimed.kind, offer_id=action.offer_id, seconds=seconds)]


async def _refuse(tx: Tx, action: Refuse) -> None:
    """R4.2: the phone says no for its owner; the caller is offered to another at once."""
    with suppress(Refused):
        async with tx.attempt():
            await routing.decline(tx, action.offer_id, action.staff_id, action.reason)
    if action.reason in UNREACHED:
        with suppress(Refused):
            async with tx.attempt():
                await routing.set_presence(tx, action.staff_id, "away", action.reason)


async def _requeue(tx: Tx, call: Call, action: Requeue) -> None:
    try:
        async with tx.attempt():
            await routing.requeue(tx, call.id, action.why)
    except (NotHeld, UnknownWork):  # the desk was lost meanwhile, and routing has let go of it by itself
        with suppress(AlreadyQueued):
            async with tx.attempt():
                await routing.enqueue(tx, await _work(tx, call, RAISED))
    if action.system is not None:
        with suppress(Conflict):  # it was offered and taken in the same moment
            async with tx.attempt():
                await routing.reskill(tx, call.id, action.system)


async def _leave(tx: Tx, call_id: UUID, why: str) -> None:
    with suppress(UnknownWork):
        await routing.leave(tx, call_id, why)


async def _release(tx: Tx, call_id: UUID, *, wrap_up: bool) -> bool:
    try:
        return await routing.release(tx, call_id, wrap_up=wrap_up)
    except UnknownWork:
        return True


async def take_in_hand(tx: Tx, call: Call, staff_id: UUID, why: str) -> None:
    """R12.1: a call that nobody queued for takes a seat all the same: it is put in line for nobody, and taken."""
    work = await _work(tx, call)
    with suppress(AlreadyQueued):
        await routing.enqueue(tx, _for_nobody(work, tx))
    await routing.take(tx, call.id, staff_id, why)


def _for_nobody(work: Work, tx: Tx) -> Work:
    return Work(
        id=work.id,
        channel=work.channel,
        provider_id=work.provider_id,
        district_id=work.district_id,
        system=work.system,
        not_before=tx.now + NEVER,
        card=work.card,
    )
