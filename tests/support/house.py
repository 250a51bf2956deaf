"""Drives the whole house without its doors, on a clock that stands still."""

from datetime import timedelta

from helpline.deadlines.ticker import Ticker
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.worker import Worker


class House:
    """Worker and ticker, run by hand."""

    def __init__(self, db: Database, clock: VirtualClock) -> None:
        self.db = db
        self.clock = clock
        self._worker = Worker(db)
        self._ticker = Ticker(db)

    async def settle(self) -> None:
        """Deliver facts and fire what is due until nothing moves."""
        while await self._worker.drain() + await self._ticker.fire_due():
            pass

    async def advance(self, by: timedelta) -> None:
        """Move time forward, stopping at every deadline on the way, as a running house would live it."""
        until = self.clock.now() + by
        await self.settle()
        while (due := await self._ticker.next_due()) is not None and due <= until:
            self.clock.set(max(due, self.clock.now()))
            await self.settle()
        self.clock.set(until)
        await self.settle()
