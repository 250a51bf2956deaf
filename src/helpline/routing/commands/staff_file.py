"""What routing takes from the staff file: who sits where with which skills, and who has left."""

from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.kit.db import Tx
from helpline.people import queries as people
from helpline.routing import rules
from helpline.routing.commands.handing import change_presence, give_back, withdraw
from helpline.routing.commands.seats import open_seat
from helpline.routing.commands.turn import take_turn
from helpline.routing.model import LOST_CLOCK, WRAP_UP_CLOCK
from helpline.routing.store import offers, seats, works

LEFT_SERVICE = "咨询员已停用"
EMPTY_CHAIR = "长时间无操作，页面已锁定"


async def seat_from_file(tx: Tx, staff_id: UUID) -> bool:
    """Open the person's seat as the staff file says, or bring it up to date.

    False: serves nobody, or is away: needs no seat.
    """
    if await people.is_away(tx, staff_id):
        return False
    person = next(iter((await people.staff_by_ids(tx, [staff_id])).values()), None)
    staff = rules.seated(person) if person is not None else None
    if staff is None:
        return False
    await open_seat(tx, staff)
    return True


async def renew_skills(tx: Tx, staff_id: UUID) -> None:
    """R4.2: skills changed while at work: the seat follows, and who waits for them is offered at once.

    Who has never sat down gets a seat at the first desk that connects.
    """
    if await seats.get(tx, staff_id) is not None:
        await seat_from_file(tx, staff_id)


async def step_away(tx: Tx, staff_id: UUID) -> None:
    """R4.2: nobody touched the desk for too long; who waits is offered to others. Doing it again changes nothing."""
    async with take_turn(tx) as turn:
        seat = await seats.get(tx, staff_id)
        if seat is not None and seat.presence != "away":
            await change_presence(turn, [staff_id], "away", EMPTY_CHAIR)


async def close_seat(tx: Tx, staff_id: UUID) -> None:
    """R4.2: somebody left the service: what they were asked goes to others at once, what they held waits first in line.

    Doing it again changes nothing.
    """
    async with take_turn(tx) as turn:
        if await seats.get(tx, staff_id) is None:
            return
        await withdraw(turn, await offers.open_for(tx, seats=[staff_id]), LEFT_SERVICE)
        await give_back(turn, await works.held_by(tx, [staff_id]), LEFT_SERVICE)
        await change_presence(turn, [staff_id], "away", LEFT_SERVICE)
        await seats.close(tx, staff_id)
        await deadlines.void(tx, [(staff_id, LOST_CLOCK), (staff_id, WRAP_UP_CLOCK)])
