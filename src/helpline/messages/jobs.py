"""What messages hear: time."""

from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.messages import commands


@hears(DeadlineMissed)
async def mark_overdue(tx: Tx, fact: DeadlineMissed) -> None:
    """R6.2: a message that was not read or answered in time is marked."""
    clock = commands.KINDS.get(fact.kind)
    if clock is not None:
        await commands.mark_overdue(tx, fact.subject, clock)
