"""`kill -9` for PostgreSQL: what was acknowledged is there, and everybody comes back by themselves."""

import asyncio
import time
from datetime import timedelta

import httpx
import pytest

from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from tests.support.insistent import InsistentPage
from tests.support.processes import Processes, WebProcess
from tests.support.records import said_in
from tests.support.waiting import until

LINES = [f"第 {number} 句" for number in range(400)]
EARLY = 60
AWAY = 0.7
"""Seconds that the database is away, besides its recovery."""

clock = SystemClock()


async def _acknowledged(page: InsistentPage, count: int) -> bool:
    return len(page.acknowledged) >= count


async def _crash(durable: Cluster) -> None:
    await asyncio.to_thread(durable.kill)
    await asyncio.sleep(AWAY)
    await asyncio.to_thread(durable.start)


async def _settled(db: Database) -> bool:
    async with db.reading() as read:
        waiting: int = await read.fetchval("select count(*) from outbox where delivered_at is null")
        return waiting == 0


async def _clock_fires_within_a_second(db: Database) -> None:
    due_at = clock.now() + timedelta(seconds=0.3)
    subject = new_id()
    async with db.deed() as tx:
        await deadlines.start(
            tx, [Deadline(kind="faults.clock", subject=subject, started_at=tx.now, due_at=due_at)]
        )

    async def fired() -> object:
        async with db.reading() as read:
            return await read.fetchval("select ended_at from deadline where subject = $1", subject)

    ended_at = await until(fired)
    assert ended_at - due_at <= timedelta(seconds=1)  # type: ignore[operator]  # a moment


@pytest.mark.article("R11.1")
async def test_nothing_acknowledged_is_lost_when_the_database_is_killed(
    durable: Cluster, db: Database, processes: Processes
) -> None:
    web = processes.web()
    await asyncio.gather(web.answers(), processes.loop("worker"), processes.loop("ticker"))
    page = await InsistentPage.ask([web.url], "电子税务局登录不了怎么办")
    page.write(*LINES)
    sending = asyncio.create_task(page.send_all())

    await until(lambda: _acknowledged(page, EARLY))
    await _crash(durable)
    before = dict(page.acknowledged)
    assert len(before) < len(LINES), "it was killed in the middle"
    on_record = {post.client_id: post.seq for post in await said_in(db, page.conversation)}
    assert before.items() <= on_record.items(), "all that was acknowledged, under the number told"
    restarted = time.monotonic()
    await asyncio.wait_for(sending, 10)
    assert page.came_back == 1, "the page noticed a pause, no more"
    print(
        f"\n{len(LINES) - len(before)} posts acknowledged within {time.monotonic() - restarted:.2f} s of the restart"
    )

    await until(lambda: _settled(db))
    taxpayers = [post for post in await said_in(db, page.conversation) if post.by == "taxpayer"]
    assert [post.text for post in taxpayers[1:]] == LINES, "nothing lost, nothing twice, in order"
    assert {post.client_id: post.seq for post in taxpayers[1:]} == page.acknowledged
    await _clock_fires_within_a_second(db)
    await _news_travel(web, page)


async def _news_travel(web: WebProcess, page: InsistentPage) -> None:
    """The process listens again: what is said on one device is shown on the other, unasked."""
    other = page.another(web.url)
    listening = asyncio.create_task(other.listen(len(LINES) + 2))
    page.write("还在吗")
    await page.send_all()
    await asyncio.wait_for(listening, 5)


async def test_doors_say_try_again_while_the_database_is_away(durable: Cluster, processes: Processes) -> None:
    web = processes.web()
    await web.answers()
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as client:
        await asyncio.to_thread(durable.kill)
        away = await client.post("/api/visitors")
        alive = await client.get("/healthz")
        await asyncio.to_thread(durable.start)
        await web.answers()
        back = await client.post("/api/visitors")

    assert (away.status_code, away.json()["code"]) == (503, "busy")
    assert away.json()["detail"] == "系统繁忙，请稍后重试。"
    assert (alive.status_code, back.status_code) == (200, 201)
    assert web.exit_code is None
