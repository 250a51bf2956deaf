"""Empties a telephone system's spool into the file store. It goes by what lies there: an event may be missed."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from helpline.calls.recordings import commands, store
from helpline.calls.recordings.model import SpoolName, is_left_alone, spool_name
from helpline.kit.clock import Clock, SystemClock
from helpline.kit.db import Database, is_passing, tell
from helpline.kit.files import FileStore
from helpline.kit.log import Log
from helpline.kit.refusal import Refused

log = Log(__name__)

BEAT = 5.0
"""Seconds between looks into the spool."""

SETTLED = timedelta(seconds=60)
"""A file of a call that is over, untouched for so long, is complete though nobody said so."""

ENDING = ".wav"


class Found(NamedTuple):
    """A file in the spool. `age` since it was last written, by the machine's clock, which dates files."""

    path: Path
    named: SpoolName
    age: timedelta


class Sweeper:
    """Of one spool. Several may sweep it: each recording comes out once and the same."""

    def __init__(
        self, db: Database, files: FileStore, spool: Path, node: str, machine: Clock | None = None
    ) -> None:
        self._db = db
        self._files = files
        self._spool = spool
        self._node = node
        self._machine = machine or SystemClock()

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            try:
                await self.sweep()
            except Exception as error:  # outermost loop: the database may be away; the spool keeps all
                tell(log, "recordings.unswept", error)
            await asyncio.sleep(BEAT)

    async def sweep(self) -> int:
        """Store what is complete; how many left the spool."""
        found = await asyncio.to_thread(self._look)
        if not found:
            return 0
        complete = await self._complete(found)
        return sum([await self._keep(each) for each in complete])

    def _look(self) -> list[Found]:
        """The oldest first; whoever comes late waits behind."""
        if not self._spool.is_dir():
            return []
        now = self._machine.now()
        seen = []
        for path in self._spool.glob(f"*{ENDING}"):
            try:
                written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:  # another sweeper was faster
                continue
            seen.append(Found(path, spool_name(self._node, path.stem), now - written))
        return sorted(seen, key=lambda each: each.age, reverse=True)

    async def _complete(self, found: list[Found]) -> list[Found]:
        calls = [each.named.call_id for each in found if each.named.call_id]
        async with self._db.reading() as read:
            told = await store.told(read, [each.path.stem for each in found], calls)
            talking = await store.open_calls(read, calls)
        return [
            each
            for each in found
            if not is_left_alone(each.path.stem)
            if each.path.stem in told or (each.age >= SETTLED and each.named.call_id not in talking)
        ]

    async def _keep(self, found: Found) -> bool:
        """Whether it was stored and left the spool."""
        try:
            content = await asyncio.to_thread(found.path.read_bytes)
        except FileNotFoundError:  # another sweeper was faster
            return False
        recorded_at = self._db.clock.now() - found.age
        try:
            await commands.keep(self._db, self._files, found.named, found.path.stem, content, recorded_at)
        except Refused as refusal:
            await self._report(found, refusal.code)
            return False
        except Exception as error:  # whatever is wrong with one, the others are stored; it stays where it is
            if is_passing(error):
                raise  # the database is away: it cannot even be written down
            log.failure("recordings.failed", recording=str(found.named.id))
            await self._report(found, "failed")
            return False
        await asyncio.to_thread(found.path.unlink, missing_ok=True)
        return True

    async def _report(self, found: Found, code: str) -> None:
        log.warning("recordings.not_kept", recording=str(found.named.id), code=code)
        await commands.report_trouble(self._db, found.named, code)
