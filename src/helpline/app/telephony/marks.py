"""What was done is written down a few times a second, for all calls at once: a deed an order cost more than the order."""

import asyncio
from uuid import UUID

from helpline.calls import commands
from helpline.kit import errand
from helpline.kit.db import Database, tell
from helpline.kit.log import Log

log = Log(__name__)

BEAT = 0.2
"""Seconds. What is not written down when the process dies is done once more, without harm."""


class Marks:
    """Orders that are carried out and not marked yet."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._done: list[tuple[UUID, int]] = []
        self._some = asyncio.Event()

    def add(self, call: UUID, number: int) -> None:
        """This order is done."""
        self._done.append((call, number))
        self._some.set()

    async def run(self) -> None:
        """Write down for ever."""
        while True:
            await self._some.wait()
            await asyncio.sleep(BEAT)
            await self.write()

    async def write(self) -> None:
        """Write down what there is; kept for the next time when the database is away."""
        done, self._done = self._done, []
        self._some.clear()
        if not done:
            return
        try:
            with errand.running(errand.Errand(door="telephony")):
                async with self._db.deed() as tx:
                    await commands.mark_all_done(tx, done)
        except Exception as error:  # it is tried again
            tell(log, "telephony.mark", error)
            self._done = done + self._done
            self._some.set()
