"""The load client, a process of its own: a crowd of taxpayers and consultants on real sockets.

It reads one JSON line with its orders from standard input, then a word a line: `cut`, `half` (half-open). It prints
JSON lines: `{"acknowledged": n}` twice a second, and at the end the verdict.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any

import msgspec
import uvloop

from tests.faults.campaign.asking import Asking
from tests.faults.campaign.consultant import Consultant
from tests.faults.campaign.copy import Copy, Shown
from tests.faults.campaign.pipe import Pipe
from tests.faults.campaign.taxpayer import Taxpayer
from tests.faults.campaign.verdict import Verdict, judge, plain

SHARE = 0.3
"""Of the sockets that a cut meets."""


class Orders(msgspec.Struct):
    """What the crowd shall do."""

    urls: list[str]
    password: str
    consultants: list[str]
    lazy: list[str]
    dialogues: int
    at_once: int
    lines: int
    """Of a taxpayer in one dialogue; the consultant says half as many."""
    quiet: int
    """Taxpayers who fall silent, besides."""
    patience: float
    """Seconds without anything new after which a dialogue counts as stuck."""
    seed: int


class Crowd:
    """Everybody."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._asking = Asking(orders.urls)
        self._consultants = [
            Consultant(self._asking, orders.urls, number, lazy=number in orders.lazy)
            for number in [*orders.consultants, *orders.lazy]
        ]
        self._taxpayers: list[Taxpayer] = []
        self._left = orders.dialogues
        self._began = time.monotonic()

    async def live(self) -> Verdict:
        orders = self._orders
        topic = await self._topic()
        await asyncio.gather(*(each.sit_down(orders.password, topic) for each in self._consultants))
        listening = asyncio.create_task(self._listen())
        telling = asyncio.create_task(self._tell())
        quiet = [self._one(quiet=True) for _ in range(orders.quiet)]
        await asyncio.gather(*(self._line() for _ in range(orders.at_once)), *quiet)
        seconds = time.monotonic() - self._began
        listening.cancel()
        telling.cancel()
        await asyncio.sleep(1.0)  # what is on its way to the consultants arrives
        for pipe in self._pipes():
            pipe.stop()
        verdict = judge(self._taxpayers, self._consultants, await self._read_all())
        verdict.seconds = seconds
        verdict.asked_again = self._asking.asked_again
        for odd in self._asking.odd:
            verdict.find("refused", odd)
        await self._asking.close()
        return verdict

    async def _topic(self) -> str:
        cookie = await self._asking.sign_in(self._orders.consultants[0], self._orders.password)
        topics = await self._asking.ask("GET", "/api/topics", cookie=cookie)
        return str(topics.body[0]["code"])

    async def _line(self) -> None:
        """One taxpayer after the other."""
        while self._left > 0:
            self._left -= 1
            await self._one(quiet=False)

    async def _one(self, *, quiet: bool) -> None:
        taxpayer = Taxpayer(self._asking, self._orders.urls, self._orders.lines, quiet=quiet)
        self._taxpayers.append(taxpayer)
        patience = self._orders.patience + (300 if quiet else 0)
        living = asyncio.create_task(taxpayer.live())
        while not living.done() and time.monotonic() - taxpayer.moved_at < patience:
            await asyncio.wait([living], timeout=1.0)
        if living.done():
            living.result()
        living.cancel()
        if taxpayer.pipe is not None and taxpayer.is_done:
            taxpayer.pipe.stop()

    def _pipes(self) -> list[Pipe]:
        pipes = [each.pipe for each in self._taxpayers] + [each.pipe for each in self._consultants]
        return [pipe for pipe in pipes if pipe is not None]

    async def _read_all(self) -> dict[str, list[Shown]]:
        """Each conversation from its start, as a page that comes only now."""
        record: dict[str, list[Shown]] = {}
        for taxpayer in self._taxpayers:
            copy = Copy(taxpayer.copy.conversation)
            path = f"/api/conversations/{copy.conversation}?after="
            while copy.conversation:
                piece = (await self._asking.ask("GET", path + str(copy.seq), token=taxpayer.token)).body
                copy.apply(piece)
                if not piece["changes"]:
                    break
            record[copy.conversation] = copy.shown
        return record

    async def _listen(self) -> None:
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        while word := (await reader.readline()).decode().strip():
            for pipe in self._pipes():
                if random.random() < SHARE:
                    pipe.cut() if word == "cut" else pipe.half_open()

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            boxes = [each.outbox for each in self._taxpayers if each.outbox]
            boxes += [each.outbox for desk in self._consultants for each in desk.dialogues.values()]
            _say({"acknowledged": sum(len(box.acknowledged) for box in boxes), "left": self._left})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Live as ordered, and tell."""
    orders = msgspec.json.decode(sys.stdin.readline(), type=Orders)
    random.seed(orders.seed)
    _say(plain(uvloop.run(Crowd(orders).live())))


if __name__ == "__main__":
    main()
