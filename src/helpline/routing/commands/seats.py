"""Seats open, desks connect, people come and go."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict, NotFound
from helpline.people import queries as people
from helpline.routing import rules
from helpline.routing.commands.handing import change_presence
from helpline.routing.commands.queue import begin_wrap_up
from helpline.routing.commands.turn import Turn, take_turn
from helpline.routing.events import SeatReturned
from helpline.routing.model import (
    LEASE_CLOCK,
    LEASES,
    LOST_CLOCK,
    WRAP_UP_CLOCK,
    Presence,
    Seat,
    Staff,
)
from helpline.routing.store import seats, works


class OnLeave(Conflict):
    code = "on-leave"


class UnknownSeat(NotFound):
    code = "unknown-seat"


async def open_seat(tx: Tx, staff: Staff) -> None:
    """Give a consultant a seat, or bring it up to date; what fits new skills is offered in the same deed."""
    async with take_turn(tx) as turn:
        capacity = staff.capacity or {
            "chat": turn.terms.chat_capacity,
            "voice": turn.terms.call_capacity,
        }
        units, costs = rules.shared_units(capacity)
        await seats.upsert(tx, staff, units, costs)
        await seats.recount(tx, [staff.staff_id])
        turn.concerns(seats=[staff.staff_id])


async def set_presence(tx: Tx, staff_id: UUID, presence: Presence, why: str = "") -> None:
    """R4.2: say whether one may be prompted. Offers of who steps back go to others at once.

    Raises:
        UnknownSeat: no such seat.
        NotConnected: on duty is who has a desk connected.
        OnLeave: who is away is offered nothing, whatever the desk says.
    """
    if presence == "available" and await people.is_away(tx, staff_id):
        raise OnLeave("您正在休假，不能上岗接待。如已返岗，请管理员先办理销假。")
    async with take_turn(tx) as turn:
        seat = await _known(tx, staff_id)
        rules.check_presence(seat, presence, tx.now)
        if presence == "wrap_up":
            await begin_wrap_up(turn, staff_id, turn.terms.wrap_up_seconds)
            return
        await change_presence(turn, [staff_id], presence, why)
        await deadlines.void(tx, [(staff_id, WRAP_UP_CLOCK)])


async def connect(tx: Tx, staff_id: UUID) -> Seat:
    """A desk opened: its lease runs. The presence stays what it was; a lost one comes back within its time.

    Raises:
        UnknownSeat: no such seat.
    """
    await renew(tx, [staff_id])
    return await _known(tx, staff_id)


async def renew(tx: Tx, staff_ids: Sequence[UUID]) -> None:
    """The desks are still there: their leases run on. One statement, unless a desk had been gone."""
    async with take_turn(tx) as turn:
        until = tx.now + timedelta(seconds=turn.terms.presence_lease_seconds)
        returned = await seats.renew(tx, staff_ids, until)
        if returned:
            await _welcome_back(turn, returned)
            await watch_leases(turn)


async def disconnect(tx: Tx, staff_id: UUID) -> None:
    """The desk closed. The lease runs on, so that a reload loses nothing; nothing new is offered."""
    async with take_turn(tx) as turn:
        await seats.mark_disconnected(tx, staff_id)
        turn.concerns(seats=[staff_id])


async def watch_leases(turn: Turn) -> None:
    """Run the one lease clock to the end of the earliest lease. A heartbeat does not touch it.

    When it fires, the leases that were renewed meanwhile are found alive and the clock is set anew.
    """
    end = await seats.next_lease_end(turn.tx)
    if end is not None:
        await deadlines.start(
            turn.tx, [Deadline(kind=LEASE_CLOCK, subject=LEASES, started_at=turn.tx.now, due_at=end)]
        )


async def _welcome_back(turn: Turn, returned: Sequence[Seat]) -> None:
    turn.concerns(seats=[seat.staff_id for seat in returned])
    lost = [seat for seat in returned if seat.lost_at is not None]
    if not lost:
        return
    for presence, staff_ids in rules.presences_on_return(lost, turn.tx.now).items():
        await change_presence(turn, staff_ids, presence, "重新连接")
    back = [seat.staff_id for seat in lost]
    await seats.found_again(turn.tx, back)
    await deadlines.void(turn.tx, [(staff_id, LOST_CLOCK) for staff_id in back])
    held = await works.held_by(turn.tx, back)
    for staff_id in back:
        own = tuple(work.id for work in held if work.holder == staff_id)
        turn.tx.announce(SeatReturned(staff_id=staff_id, held=own, returned_at=turn.tx.now))


async def _known(tx: Tx, staff_id: UUID) -> Seat:
    seat = await seats.get(tx, staff_id)
    if seat is None:
        raise UnknownSeat("没有找到此座席。")
    return seat
