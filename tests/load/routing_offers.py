"""How long an offer takes with 500 seats and 10,000 waiting. Run: python -m tests.load.routing_offers

Prints milliseconds as JSON. Every figure is a whole deed with its commit on an embedded server that syncs to disk.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from helpline.app.migrate import make_database, migrate
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from helpline.kit.refusal import Refused
from helpline.routing import commands, queries
from helpline.routing.commands import clocks
from helpline.routing.model import Scope, Work
from tests.load.figure import Figure
from tests.support.keys import choose_key

PROVIDERS = [UUID(int=number) for number in range(1, 9)]
SYSTEMS = [f"system-{number}" for number in range(1, 12)]
CAPACITY = 6


class Spread(msgspec.Struct, frozen=True):
    """Milliseconds of `count` deeds."""

    count: int
    p50: float
    p99: float
    most: float


async def build(db: Database, seats: int, waiting: int) -> None:
    """A city in which every seat is full and so many wait. Each seat serves four systems."""
    luck = random.Random(4)
    async with db.deed() as tx:
        staff = [new_id() for _ in range(seats)]
        until = tx.now + timedelta(hours=8)
        for number, staff_id in enumerate(staff):
            await tx.execute(
                """insert into seat (staff_id, name, provider_id, systems, languages, presence, presence_since, why,
                     lease_until, units, costs, held, idle_since)
                   values ($1, $2, $3, $4, '{zh}', 'available', $5, '', $6, 6, $7, 6, $5)""",
                staff_id,
                f"{number}",
                PROVIDERS[number % 8],
                luck.sample(SYSTEMS, 4),
                tx.now,
                until,
                {"chat": 1, "voice": 6},
            )
        await _hold(tx, staff)
        await _wait(tx, waiting, luck)
    async with db.deed() as tx:
        await tx.execute("analyze seat")
        await tx.execute("analyze waiting")
        await tx.execute("analyze offer")


async def _hold(tx: Tx, staff: list[UUID]) -> None:
    held = [(new_id(), staff_id) for staff_id in staff for _ in range(CAPACITY)]
    await tx.executemany(
        """insert into waiting (id, channel, language, priority, enqueued_at, state, state_since, holder, card)
           values ($1, 'chat', 'zh', 0, $3, 'claimed', $3, $2, '{}')""",
        [(work, staff_id, tx.now) for work, staff_id in held],
    )
    await tx.executemany(
        """insert into offer (id, work_id, staff_id, channel, kind, offered_at, due_at, outcome, outcome_at)
           values ($1, $2, $3, 'chat', 'queue', $4, $4, 'claimed', $4)""",
        [(new_id(), work, staff_id, tx.now) for work, staff_id in held],
    )


async def _wait(tx: Tx, waiting: int, luck: random.Random) -> None:
    await tx.executemany(
        """insert into waiting (id, channel, provider_id, system, language, priority, enqueued_at, state, state_since,
             card)
           values ($1, 'chat', $2, $3, 'zh', 0, $4, 'waiting', $4, '{}')""",
        [
            (new_id(), luck.choice(PROVIDERS), luck.choice(SYSTEMS), _ago(tx.now, waiting - number))
            for number in range(waiting)
        ],
    )


def _ago(now: datetime, tenths: int) -> datetime:
    return now - timedelta(seconds=tenths / 10)


async def measure_deeds(db: Database, deeds: list[Callable[[Tx], Awaitable[Any]]]) -> Spread:
    """Milliseconds of each deed, from asking for a connection to the commit."""
    took: list[float] = []
    for deed in deeds:
        began = time.perf_counter()
        async with db.deed() as tx:
            await deed(tx)
        took.append((time.perf_counter() - began) * 1000)
    return spread(took)


def spread(took: list[float]) -> Spread:
    took.sort()
    at = [took[int(len(took) * share)] for share in (0.5, 0.99)]
    return Spread(len(took), *(round(each, 1) for each in (*at, took[-1])))


async def column(db: Database, sql: str) -> list[Any]:
    async with db.reading() as read:
        return [row[0] for row in await read.fetch(sql)]


def release(work: UUID) -> Callable[[Tx], Awaitable[Any]]:
    return lambda tx: commands.release(tx, work)


def ask(number: int) -> Work:
    return Work(id=new_id(), provider_id=PROVIDERS[number % 8], system=SYSTEMS[number % 11])


def enqueue(number: int) -> Callable[[Tx], Awaitable[Any]]:
    return lambda tx: commands.enqueue(tx, ask(number))


def claim(offer: UUID, staff: UUID) -> Callable[[Tx], Awaitable[Any]]:
    return lambda tx: commands.claim(tx, offer, staff)


def place(work: UUID) -> Callable[[Tx], Awaitable[Any]]:
    return lambda tx: queries.place_and_wait(tx, work)


async def city_at_work(db: Database, works: list[UUID], per_second: float) -> Spread:
    """From the moment a dialogue ends until the next one is offered, while others ask and take: an open loop.

    Each deed begins when it is due, whether or not the one before has ended, so a queue at the lock would show.
    """
    took: list[float] = []
    began = time.perf_counter()

    async def turnover(number: int, work: UUID) -> None:
        due = began + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        async with db.deed() as tx:
            await commands.release(tx, work)
        took.append((time.perf_counter() - due) * 1000)
        async with db.deed() as tx:
            await commands.enqueue(tx, ask(number))
        async with db.deed() as tx:
            offer = await tx.fetchrow(
                "select id, staff_id from offer where outcome is null order by id limit 1"
            )
            if offer:
                await commands.claim(tx, offer["id"], offer["staff_id"])

    await asyncio.gather(*(outcome(turnover(number, work)) for number, work in enumerate(works)))
    return spread(took)


async def outcome(deed: Awaitable[None]) -> None:
    """Two may reach for one offer; the second is refused, as it should be."""
    with suppress(Refused):
        await deed


async def run(db: Database, seats: int = 500, waiting: int = 10_000) -> dict[str, Spread]:
    """All figures. An end frees a seat and offers it the best of all who wait, the heavier way round."""
    await build(db, seats, waiting)
    held = await column(db, "select id from waiting where holder is not null order by id")
    random.Random(5).shuffle(held)
    figures = {
        "a dialogue ends, the next is offered": await measure_deeds(db, [release(w) for w in held[:300]])
    }
    async with db.reading() as read:  # the latest first: an offer is open for 30 seconds of real time
        asked = await read.fetch(
            "select id, staff_id from offer where outcome is null order by id desc limit 150"
        )
    figures |= {
        "take": await measure_deeds(db, [claim(*row) for row in asked]),
        "ended to offered, 7 a second": await city_at_work(db, held[500:700], 7.0),
        "ask behind all": await measure_deeds(db, [enqueue(number) for number in range(300)]),
    }
    ids = await column(db, "select id from waiting where state = 'waiting' order by seq desc limit 200")
    staff = await column(db, "select staff_id from seat")
    return figures | {
        "place and wait": await measure_deeds(db, [place(work) for work in ids]),
        "queues of the city": await measure_deeds(db, [lambda tx: queries.queue_summary(tx, Scope())] * 50),
        "renew all leases": await measure_deeds(db, [lambda tx: commands.renew(tx, staff)] * 50),
        "lose all desks": await measure_deeds(
            db, [lambda tx: clocks.lose_seats(tx, tx.now + timedelta(hours=9))]
        ),
        "all desks return": await measure_deeds(db, [lambda tx: commands.renew(tx, staff)]),
    }


async def measure(db: Database) -> list[Figure]:
    """R4.2: the figures against their limits, for `make bench`."""
    figures = await run(db)
    limit = "limit: an offer within 200 ms, 500 seats, 10,000 waiting"
    return [
        Figure(f"routing: {name}, p99", spread.p99, "ms", 200, limit, at_most=True)
        for name, spread in figures.items()
        if spread.count > 1
    ]


async def main() -> dict[str, Spread]:
    """A cluster of one's own."""
    choose_key()
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101 - before anything runs beside it
        server = Cluster(Path(folder))
        server.start()
        try:
            await make_database(server.dsn(), "load")
            await migrate(server.dsn("load"))
            db = await Database.open(server.dsn("load"), SystemClock(), size=12)
            figures = await run(db)
            await db.close()
        finally:
            server.stop()
    return figures


if __name__ == "__main__":
    print(msgspec.json.format(msgspec.json.encode(asyncio.run(main()))).decode())
