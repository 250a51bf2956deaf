"""When a day has ended: its anchor is handed over, and what was added to the chain since the last time is verified."""

import asyncio

from helpline.audit import anchors, store, verification
from helpline.audit.keys import Keys
from helpline.audit.model import Anchor, Report
from helpline.kit.db import Database, tell
from helpline.kit.files import FileStore
from helpline.kit.log import Log
from helpline.kit.refusal import Refused

log = Log(__name__)

BEAT = 20.0
"""Seconds between looks whether a day has ended."""


QUICK = 50_000
"""Links that are verified within seconds, so that a person can wait for it."""


class Nightly:
    """Any number may run: of several, one finds the day without an anchor."""

    def __init__(self, db: Database, keys: Keys, files: FileStore) -> None:
        self._db = db
        self._keys = keys
        self._files = files

    async def run(self) -> None:
        """Look for ever."""
        while True:
            try:
                await self.look()
            except Refused as refusal:
                log.warning("audit.unanchored", code=refusal.code, reason=refusal.message)
            except Exception as error:  # outermost loop: the database may be away; look again
                tell(log, "audit.failed", error)
            await asyncio.sleep(BEAT)

    async def look(self) -> list[Anchor]:
        """Do what is due; the anchors handed over."""
        made = await anchors.hand_over(self._db, self._keys, self._files)
        if made:
            report = await verify_new(self._db, self._keys, made)
            if not report.whole:
                log.warning("audit.bent", faults=report.faults, first=report.findings[0].counter)
        return made


async def verify_now(db: Database, keys: Keys) -> Report:
    """Verify everything while that is quick; a longer chain only as the nightly does, the whole at the command line."""
    async with db.reading() as read:
        head = await store.head(read)
    if head is None or head.counter > QUICK:
        return await verify_new(db, keys, [])
    return await _verified(db, keys, 1, [])


async def verify_new(db: Database, keys: Keys, known: list[Anchor]) -> Report:
    """Verify what was added since the last whole verification, and keep the report; after a broken one, everything."""
    async with db.reading() as read:
        before = await store.last_report(read)
    first = before[1].last + 1 if before and before[1].whole else 1
    return await _verified(db, keys, first, known)


async def _verified(db: Database, keys: Keys, first: int, known: list[Anchor]) -> Report:
    of = await verification.opening(db, first, None)
    report = await verification.verify(db, keys, of, known)
    async with db.deed() as tx:
        await store.save_report(tx, report)
    return report
