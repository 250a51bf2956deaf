"""What messages hear: time, and who is gone."""

from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.messages import commands
from helpline.people.events import StaffAway, StaffDeactivated, StaffMoved


@hears(DeadlineMissed)
async def mark_overdue(tx: Tx, fact: DeadlineMissed) -> None:
    """R6.2: a message that was not read or answered in time is marked."""
    clock = commands.KINDS.get(fact.kind)
    if clock is not None:
        await commands.mark_overdue(tx, fact.subject, clock)


@hears(StaffDeactivated)
@hears(StaffMoved)
@hears(StaffAway)
async def inherit(tx: Tx, fact: StaffDeactivated | StaffMoved | StaffAway) -> None:
    """R5.3: what somebody answered for goes to the heir."""
    if fact.heir is not None:
        await commands.inherit(tx, fact.staff_id, fact.heir)
