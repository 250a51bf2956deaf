"""A deadline fires when it is due, not before, and not twice."""

from datetime import timedelta

from helpline.deadlines import commands
from helpline.deadlines.model import Deadline
from helpline.deadlines.ticker import Ticker
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id


async def test_a_clock_fires_at_its_second_and_once(db: Database, clock: VirtualClock) -> None:
    start = clock.now()
    async with db.deed() as tx:
        due = start + timedelta(seconds=30)
        await commands.start(tx, [Deadline(kind="t.x", subject=new_id(), started_at=start, due_at=due)])
    ticker = Ticker(db)

    clock.set(due - timedelta(microseconds=1))
    assert await ticker.fire_due() == 0
    clock.set(due)
    assert await ticker.fire_due() == 1
    assert await ticker.fire_due() == 0


async def test_a_kept_promise_never_fires(db: Database, clock: VirtualClock) -> None:
    subject = new_id()
    async with db.deed() as tx:
        await commands.start(
            tx,
            [Deadline(kind="t.x", subject=subject, started_at=tx.now, due_at=tx.now + timedelta(seconds=1))],
        )
    async with db.deed() as tx:
        await commands.keep(tx, [(subject, "t.x")])

    clock.advance(timedelta(hours=1))

    assert await Ticker(db).fire_due() == 0
