"""What consultants do with calls: each only with the call in their own hands (R5.3)."""

from uuid import UUID

from helpline.calls.commands.moves import UnknownCall, apply, locked
from helpline.calls.flow.happenings import ConsultAsked, Deed, SentTo12366, SentToQueue, Taken
from helpline.calls.model import Call
from helpline.calls.store import calls
from helpline.kit.db import Tx
from helpline.kit.refusal import Invalid
from helpline.knowledge import queries as knowledge
from helpline.regulation.queries import terms_on
from helpline.routing import commands as routing
from helpline.routing import queries as queues
from helpline.routing.commands.seats import UnknownSeat
from helpline.routing.model import Offer
from helpline.routing.rules import NotAvailable, is_connected

LONGEST_SUMMARY = 200


async def take(tx: Tx, offer_id: UUID, staff_id: UUID) -> Call:
    """R4.2, R5.3: take the call that is offered; the own phone is joined as soon as it is picked up.

    Raises:
        Refused: no call was offered so, or the offer is over.
    """
    offer = await _offered(tx, offer_id, staff_id)
    held = await locked(tx, offer.work_id)  # before routing's own lock, as everywhere
    await routing.claim(tx, offer_id, staff_id)
    seconds = (await terms_on(tx, tx.now)).call_connect_seconds
    return await apply(tx, held, Taken(staff_id=staff_id, how=offer.kind, offer_id=offer_id, seconds=seconds))


async def decline(tx: Tx, offer_id: UUID, staff_id: UUID, reason: str) -> None:
    """R4.2: say no, with the reason; the caller is offered to another at once, and the phone falls silent.

    Raises:
        Refused: no call was offered so, the offer is over, or the reason is missing.
    """
    offer = await _offered(tx, offer_id, staff_id)
    await locked(tx, offer.work_id)
    await routing.decline(tx, offer_id, staff_id, reason)


async def _offered(tx: Tx, offer_id: UUID, staff_id: UUID) -> Offer:
    offer = await queues.offer(tx, offer_id)
    if offer is None or offer.staff_id != staff_id or offer.channel != "voice":
        raise UnknownCall("没有这个来电派发，可能已经改派给别人。")
    return offer


async def act(tx: Tx, call_id: UUID, staff_id: UUID, deed: Deed) -> Call:
    """A key on the call panel.

    Raises:
        UnknownCall: the call is not in their hands.
        NotNow, CallOver: it does not fit the moment.
    """
    return await apply(tx, await own(tx, call_id, staff_id), deed)


async def own(tx: Tx, call_id: UUID, staff_id: UUID) -> calls.Locked:
    held = await calls.lock(tx, call_id)
    if held is None or held.call.state.consultant != staff_id:
        raise UnknownCall("没有找到由您接听的这通电话。")
    return held


async def consult(tx: Tx, call_id: UUID, staff_id: UUID, colleague: UUID) -> Call:
    """R5.5: ring a colleague of the own provider while the caller waits.

    Raises:
        UnknownSeat: no such colleague; another provider's people are unknown (R14.1).
        NotAvailable: their desk is not connected, or they are away.
    """
    held = await own(tx, call_id, staff_id)
    theirs, mine = await queues.seat(tx, colleague), await queues.seat(tx, staff_id)
    if theirs is None or mine is None or theirs.provider_id != mine.provider_id:
        raise UnknownSeat("没有找到此座席。")
    if not is_connected(theirs, tx.now) or theirs.presence == "away":
        raise NotAvailable(f"{theirs.name}现在不在座席上，请另选同事。")
    return await apply(tx, held, ConsultAsked(staff_id=staff_id, colleague=colleague))


async def call_12366(tx: Tx, call_id: UUID, staff_id: UUID, summary: str) -> Call:
    """R5.1: ring 12366; what was said so far goes along: the number of the case, and its summary."""
    held = await own(tx, call_id, staff_id)
    headers = _told(held.call, summary)
    return await apply(tx, held, ConsultAsked(staff_id=staff_id, colleague=None, headers=headers))


async def pass_to_12366(tx: Tx, call_id: UUID, staff_id: UUID, summary: str) -> Call:
    """R5.1: pass the caller on without talking to 12366 first; if nobody answers there, the caller comes back to us."""
    held = await own(tx, call_id, staff_id)
    return await apply(tx, held, SentTo12366(staff_id=staff_id, headers=_told(held.call, summary)))


def _told(call: Call, summary: str) -> dict[str, str]:
    told = "".join(c if c.isprintable() else " " for c in summary.strip())[:LONGEST_SUMMARY]
    return {"case": call.number, "summary": told} if told else {"case": call.number}


async def to_queue(tx: Tx, call_id: UUID, staff_id: UUID, system: str | None) -> Call:
    """R5.3: back in line, first, for who knows the system.

    Raises:
        Invalid: no system of the catalogue.
    """
    held = await own(tx, call_id, staff_id)
    if system is not None and system not in {each.code for each in await knowledge.systems(tx)}:
        raise Invalid("没有这个系统，请从目录中选择。")
    return await apply(tx, held, SentToQueue(staff_id=staff_id, system=system))


async def hand_over(tx: Tx, call_id: UUID, staff_id: UUID, to_staff: UUID, note: str) -> UUID:
    """R5.3: ask a colleague by name to take it; it stays here until the colleague accepts. The offer's id."""
    held = await own(tx, call_id, staff_id)
    return (await routing.offer_to(tx, held.call.id, to_staff, staff_id, note)).id


async def take_back(tx: Tx, call_id: UUID, staff_id: UUID) -> None:
    """R5.3: withdraw a hand-over that was not accepted yet."""
    held = await own(tx, call_id, staff_id)
    await routing.take_back(tx, held.call.id, staff_id)
