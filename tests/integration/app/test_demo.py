"""The demo's city reads back through the rooms' own queries, as if it had been lived."""

import asyncio
from datetime import timedelta

import pytest

from helpline.app.demo import city, history
from helpline.app.demo.actors import live
from helpline.app.seed import seed
from helpline.cases import queries as cases
from helpline.conversations import queries as conversations
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.people.model import Role
from tests.support.waiting import until


async def test_the_city_is_as_large_as_promised(db: Database) -> None:
    await seed(db)

    founded = await city.found(db)
    again = await city.found(db)

    consultants = [person for person in founded.staff if person.role is Role.CONSULTANT]
    assert (len(founded.districts), len(founded.providers), len(consultants)) == (16, 8, 60)
    assert len(again.staff) == len(founded.staff)
    async with db.reading() as read:
        assert await read.fetchval("select count(*) from taxpayer") == 5_000


async def test_history_reads_back_through_the_rooms(db: Database, clock: VirtualClock) -> None:
    await seed(db)
    founded = await city.found(db)

    count = await history.fill(db, founded)

    assert count > 3_000
    async with db.reading() as read:
        ids = [row["id"] for row in await read.fetch("select id from conversation order by id limit 50")]
        for talk in (await conversations.find_many(read, ids)).values():
            told = await conversations.slice_after(read, talk, 0)
            assert [change.seq for change in told.changes] == list(range(1, talk.state.seq + 1))
            case = await cases.of_conversation(read, talk.id)
            assert case is not None
            assert case.number == talk.number
        first = await read.fetchval("select min(started_at) from conversation")
        assert clock.now() - first > timedelta(days=28)
    assert await history.fill(db, founded) == 0


async def test_actors_live_without_a_fault(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    await seed(db)
    founded = await city.found(db)

    async def asked() -> int:
        async with db.reading() as read:
            count: int = await read.fetchval("select count(*) from conversation")
        return count

    acting = asyncio.create_task(live(db, founded, 0))
    assert await until(asked, 60) > 0
    acting.cancel()
    await asyncio.gather(acting, return_exceptions=True)

    assert "demo.failed" not in caplog.text
