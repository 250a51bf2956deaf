"""`kill -9` for the worker between a line and its seal: nothing is lost, the chain is one."""

import asyncio
from pathlib import Path

import pytest

from helpline.audit.keys import Keys
from helpline.kit.db import Database
from tests.support.audit import some_lines, verified
from tests.support.processes import Processes
from tests.support.waiting import until

ROUNDS, LINES = 2, 150
ALL = ROUNDS * LINES


@pytest.mark.article("R18.1")
async def test_lines_that_a_killed_worker_left_unsealed_are_sealed_by_the_next_one(
    db: Database, processes: Processes, tmp_path: Path
) -> None:
    keys = Keys(tmp_path / "data" / "audit-keys")

    async def sealed(at_least: int) -> bool:
        return await _links(db) >= at_least

    for _ in range(ROUNDS):
        doomed = await processes.loop("worker")
        before = await _links(db)
        writing = asyncio.create_task(some_lines(db, LINES))
        await until(lambda least=before + 1: sealed(least))  # type: ignore[misc]
        doomed.kill()
        await writing
    await processes.loop("worker")
    await until(lambda: sealed(ALL))

    report = await verified(db, keys)
    assert (report.whole, report.lines, report.unsealed) == (True, ALL, 0)


async def _links(db: Database) -> int:
    async with db.reading() as read:
        count: int = await read.fetchval("select count(*) from audit_seal")
        return count
