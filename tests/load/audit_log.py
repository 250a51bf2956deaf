"""How fast lines are appended and sealed, and how fast a chain is verified; each beside what the machine gives bare."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from helpline.audit import chain, commands, verification
from helpline.audit.keys import Keys
from helpline.audit.model import Line, Subject
from helpline.audit.sealer import Sealer
from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id
from tests.load.figure import Figure

WRITERS = 8
EACH = 250
LINES = 20_000
BATCH = 500


async def measure(db: Database) -> list[Figure]:
    """Deeds of one line each by eight writers beside deeds of one bare insert; then twenty thousand lines verified."""
    async with db.deed() as tx:
        await tx.execute("create table if not exists bare_line (id uuid primary key, words text not null)")
    bare = await _rate(db, _insert)
    appended = await _rate(db, _append)
    with tempfile.TemporaryDirectory(prefix="hl-keys-") as folder:
        keys = Keys(Path(folder))
        await _fill(db)
        start = time.perf_counter()
        sealed = await Sealer(db, keys).seal_all()
        sealing = sealed / (time.perf_counter() - start)
        start = time.perf_counter()
        report = await verification.verify(db, keys, await verification.opening(db, 1, None))
        verifying = report.lines / (time.perf_counter() - start)
        assert report.whole, report.findings
        loop = await _bare_macs(db, keys)
    return [
        Figure("audit appends, one deed each", appended, "/s", bare, "deeds of one bare insert"),
        Figure("audit lines sealed", sealing, "/s", loop, "bare HMAC-SM3 of the same lines"),
        Figure("audit lines verified", verifying, "/s", loop, "bare HMAC-SM3 of the same lines"),
    ]


async def _rate(db: Database, deed: Callable[[Tx], Awaitable[None]]) -> float:
    async def write() -> None:
        for _ in range(EACH):
            async with db.deed() as tx:
                await deed(tx)

    start = time.perf_counter()
    await asyncio.gather(*(write() for _ in range(WRITERS)))
    return WRITERS * EACH / (time.perf_counter() - start)


async def _insert(tx: Tx) -> None:
    await tx.execute("insert into bare_line values ($1, $2)", new_id(), "x" * 200)


async def _append(tx: Tx) -> None:
    await commands.record(tx, _line(1))


def _line(number: int) -> Line:
    return Line(deed="bench.deed", subject=Subject("case", f"{number}"), detail={"n": number})


async def _fill(db: Database) -> None:
    for first in range(0, LINES, BATCH):
        async with db.deed() as tx:
            await commands.record_all(tx, [_line(number) for number in range(first, first + BATCH)])


async def _bare_macs(db: Database, keys: Keys) -> float:
    """The keyed digests alone, over the lines already in memory."""
    of = await verification.opening(db, 1, None)
    bodies = [chain.canonical(link.entry) async for links in verification.links(db, of) for link in links]
    _, key = keys.current()
    start = time.perf_counter()
    before = chain.START
    for counter, body in enumerate(bodies, start=1):
        before = chain.mac(key, counter, before, "1", body)
    return len(bodies) / (time.perf_counter() - start)
