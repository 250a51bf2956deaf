"""How late clocks fire with 100,000 running, and how fast a backlog drains."""

import asyncio
import time
from datetime import timedelta

from helpline.deadlines import commands
from helpline.deadlines.model import Deadline
from helpline.deadlines.ticker import Ticker
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from tests.load.figure import Figure

RUNNING = 100_000
DUE_SOON = 500
BATCH = 10_000


async def measure(db: Database) -> list[Figure]:
    """Lateness of 500 clocks spread over five seconds among 100,000 others; then the 100,000 at once."""
    await _start(db, RUNNING, after=3600.0, spread=0.0)
    ticker = Ticker(db)
    running = asyncio.create_task(ticker.run())
    async with db.reading() as read:
        begun = read.now
    await _start(db, DUE_SOON, after=1.0, spread=5.0)
    await asyncio.sleep(7.5)
    running.cancel()
    async with db.reading() as read:
        rows = await read.fetch(
            """select extract(epoch from ended_at - due_at) as late from deadline
               where kind = 't.bench' and started_at >= $1 and outcome = 'missed' order by 1""",
            begun,
        )
    late = [float(row["late"]) * 1000 for row in rows]
    drained = await _drain(db, ticker)
    return [
        Figure(
            "clock fires late with 100,000 running, p99",
            late[int(len(late) * 0.99)],
            "ms",
            20,
            "limit",
            at_most=True,
        ),
        Figure("backlog of due clocks drained", drained, "/s", 30_000, "wanted"),
    ]


async def _start(db: Database, count: int, *, after: float, spread: float) -> None:
    for first in range(0, count, BATCH):
        size = min(BATCH, count - first)
        async with db.deed() as tx:
            due = [tx.now + timedelta(seconds=after + spread * i / size) for i in range(size)]
            await commands.start(
                tx, [Deadline(kind="t.bench", subject=new_id(), started_at=tx.now, due_at=at) for at in due]
            )


async def _drain(db: Database, ticker: Ticker) -> float:
    async with db.deed() as tx:
        await tx.execute(
            "update deadline set due_at = $1 where outcome is null", tx.now - timedelta(seconds=1)
        )
    start = time.perf_counter()
    fired = await ticker.fire_due()
    return fired / (time.perf_counter() - start)
