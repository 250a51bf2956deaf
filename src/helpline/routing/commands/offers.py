"""Work is offered by name, taken, or declined."""

from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Forbidden, NotFound
from helpline.routing import rules, words
from helpline.routing.commands.handing import ended_unclaimed, withdraw
from helpline.routing.commands.queue import known
from helpline.routing.commands.seats import UnknownSeat
from helpline.routing.commands.turn import Turn, take_turn
from helpline.routing.events import Claimed, OfferDeclined
from helpline.routing.model import OFFER_CLOCK, OPENING_CLOCK, REMATCH_CLOCK, Offer, OfferKind, Seat, Waiting
from helpline.routing.store import offers, seats, works


class UnknownOffer(NotFound):
    code = "unknown-offer"


class NotYours(Forbidden):
    code = "not-yours"


class OfferGone(Conflict):
    code = "offer-gone"


class AlreadyAsked(Conflict):
    code = "already-asked"


async def claim(tx: Tx, offer_id: UUID, staff_id: UUID) -> Claimed:
    """R4.2, R5.3: take offered work, by name. Who takes it twice is told of the first time.

    Raises:
        UnknownOffer: no such offer.
        NotYours: somebody else was asked.
        OfferGone: too late, withdrawn, or taken; the sentence says by whom and when.
    """
    async with take_turn(tx) as turn:
        taken = await offers.claim(tx, offer_id, staff_id)
        if taken is None:
            return _claimed(await _claimed_before(tx, offer_id, staff_id))
        await _take_over(turn, taken)
        fact = _claimed(taken)
        tx.announce(fact)
    return fact


async def decline(tx: Tx, offer_id: UUID, staff_id: UUID, reason: str) -> None:
    """R4.2: say no, and why. Work that waits is offered to another at once; work held by another stays there.

    Raises:
        NoReason: the reason is missing.
        UnknownOffer: no such offer.
        NotYours: somebody else was asked.
        OfferGone: it is no longer open.
    """
    said = rules.reason_given(reason)
    async with take_turn(tx) as turn:
        offer = await _own(tx, offer_id, staff_id)
        until = rules.not_again_before(tx.now, turn.terms.reoffer_pause_seconds)
        ended = await offers.end(tx, [offer.id], "declined", said, until)
        if not ended:
            raise OfferGone(await _why_gone(tx, offer))
        await ended_unclaimed(turn, ended)
        tx.announce(
            OfferDeclined(
                work_id=offer.work_id,
                offer_id=offer.id,
                staff_id=staff_id,
                reason=said,
                offered_at=offer.offered_at,
                declined_at=tx.now,
                kind=offer.kind,
                from_staff=offer.from_staff,
            )
        )


async def offer_to(tx: Tx, work_id: UUID, to_staff: UUID, from_staff: UUID, why: str = "") -> Offer:
    """R5.3: ask a colleague to take over. The work stays with its holder until the colleague accepts by name.

    Raises:
        UnknownWork, UnknownSeat: no such work or colleague; another provider's people are unknown (R14.1).
        NotYours: somebody else holds the work, or nobody.
        AlreadyAsked: a colleague is being asked already.
        NotAvailable: not on duty, or without room.
    """
    async with take_turn(tx) as turn:
        work, seat = await known(tx, work_id), await _seat(tx, to_staff)
        holder = await seats.get(tx, from_staff)
        if holder is not None and holder.provider_id != seat.provider_id:
            raise _unknown_seat()
        if work.holder != from_staff or to_staff == from_staff:
            raise NotYours("只有正在办理的咨询员可以转交此事项，且不能转给自己。")
        for asked in await offers.open_for(tx, works=[work_id]):
            colleague = await _seat(tx, asked.staff_id)
            raise AlreadyAsked(f"已请{colleague.name}接手，正在等待应答。")
        rules.check_target(seat, work, forced=False, now=tx.now)
        return await _ask(turn, work, seat, "transfer", from_staff, why)


async def assign(tx: Tx, work_id: UUID, to_staff: UUID, by: UUID, why: str) -> Offer:
    """A team lead names who shall take the work. By hand beats automatic: an open offer is withdrawn.

    Raises:
        UnknownWork, UnknownSeat: no such work or colleague.
        AlreadyAsked: that person holds it, or it has ended.
        NotAvailable: not connected.
    """
    async with take_turn(tx) as turn:
        work, seat = await known(tx, work_id), await _seat(tx, to_staff)
        if work.provider_id not in (None, seat.provider_id):
            raise _unknown_seat()
        if work.state in ("left", "released") or work.holder == to_staff:
            raise AlreadyAsked("此事项已结束，或已在该咨询员手中。")
        rules.check_target(seat, work, forced=True, now=tx.now)
        await withdraw(turn, await offers.open_for(tx, works=[work_id]), f"班长改派：{why}")
        return await _ask(turn, work, seat, "assigned", by, why)


async def take(tx: Tx, work_id: UUID, by: UUID, why: str) -> Offer:
    """R5.3: a team lead takes work into their own hands at once, from a holder, an offer or the line.

    The holder's desk need not be there. The lead's must: nobody waits for somebody who is not at work.

    Raises:
        UnknownWork, UnknownSeat: no such work or seat.
        AlreadyAsked: it is in the lead's hands already, or has ended.
        NotAvailable: another provider's, or not connected.
    """
    async with take_turn(tx) as turn:
        work, seat = await known(tx, work_id), await _seat(tx, by)
        if work.state in ("left", "released") or work.holder == by:
            raise AlreadyAsked("此事项已结束，或已在您手中。")
        rules.check_target(seat, work, forced=True, now=tx.now)
        await withdraw(turn, await offers.open_for(tx, works=[work_id]), f"班长接管：{why}")
        due = rules.due_at(tx.now, "assigned", turn.terms.first_response_seconds, 0)
        own = Offer(
            id=new_id(),
            work_id=work_id,
            staff_id=by,
            channel=work.channel,
            kind="assigned",
            from_staff=by,
            why=why,
            offered_at=tx.now,
            due_at=due,
        )
        await offers.insert(tx, own)
        taken = await offers.claim(tx, own.id, by)
        if taken is None:
            raise OfferGone("此事项刚被别人接走，请刷新后再看。")
        await _take_over(turn, taken)
        tx.announce(_claimed(taken))
    return taken


async def take_back(tx: Tx, work_id: UUID, by: UUID) -> bool:
    """R5.3: who asked another to take the work no longer wants it. False if there is nothing to take back."""
    async with take_turn(tx) as turn:
        asked = [offer for offer in await offers.open_for(tx, works=[work_id]) if offer.from_staff == by]
        await withdraw(turn, asked, "转出人撤回")
    return bool(asked)


async def _ask(turn: Turn, work: Waiting, seat: Seat, kind: OfferKind, by: UUID, why: str) -> Offer:
    terms = turn.terms
    offer = Offer(
        id=new_id(),
        work_id=work.id,
        staff_id=seat.staff_id,
        channel=work.channel,
        kind=kind,
        from_staff=by,
        why=why,
        offered_at=turn.tx.now,
        due_at=rules.due_at(turn.tx.now, kind, terms.first_response_seconds, terms.transfer_answer_seconds),
    )
    await offers.insert(turn.tx, offer)
    await works.offered_to(turn.tx, work.id)
    await seats.recount(turn.tx, [seat.staff_id])
    turn.made.append(offer)
    return offer


async def _take_over(turn: Turn, taken: Offer) -> None:
    former = await offers.end_holding(turn.tx, [taken.work_id], keep=taken.id)
    relieved = [offer.staff_id for offer in former]
    await seats.recount(turn.tx, [taken.staff_id, *relieved])
    await seats.set_idle(turn.tx, relieved)
    await deadlines.keep(turn.tx, [(taken.id, OFFER_CLOCK)])
    await deadlines.void(turn.tx, [(taken.work_id, OPENING_CLOCK), (taken.work_id, REMATCH_CLOCK)])
    turn.concerns(works=[taken.work_id], seats=[taken.staff_id, *relieved])


async def _claimed_before(tx: Tx, offer_id: UUID, staff_id: UUID) -> Offer:
    offer = await _own(tx, offer_id, staff_id)
    if offer.outcome == "claimed" and offer.held_until is None:
        return offer
    raise OfferGone(await _why_gone(tx, offer))


def _claimed(offer: Offer) -> Claimed:
    return Claimed(
        work_id=offer.work_id,
        offer_id=offer.id,
        staff_id=offer.staff_id,
        offered_at=offer.offered_at,
        claimed_at=offer.outcome_at or offer.offered_at,
        kind=offer.kind,
        from_staff=offer.from_staff,
    )


async def _own(tx: Tx, offer_id: UUID, staff_id: UUID) -> Offer:
    offer = await offers.get(tx, offer_id)
    if offer is None:
        raise UnknownOffer("没有找到此次派发。")
    if offer.staff_id != staff_id:
        asked = await _seat(tx, offer.staff_id)
        raise NotYours(f"此事项派给了{asked.name}，须由其本人应答。")
    return offer


async def _why_gone(tx: Tx, offer: Offer) -> str:
    work = await known(tx, offer.work_id)
    holder = await seats.get(tx, work.holder) if work.holder else None
    return words.why_gone(offer, work, holder.name if holder else None)


async def _seat(tx: Tx, staff_id: UUID) -> Seat:
    seat = await seats.get(tx, staff_id)
    if seat is None:
        raise _unknown_seat()
    return seat


def _unknown_seat() -> UnknownSeat:
    """R14.1: who works for another provider is told of like somebody who does not exist."""
    return UnknownSeat("没有找到此座席。")
