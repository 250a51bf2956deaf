"""Nine thousand open sockets on one web process: what each costs in memory, and how soon words arrive among them."""

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from helpline.kit.db import Database
from tests.load import crowd
from tests.load.figure import Figure
from tests.load.whole_path import Echo, Page, arrive, echo_server, listens, pinging
from tests.support.processes import Processes

SOCKETS = 9_000
FIRST = 100
TALKING = 50
"""Dialogues in which something is said, one after another in each."""

SAID = 20
PATIENCE = 30.0


class Hearing(Page):
    """A page that notes when it was told."""

    def __init__(self, pair: crowd.Pair) -> None:
        super().__init__(pair)
        self.heard = asyncio.Event()

    def hear(self, text: bytes) -> None:
        before = self.told
        super().hear(text)
        if self.told > before:
            self.heard.set()


class Came(NamedTuple):
    """Bytes and seconds of a socket that came when a hundred were there already."""

    bytes: float
    seconds: float


async def measure(db: Database, dsn: str, folder: Path, sockets: int = SOCKETS) -> list[Figure]:
    """Beside the same sockets on the same server, whose handler only echoes."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    bare = await _bare(sockets)
    processes = Processes(folder, HELPLINE_DATABASE_URL=dsn, HELPLINE_VISITORS_PER_MINUTE="0")
    pages: list[Page] = []
    beating = asyncio.create_task(pinging(pages))
    try:
        web = processes.web("serve", "--quiet")
        await web.answers()
        pairs = await crowd.gather(db, sockets // 2)
        port = int(web.url.rpartition(":")[2])
        came = await _come(
            web.pid,
            lambda: arrive(port, pairs[: FIRST // 2], pages, Hearing),
            lambda: arrive(port, pairs[FIRST // 2 :], pages, Hearing),
            sockets - FIRST,
        )
        waits = sorted(await _talk(pages))
    finally:
        beating.cancel()
        for page in pages:
            page.wire.close()
        processes.close()
    p99, among = waits[int(len(waits) * 0.99)] * 1000, f"{sockets:,} open"
    return [
        Figure(
            f"memory of a socket, {among}", came.bytes / 1024, "KB", 30, "limit of the house", at_most=True
        ),
        Figure("the same, bare echo", bare.bytes / 1024, "KB", 30, "limit of the house", at_most=True),
        Figure(f"sockets that come, {among}", 1 / came.seconds, "/s", 1 / bare.seconds, "bare echo"),
        Figure(f"from said to told, {among}, p99", p99, "ms", 200, "limit of an offer", at_most=True),
    ]


async def _come(
    pid: int, some: Callable[[], Awaitable[None]], others: Callable[[], Awaitable[None]], count: int
) -> Came:
    """What `count` others cost when some have come: what the first ones load is not theirs."""
    await some()
    before, began = _resident(pid), time.perf_counter()
    await others()
    return Came((_resident(pid) - before) / count, (time.perf_counter() - began) / count)


async def _bare(sockets: int) -> Came:
    """The same for a handler that only echoes."""
    with echo_server() as (port, pid):
        await listens(port)
        echoes = [Echo(b"") for _ in range(sockets)]

        async def come(some: list[Echo]) -> None:
            for first in range(0, len(some), 32):
                await asyncio.gather(*(each.come(port) for each in some[first : first + 32]))

        came = await _come(pid, lambda: come(echoes[:FIRST]), lambda: come(echoes[FIRST:]), sockets - FIRST)
        for each in echoes:
            each.wire.close()
    return came


def _resident(pid: int) -> int:
    """Bytes of memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


async def _talk(pages: list[Page]) -> list[float]:
    """Seconds from saying to the other side's being told, in dialogues spread evenly over all."""
    step = len(pages) // 2 // TALKING
    waits: list[float] = []

    async def say(place: int) -> None:
        consultant, taxpayer = pages[place * 2], pages[place * 2 + 1]
        assert isinstance(taxpayer, Hearing)
        for _ in range(SAID):
            taxpayer.heard.clear()
            began = time.perf_counter()
            consultant.speak()
            await asyncio.wait_for(taxpayer.heard.wait(), PATIENCE)
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.2)

    await asyncio.gather(*(say(number * step) for number in range(TALKING)))
    return waits
