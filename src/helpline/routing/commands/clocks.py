"""What happens when a clock of routing runs out. Each looks at the present state first.

`at` is the moment the clock stands for; another machine's clock may run behind it, so it is not read again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.routing import rules
from helpline.routing.commands.handing import change_presence, ended_unclaimed, give_back, withdraw
from helpline.routing.commands.seats import watch_leases
from helpline.routing.commands.turn import Turn, take_turn
from helpline.routing.events import OfferMissed, PresenceChanged, QueueOpened, SeatLost
from helpline.routing.model import CONNECTION_LOST, LOST_CLOCK, NO_ANSWER, Seat
from helpline.routing.store import offers, seats, works


async def expire_offer(tx: Tx, offer_id: UUID, at: datetime) -> None:
    """R4.2: unanswered in time: recorded with who and when, and offered to somebody else at once.

    Who did not answer a prompt from the queue is set away: the next taxpayer shall not meet the same silence.
    Who did not answer a colleague's request may be busy with dialogues of their own, and stays.
    """
    async with take_turn(tx) as turn:
        offer = await offers.get(tx, offer_id)
        if offer is None or not rules.is_missed(offer, at):
            return
        until = rules.not_again_before(at, turn.terms.reoffer_pause_seconds)
        await ended_unclaimed(turn, await offers.end(tx, [offer_id], "expired", NO_ANSWER, until))
        seat = await seats.get(tx, offer.staff_id)
        if offer.kind != "transfer" and seat is not None and seat.presence == "available":
            await change_presence(turn, [offer.staff_id], "away", NO_ANSWER)
        tx.announce(
            OfferMissed(
                work_id=offer.work_id,
                offer_id=offer.id,
                staff_id=offer.staff_id,
                offered_at=offer.offered_at,
                due_at=offer.due_at,
                kind=offer.kind,
                from_staff=offer.from_staff,
            )
        )


async def lose_seats(tx: Tx, at: datetime) -> None:
    """R4.2: leases that ran out: the people are away, what they were asked goes to others at once.

    What they hold stays theirs a while, since most connections come back by themselves.
    """
    async with take_turn(tx) as turn:
        lost = await seats.lose(tx, at)
        staff_ids = [seat.staff_id for seat in lost]
        if lost:
            await withdraw(turn, await offers.open_for(tx, seats=staff_ids), CONNECTION_LOST)
            await _record_losses(turn, lost)
        turn.concerns(seats=staff_ids)
        await watch_leases(turn)


async def requeue_lost(tx: Tx, staff_id: UUID, lost_at: datetime) -> None:
    """R4.2: the desk lost at `lost_at` did not come back: others take what it held, first in line."""
    async with take_turn(tx) as turn:
        seat = await seats.get(tx, staff_id)
        if seat is None or seat.lost_at != lost_at:
            return
        await give_back(turn, await works.held_by(tx, [staff_id]), "咨询员失联")
        await seats.found_again(tx, [staff_id])


async def end_wrap_up(tx: Tx, staff_id: UUID, at: datetime) -> None:
    """R5.5: the time to finish the record is over: on duty again."""
    async with take_turn(tx) as turn:
        seat = await seats.get(tx, staff_id)
        if seat is not None and rules.is_wrapped_up(seat, at):
            await change_presence(turn, [staff_id], "available", "整理结束")


async def rematch(tx: Tx, work_id: UUID) -> None:
    """R4.2: a pause or a reservation ended; somebody else may be able now."""
    async with take_turn(tx) as turn:
        turn.concerns(works=[work_id])


async def open_queue(tx: Tx, at: datetime) -> None:
    """R6.1: the service opened: places kept for opening become places in the queue, in order of arrival."""
    async with take_turn(tx) as turn:
        opened = await works.open_places(tx, at)
        for work_id in opened:
            tx.announce(QueueOpened(work_id=work_id, opened_at=tx.now))
        turn.concerns(works=opened)


async def _record_losses(turn: Turn, lost: list[Seat]) -> None:
    tx = turn.tx
    held = await works.held_by(tx, [seat.staff_id for seat in lost])
    for seat in lost:
        own = tuple(work.id for work in held if work.holder == seat.staff_id)
        tx.announce(SeatLost(staff_id=seat.staff_id, held=own, lost_at=tx.now))
        if seat.before_lost is not None:
            tx.announce(
                PresenceChanged(
                    staff_id=seat.staff_id,
                    provider_id=seat.provider_id,
                    former=seat.before_lost,
                    presence="away",
                    why=CONNECTION_LOST,
                    changed_at=tx.now,
                )
            )
    due = tx.now + timedelta(seconds=turn.terms.lost_reassign_seconds)
    await deadlines.start(
        tx,
        [
            Deadline(kind=LOST_CLOCK, subject=staff_id, started_at=tx.now, due_at=due, owner=staff_id)
            for staff_id in (seat.staff_id for seat in lost)
        ],
    )
