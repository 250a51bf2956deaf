"""The product under the crowd: two web processes, a worker, a ticker, a database; and what befalls them."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from contextlib import AsyncExitStack

import asyncpg

from helpline.kit.db import Database, is_passing
from helpline.kit.postgres.launcher import Cluster
from helpline.routing.commands.clocks import open_queue
from tests.support.processes import Process, Processes, WebProcess, free_port

SHORTEST, LONGEST = 0.2, 1.5
"""Seconds that a killed process is away before somebody starts it again."""


class Town:
    """Everything that can be killed, and when what was away."""

    def __init__(self, cluster: Cluster, db: Database, processes: Processes, chance: random.Random) -> None:
        self.befell: Counter[str] = Counter()
        self.away: list[tuple[float, float]] = []
        """From the blow until everything served again, by the machine's clock."""
        self._cluster = cluster
        self._db = db
        self._processes = processes
        self._chance = chance
        self._ports = [free_port(), free_port()]
        self._webs: list[WebProcess] = []
        self._loops: dict[str, Process] = {}
        self._one: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """Blows to one thing come one after the other, blows to several as they come."""

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    async def start(self) -> None:
        self._webs = [self._processes.web(port=port) for port in self._ports]
        await asyncio.gather(*(web.answers() for web in self._webs))
        for name in ("worker", "ticker"):
            self._loops[name] = await self._processes.loop(name)

    async def befall(self, what: str) -> None:
        """One blow, and the recovery from it."""
        began = now()
        self.befell[what] += 1
        match what:
            case "kill web":
                await self._kill_web(self._chance.randrange(2))
            case "kill worker" | "kill ticker":
                await self._kill_loop(what.removeprefix("kill "))
            case "kill postgres":
                await self._kill_postgres()
            case "rolling restart":
                for place in range(2):
                    async with self._one[f"web {place}"]:
                        await self._restart(place)
        self.away.append((began, now()))

    async def keep_open(self) -> None:
        """At any hour: outside service hours a place is kept, and the queue is opened by hand."""
        while True:
            try:
                async with self._db.deed() as tx:
                    row = await tx.fetchrow(
                        "select max(not_before) as at from waiting where state = 'waiting'"
                    )
                    if row is not None and row["at"] is not None:
                        await open_queue(tx, row["at"])
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(0.3)

    async def _kill_web(self, place: int) -> None:
        async with self._one[f"web {place}"]:
            self._webs[place].kill()
            await self._pause()
            await self._open(place)

    async def _kill_loop(self, name: str) -> None:
        async with self._one[name]:
            self._loops[name].kill()
            await self._pause()
            self._loops[name] = await self._processes.loop(name)

    async def _kill_postgres(self) -> None:
        """Killed processes that start meanwhile would find no database, as would any supervisor: they wait."""
        async with AsyncExitStack() as all_quiet:
            for each in ("web 0", "web 1", "worker", "ticker"):
                await all_quiet.enter_async_context(self._one[each])
            await asyncio.to_thread(self._cluster.kill)
            await self._pause()
            await asyncio.to_thread(self._cluster.start)

    async def _restart(self, place: int) -> None:
        await self._webs[place].end()
        assert self._webs[place].exit_code == 0, self._webs[place].log.read_text()[-2000:]
        await self._open(place)

    async def _open(self, place: int) -> None:
        self._webs[place] = self._processes.web(port=self._ports[place])
        await self._webs[place].answers()

    async def _pause(self) -> None:
        await asyncio.sleep(self._chance.uniform(SHORTEST, LONGEST))


def now() -> float:
    """The machine's clock."""
    return time.time()  # noqa: TID251


def plan(chance: random.Random, rounds: int) -> list[str]:
    """Blows in a random order: each round has every kind, and cuts between them."""
    blows: list[str] = []
    for _ in range(rounds):
        kinds = ["kill web", "kill worker", "kill ticker", "kill postgres", "cut", "cut", "half"]
        chance.shuffle(kinds)
        blows += kinds
    blows.insert(len(blows) // 2, "rolling restart")
    return blows
