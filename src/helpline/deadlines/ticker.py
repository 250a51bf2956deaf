"""Sleeps until the next clock falls due, then fires it. Any number of tickers may run side by side."""

import asyncio
from datetime import datetime

from helpline.deadlines import commands, queries
from helpline.kit import errand
from helpline.kit.bus import Bus
from helpline.kit.db import Database, tell
from helpline.kit.log import Log

log = Log(__name__)

LONGEST_SLEEP = 0.5
"""Seconds. A lost wake-up, or a clock that jumps, costs no more lateness than this."""

BATCH = 2_000

LANES = 2
"""Batches of a backlog under way at once: while the database writes one, the next is made ready."""


class Ticker:
    """Turns due rows into facts."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._news = asyncio.Event()

    def attach(self, bus: Bus) -> None:
        bus.subscribe(commands.WAKE, lambda _payload: self._news.set())
        bus.on_gap(self._news.set)

    async def run(self) -> None:
        """Fire for ever."""
        while True:
            try:
                await self.fire_due()
                await self._sleep()
            except Exception as error:  # outermost loop: the database may be away; look again
                tell(log, "ticker.failed", error)
                await asyncio.sleep(0.5)

    async def fire_due(self) -> int:
        """Fire everything due now; the number fired."""
        fired = await self._fire_batch()
        if fired < BATCH:
            return fired
        return fired + sum(await asyncio.gather(*(self._drain() for _ in range(LANES))))

    async def _drain(self) -> int:
        total = fired = await self._fire_batch()
        while fired == BATCH:
            total += (fired := await self._fire_batch())
        return total

    async def _fire_batch(self) -> int:
        with errand.running(errand.Errand(door="ticker")):
            async with self._db.deed() as tx:
                return await commands.fire_due(tx, BATCH)

    async def next_due(self) -> datetime | None:
        async with self._db.reading() as read:
            return await queries.next_due(read)

    async def _sleep(self) -> None:
        due = await self.next_due()
        wait = LONGEST_SLEEP
        if due is not None:
            wait = min(LONGEST_SLEEP, max(0.0, (due - self._db.clock.now()).total_seconds()))
        try:
            await asyncio.wait_for(self._news.wait(), wait)
        except TimeoutError:
            return
        self._news.clear()
