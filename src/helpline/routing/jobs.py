"""Listens to the clocks of routing, and to the staff file."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from helpline.deadlines import commands as deadlines
from helpline.deadlines.events import DeadlineMissed
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.people.commands import career
from helpline.people.events import (
    AbsenceEntered,
    SessionLocked,
    SkillsGranted,
    StaffAway,
    StaffDeactivated,
    StaffMoved,
)
from helpline.routing.commands import clocks, staff_file
from helpline.routing.model import (
    ABSENCE_CLOCK,
    LEASE_CLOCK,
    LOST_CLOCK,
    OFFER_CLOCK,
    OPENING_CLOCK,
    REMATCH_CLOCK,
    WRAP_UP_CLOCK,
)

_CLOCKS: dict[str, Callable[[Tx, DeadlineMissed, datetime], Awaitable[None]]] = {
    OFFER_CLOCK: lambda tx, fact, at: clocks.expire_offer(tx, fact.subject, at),
    LEASE_CLOCK: lambda tx, _fact, at: clocks.lose_seats(tx, at),
    LOST_CLOCK: lambda tx, fact, _at: clocks.requeue_lost(tx, fact.subject, fact.started_at),
    WRAP_UP_CLOCK: lambda tx, fact, at: clocks.end_wrap_up(tx, fact.subject, at),
    REMATCH_CLOCK: lambda tx, fact, _at: clocks.rematch(tx, fact.subject),
    OPENING_CLOCK: lambda tx, _fact, at: clocks.open_queue(tx, at),
    ABSENCE_CLOCK: lambda tx, fact, _at: career.begin_absence(tx, fact.subject),
}


@hears(DeadlineMissed)
async def act_on_clock(tx: Tx, fact: DeadlineMissed) -> None:
    """Act on a clock of this room that ran out."""
    if act := _CLOCKS.get(fact.kind):
        await act(tx, fact, max(tx.now, fact.due_at))


@hears(StaffDeactivated)
@hears(StaffMoved)
@hears(StaffAway)
async def close_seat(tx: Tx, fact: StaffDeactivated | StaffMoved | StaffAway) -> None:
    """R4.2: nobody waits for who has left, works elsewhere or is away; the next desk to open brings a new seat."""
    await staff_file.close_seat(tx, fact.staff_id)


@hears(AbsenceEntered)
async def await_absence(tx: Tx, fact: AbsenceEntered) -> None:
    """An absence begins when its time comes, also after a restart."""
    clock = Deadline(
        kind=ABSENCE_CLOCK, subject=fact.absence_id, started_at=tx.now, due_at=max(fact.since, tx.now)
    )
    await deadlines.start(tx, [clock])


@hears(SessionLocked)
async def leave_chair(tx: Tx, fact: SessionLocked) -> None:
    """R4.2: nothing is offered to a chair that nobody sits on. Who locks the page by hand is still prompted."""
    if fact.is_idle:
        await staff_file.step_away(tx, fact.staff_id)


@hears(SkillsGranted)
async def renew_skills(tx: Tx, fact: SkillsGranted) -> None:
    """R4.2: nobody waits while somebody has just become able."""
    await staff_file.renew_skills(tx, fact.staff_id)
