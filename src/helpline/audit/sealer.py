"""Runs the sealer: woken by every line, and looking every second should a waking be lost. Any number may run."""

import asyncio

from helpline.audit import sealing, store
from helpline.audit.keys import Keys
from helpline.kit.bus import Bus
from helpline.kit.db import Database, tell
from helpline.kit.log import Log
from helpline.kit.refusal import Refused

log = Log(__name__)

BEAT = 1.0
"""Seconds between looks when no waking came."""

GATHER = 0.05
"""Seconds in which lines gather before they are sealed: a busy house is sealed in batches."""


class Sealer:
    """Seals for ever."""

    def __init__(self, db: Database, keys: Keys) -> None:
        self._db = db
        self._keys = keys
        self._news = asyncio.Event()

    def attach(self, bus: Bus) -> None:
        bus.subscribe(store.WAKE, lambda _payload: self._news.set())
        bus.on_gap(self._news.set)

    async def run(self) -> None:
        """Seal whatever comes."""
        while True:
            try:
                await self.seal_all()
            except (
                Refused
            ) as refusal:  # the chain is broken or the key unreadable: deeds go on, people are needed
                log.warning("audit.unsealed", code=refusal.code, reason=refusal.message)
                await asyncio.sleep(BEAT)
            except Exception as error:  # outermost loop: the database may be away; look again
                tell(log, "audit.failed", error)
                await asyncio.sleep(BEAT)
            try:
                await asyncio.wait_for(self._news.wait(), BEAT)
            except TimeoutError:
                continue
            self._news.clear()
            await asyncio.sleep(GATHER)

    async def seal_all(self) -> int:
        """Seal all that waits now; the number sealed."""
        total = 0
        while True:
            async with self._db.deed() as tx:
                sealed = await sealing.seal(tx, self._keys)
            total += sealed
            if sealed < sealing.BATCH:
                return total
