"""Finds in the spool what the dial plan recorded by itself, and lets calls know."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from helpline.calls.commands.alone import left_alone
from helpline.calls.engine import CallArrived, Line, Recorded, call_id, message_id
from helpline.kit import errand
from helpline.kit.asterisk.configuration.dialplan import LEFT
from helpline.kit.clock import Clock, SystemClock
from helpline.kit.db import Database, tell
from helpline.kit.log import Log

log = Log(__name__)

BEAT = 5.0
"""Seconds between looks."""
QUIET = timedelta(seconds=5)
"""A file that nobody has written to for so long is complete: a recording is written several times a second."""
BYTES_A_SECOND = 16_000
HEAD = 44


class _Left(NamedTuple):
    path: Path
    channel: str
    number: str
    line: Line
    seconds: float
    age: timedelta


class LeftAlone:
    """Looks after the spool of one node."""

    def __init__(self, db: Database, spool: Path, node: str, machine: Clock | None = None) -> None:
        self._db, self._spool, self._node = db, spool, node
        self._machine = machine or SystemClock()

    async def run(self) -> None:
        """Look for ever."""
        while True:
            try:
                await self.look()
            except Exception as error:  # outermost loop: the spool keeps all
                tell(log, "telephony.alone", error)
            await asyncio.sleep(BEAT)

    async def look(self) -> None:
        """Make a call of each message that is complete; its file is renamed afterwards: both can be repeated."""
        for found in await asyncio.to_thread(self._found):
            call = call_id(self._node, found.channel)
            now = self._db.clock.now()
            arrived = now - found.age - timedelta(seconds=found.seconds)
            arrival = CallArrived(
                call=call,
                at=arrived,
                node=self._node,
                channel=found.channel,
                number=found.number,
                line=found.line,
            )
            spoken = Recorded(call=call, at=now, recording=message_id(call), seconds=found.seconds)
            with errand.running(errand.Errand(door="telephony")):
                async with self._db.deed() as tx:
                    await left_alone(tx, arrival, spoken)
            await asyncio.to_thread(found.path.rename, found.path.with_name(f"{message_id(call)}.wav"))

    def _found(self) -> list[_Left]:
        now = self._machine.now().timestamp()
        read = [_read(path, now) for path in sorted(self._spool.glob(f"{LEFT}-*.wav"))]
        return [each for each in read if each is not None and each.age >= QUIET]


def _read(path: Path, now: float) -> _Left | None:
    """What the dial plan wrote into the name: `left-<channel>-<number>-<trunk>`."""
    parts = path.stem.removeprefix(f"{LEFT}-").rsplit("-", 2)
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    if len(parts) != 3:
        return None
    channel, number, trunk = parts
    line: Line = "12366" if trunk == "12366" else "public"
    seconds = max(0.0, (facts.st_size - HEAD) / BYTES_A_SECOND)
    return _Left(path, channel, number, line, seconds, timedelta(seconds=max(0.0, now - facts.st_mtime)))
