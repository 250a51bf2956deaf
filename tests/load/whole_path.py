"""Durable messages through the whole path: over the socket, checked, committed, acknowledged, told to both sides.

Every message is said in a dialogue between a consultant and a taxpayer, and both have their page open. A sender says
the next when it has its acknowledgement. The client checks that each side is told everything once and in order.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from tests.load import crowd
from tests.load.figure import Figure
from tests.load.wire import PING, Wire, connect
from tests.support.proc import tree
from tests.support.processes import Processes, free_port

SOCKETS, SENDERS = 1500, 200
SECONDS = 8.0
PING_EVERY, TURNS, PATIENCE = 10.0, 100, 30.0
TICK = os.sysconf("SC_CLK_TCK")


class _Slice(msgspec.Struct):
    seq: int
    changes: list["_Change"]


class _Change(msgspec.Struct):
    seq: int


class _Frame(msgspec.Struct):
    type: str
    slice: _Slice | None = None
    code: str = ""
    message: str = ""


_frame = msgspec.json.Decoder(_Frame)
ACK = b'{"type":"ack"'


class Page:
    """One side of one dialogue."""

    def __init__(self, pair: crowd.Pair) -> None:
        self.pair = pair
        self.wire: Wire
        self.seq = 0
        self.told = 0
        self.acks = self.spoken = 0
        self.frames = 0
        self.began = 0.0
        self.waits: list[float] = []
        self.talks = False
        self.ready = asyncio.Event()
        self.acked = asyncio.Event()

    async def come(self, port: int, *, as_consultant: bool) -> None:
        self.wire = await connect(port, "/api/live", self.hear, self.pair.cookie if as_consultant else "")
        if not as_consultant:
            self.wire.say(b'{"type":"hello","token":"%s"}' % self.pair.token.encode())
        self.wire.say(
            b'{"type":"subscribe","topic":"conversation:%s"}' % str(self.pair.conversation).encode()
        )
        await asyncio.wait_for(self.ready.wait(), 60)

    def hear(self, text: bytes) -> None:
        self.frames += 1
        if text.startswith(ACK):
            self.waits.append(time.perf_counter() - self.began)
            self.acks += 1
            self.acked.set()
            if self.talks:
                self.speak()
            return
        frame = _frame.decode(text)
        if frame.slice is not None:
            self._told(frame.slice)
        assert frame.type != "refused", frame.message

    def _told(self, told: _Slice) -> None:
        for change in told.changes:
            assert change.seq == self.seq + 1, f"{change.seq} after {self.seq}"
            self.seq = change.seq
            self.told += 1
        self.ready.set()

    def speak(self) -> None:
        self.spoken += 1
        self.began = time.perf_counter()
        self.wire.say(
            b'{"type":"post","conversation":"%s","client_id":"%s","content":{"type":"text","text":"%s"}}'
            % (str(self.pair.conversation).encode(), str(new_id()).encode(), crowd.WORDS.encode())
        )


class Cost(NamedTuple):
    """Seconds of processor time so far."""

    server: float
    postgres: float
    client: float


class Run(NamedTuple):
    """What one run gave: a second, and microseconds of processor time a message."""

    rate: float
    frames: float
    p50: float
    p99: float
    server: float
    postgres: float
    client: float


class Server(NamedTuple):
    port: int
    pid: int
    postgres: int

    def cost(self) -> Cost:
        return Cost(_spent(self.pid), sum(_spent(each) for each in tree(self.postgres)), time.process_time())


def _spent(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(words[11]) + int(words[12])) / TICK


async def arrive(
    port: int, pairs: list[crowd.Pair], pages: list[Page], make: Callable[[crowd.Pair], Page] = Page
) -> None:
    """Both sides of every dialogue, in this order: consultant, taxpayer. Who came early pings while others come."""
    gate = asyncio.Semaphore(32)

    async def come(page: Page, *, as_consultant: bool) -> None:
        async with gate:
            await page.come(port, as_consultant=as_consultant)

    async with asyncio.TaskGroup() as arriving:
        for pair in pairs:
            for as_consultant in (True, False):
                page = make(pair)
                pages.append(page)
                arriving.create_task(come(page, as_consultant=as_consultant))


async def talk(server: Server, pages: list[Page], senders: int, seconds: float, pause: float = 0.0) -> Run:
    """One side of each dialogue talks, in turn consultant and taxpayer; `pause` follows each acknowledgement."""
    talking = [pages[place * 2 + place % 2] for place in range(senders)]
    for page in pages:
        page.waits, page.acks, page.spoken, page.told, page.frames = [], 0, 0, 0, 0
    before, began = server.cost(), time.perf_counter()
    if pause:
        await asyncio.gather(*(_slowly(page, seconds, pause) for page in talking))
    else:
        for page in talking:
            page.talks = True
            page.speak()
        await asyncio.sleep(seconds)
        for page in talking:
            page.talks = False
    took = time.perf_counter() - began
    after, acks = server.cost(), sum(page.acks for page in pages)
    frames = sum(page.frames for page in pages)
    await _all_told(pages)
    waits = sorted(wait for page in pages for wait in page.waits)
    spent = [(b - a) / acks * 1e6 for a, b in zip(before, after, strict=True)]
    return Run(acks / took, frames / took, _at(waits, 0.5), _at(waits, 0.99), *spent)


async def _slowly(page: Page, seconds: float, pause: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        page.acked.clear()
        page.speak()
        await asyncio.wait_for(page.acked.wait(), PATIENCE)
        await asyncio.sleep(pause)


async def _all_told(pages: list[Page]) -> None:
    """All that was said is acknowledged, and both sides were told of it."""

    def told() -> bool:
        if any(page.acks < page.spoken for page in pages):
            return False
        alike = all(a.seq == b.seq for a, b in zip(pages[::2], pages[1::2], strict=True))
        return alike and sum(page.told for page in pages) >= 2 * sum(page.acks for page in pages)

    await until(told)


async def until(happened: Callable[[], bool]) -> None:
    """Look until it has happened."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110  # what is looked at has no event of its own
            await asyncio.sleep(0.002)


def _at(waits: list[float], share: float) -> float:
    return waits[int(len(waits) * share)] * 1000


async def pinging(pages: list[Page]) -> None:
    """Pages say that they are there, each every ten seconds, one after the other as in life."""
    turn = 0
    while True:
        await asyncio.sleep(PING_EVERY / TURNS)
        turn = (turn + 1) % TURNS
        for page in pages[turn::TURNS]:
            if page.ready.is_set():
                page.wire.say(PING)


class Echo:
    """Says a text and says it again when it comes back."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.wire: Wire
        self.count = 0

    async def come(self, port: int) -> None:
        self.wire = await connect(port, "/echo", self.hear)

    def hear(self, _text: bytes) -> None:
        self.count += 1
        self.wire.say(self._text)


@contextmanager
def echo_server() -> Iterator[tuple[int, int]]:
    """Its port and its process."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.load.echo_server", str(port)])
    try:
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


async def echo_rate(seconds: float = 4.0) -> float:
    """Frames a second of a handler that only echoes, with as many sockets and senders."""
    text = b'{"type":"post","text":"%s"}' % crowd.WORDS.encode()
    with echo_server() as (port, _):
        await listens(port)
        echoes = [Echo(text) for _ in range(SOCKETS)]
        for first in range(0, SOCKETS, 50):
            await asyncio.gather(*(each.come(port) for each in echoes[first : first + 50]))
        for each in echoes[:SENDERS]:
            each.wire.say(text)
        await asyncio.sleep(0.5)
        before, began = sum(each.count for each in echoes), time.perf_counter()
        await asyncio.sleep(seconds)
        rate = (sum(each.count for each in echoes) - before) / (time.perf_counter() - began)
        for each in echoes:
            each.wire.close()
    return rate


async def listens(port: int) -> None:
    """Until somebody does."""
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise ConnectionError(f"nobody listens on {port}")


async def measure(db: Database, dsn: str, postgres: int | None, folder: Path) -> list[Figure]:
    """The whole path beside the bare echo of the same server; frames sent count, as the house is judged by them."""
    processes = Processes(folder, HELPLINE_DATABASE_URL=dsn, HELPLINE_VISITORS_PER_MINUTE="0")
    try:
        web = processes.web("serve", "--quiet")
        await web.answers()
        server = Server(int(web.url.rpartition(":")[2]), web.pid, postgres or 0)
        pairs = await crowd.gather(db, SOCKETS // 2)
        pages: list[Page] = []
        beating = asyncio.create_task(pinging(pages))
        await arrive(server.port, pairs, pages)
        await crowd.settled(db)
        light = await talk(server, pages, 8, 6.0, pause=0.1)
        await talk(server, pages, SENDERS, 2.0)
        full = await talk(server, pages, SENDERS, SECONDS)
        beating.cancel()
        for page in pages:
            page.wire.close()
    finally:
        processes.close()
    echo = await echo_rate()
    print(light, full, echo, sep="\n")
    return [
        Figure(
            f"messages through the whole path, {SENDERS} senders, {SOCKETS} sockets",
            full.rate,
            "/s",
            5000,
            "wanted",
        ),
        Figure(
            "frames sent meanwhile",
            full.frames,
            "/s",
            echo,
            "bare echo of the same server; wanted: 0.6 of it",
        ),
        Figure("acknowledged at light load, p99", light.p99, "ms", 10, "limit of the house", at_most=True),
        Figure(
            "acknowledged at saturation, p99", full.p99, "ms", SENDERS / full.rate * 1000, "senders ÷ rate"
        ),
        Figure(
            "processor time of a message: web process", full.server, "µs", 1e6 / full.rate, "one core ÷ rate"
        ),
        Figure(
            "processor time of a message: PostgreSQL", full.postgres, "µs", 1e6 / full.rate, "one core ÷ rate"
        ),
        Figure(
            "processor time of a message: load client", full.client, "µs", 1e6 / full.rate, "one core ÷ rate"
        ),
    ]
