"""`kill -9` for the processes in the background: another goes on where they were, and does nothing twice."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from helpline.conversations.commands import opening
from helpline.conversations.commands.opening import Opening
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from tests.support.processes import Processes
from tests.support.waiting import until

ASKED = 120
KIND = "faults.clock"
clock = SystemClock()


async def _ask(db: Database, count: int) -> list[UUID]:
    """Taxpayers with a question each: a case to be opened and an answer to be given."""
    opened: list[UUID] = []
    async with db.deed() as tx:
        for _ in range(count):
            visit = await opening.welcome(tx)
            first = Opening(client_id=new_id(), text="电子税务局登录不了怎么办")
            opened.append(await opening.open_conversation(tx, visit.visitor_id, first))
    return opened


async def _waiting(db: Database) -> int:
    async with db.reading() as read:
        count: int = await read.fetchval(
            "select count(*) from outbox where delivered_at is null"
        ) + await read.fetchval("select count(*) from parked_delivery")
        return count


@pytest.mark.article("R11.1")
async def test_what_a_killed_worker_left_is_done_by_another_and_once(
    db: Database, processes: Processes
) -> None:
    doomed = await processes.loop("worker")
    conversations = await _ask(db, ASKED)
    facts = await _waiting(db)

    await until(lambda: _below(db, facts * 3 // 4))
    doomed.kill()
    left = await _waiting(db)
    assert left > 0, "it was killed in the middle"
    await processes.loop("worker")
    await until(lambda: _below(db, 1))

    async with db.reading() as read:
        cases = await read.fetch("select conversation_id from service_case")
        answers = await read.fetch(
            "select conversation_id, count(*) as times from change where by_party = 'assistant' group by 1"
        )
    assert sorted(row["conversation_id"] for row in cases) == sorted(conversations)
    assert {row["conversation_id"]: row["times"] for row in answers} == dict.fromkeys(conversations, 1)


async def _below(db: Database, most: int) -> bool:
    return await _waiting(db) < most


async def _start_clocks(db: Database, due_at: datetime, count: int) -> list[UUID]:
    subjects = [new_id() for _ in range(count)]
    async with db.deed() as tx:
        await deadlines.start(
            tx, [Deadline(kind=KIND, subject=each, started_at=tx.now, due_at=due_at) for each in subjects]
        )
    return subjects


async def _fired(db: Database, count: int) -> list[datetime]:
    """When the clocks fired, once all have."""
    async with db.reading() as read:
        rows = await read.fetch("select ended_at from deadline where kind = $1 and outcome = 'missed'", KIND)
    return [row["ended_at"] for row in rows] if len(rows) >= count else []


async def _announced(db: Database) -> int:
    """Facts of the test's own clocks; the house runs some too."""
    async with db.reading() as read:
        count: int = await read.fetchval(
            """select count(*) from outbox
               where name = 'deadlines.DeadlineMissed' and payload::jsonb ->> 'kind' = $1""",
            KIND,
        )
    return count


@pytest.mark.article("R4.5")
async def test_a_killed_ticker_fires_within_a_second_of_its_return(
    db: Database, processes: Processes
) -> None:
    doomed = await processes.loop("ticker")
    due_at = clock.now() + timedelta(seconds=0.5)
    subjects = await _start_clocks(db, due_at, 40)
    doomed.kill()
    await until(lambda: _is_past(due_at))

    await processes.loop("ticker")
    ready_at = clock.now()
    ended = await until(lambda: _fired(db, len(subjects)))

    lateness = max(ended) - ready_at
    print(
        f"\nlast of {len(subjects)} clocks fired {lateness.total_seconds():+.3f} s after the ticker was ready"
    )
    assert lateness <= timedelta(seconds=1)
    assert await _announced(db) == len(subjects), "each once"


async def _is_past(at: datetime) -> bool:
    return clock.now() > at


@pytest.mark.article("R4.5")
async def test_two_tickers_fire_each_clock_once_and_within_a_second(
    db: Database, processes: Processes
) -> None:
    for _ in range(2):
        await processes.loop("ticker")
    due_at = clock.now() + timedelta(seconds=1)
    subjects = await _start_clocks(db, due_at, 200)

    ended = await until(lambda: _fired(db, len(subjects)))

    lateness = max(ended) - due_at
    print(f"\nlast of {len(subjects)} clocks fired {lateness.total_seconds():.3f} s after it was due")
    assert timedelta(0) <= min(ended) - due_at
    assert lateness <= timedelta(seconds=1)
    assert await _announced(db) == len(subjects)
