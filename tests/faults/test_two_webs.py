"""Several web processes side by side: each delivers what came in by the other, and one may be killed."""

import asyncio

import httpx
import pytest

from helpline.kit.db import Database
from helpline.routing.commands.clocks import open_queue
from tests.support.consultant_desk import ConsultantDesk
from tests.support.insistent import InsistentPage
from tests.support.people import PASSWORD
from tests.support.processes import Processes
from tests.support.records import said_in
from tests.support.waiting import until

LINES = [f"第 {number} 句" for number in range(400)]
EARLY = 60


async def _acknowledged(page: InsistentPage, count: int) -> bool:
    return len(page.acknowledged) >= count


@pytest.mark.article("R11.1")
async def test_a_killed_web_process_loses_and_doubles_nothing(db: Database, processes: Processes) -> None:
    doomed, other = processes.web(), processes.web()
    await asyncio.gather(doomed.answers(), other.answers())
    page = await InsistentPage.ask([doomed.url, other.url], "电子税务局登录不了怎么办")
    page.write(*LINES)
    sending = asyncio.create_task(page.send_all())

    await until(lambda: _acknowledged(page, EARLY))
    doomed.kill()
    before = dict(page.acknowledged)
    await asyncio.wait_for(sending, 30)

    assert len(before) < len(LINES), "it was killed in the middle"
    assert page.came_back == 2, "once to each"
    said = await said_in(db, page.conversation)
    assert [post.text for post in said[1:]] == LINES
    assert {post.client_id: post.seq for post in said[1:]} == page.acknowledged
    assert before.items() <= page.acknowledged.items()
    copy = page.another(other.url)
    await asyncio.wait_for(copy.listen(len(said)), 10)
    assert copy.texts[1:] == LINES, "so it is shown, too"


async def _wish_for_a_person(page: InsistentPage, url: str, db: Database) -> None:
    """At any hour: outside service hours a place is kept, and the queue is opened by hand."""
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        answer = await client.post(
            f"/api/conversations/{page.conversation}/human",
            json={"keep_place": True},
            headers={"Authorization": f"Bearer {page._token}"},
        )
    answer.raise_for_status()
    opens_at = (answer.json()["state"]["queue"] or {}).get("opens_at")
    if opens_at is not None:
        async with db.deed() as tx:
            [row] = await tx.fetch("select max(not_before) as at from waiting")
            await open_queue(tx, row["at"])


@pytest.mark.article("R12.1")
async def test_two_processes_deliver_to_each_other(db: Database, processes: Processes) -> None:
    here, there = processes.web(), processes.web()
    await asyncio.gather(here.answers(), there.answers(), processes.loop("worker"))
    desk = ConsultantDesk(there.url, "0101")
    await desk.sit_down(PASSWORD)
    page = await InsistentPage.ask([here.url], "电子税务局登录不了怎么办")
    listener = page.another(here.url)
    listening = asyncio.create_task(listener.listen(1_000))

    await _wish_for_a_person(page, here.url, db)
    taken = await desk.take()
    await desk.say(taken, "您好，请问提示什么？")
    await until(lambda: _heard(listener, "您好，请问提示什么？"), 5)
    page.write("提示证书过期")
    await page.send_all()
    await until(lambda: _reads(desk, taken, "提示证书过期"), 5)

    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert taken == page.conversation
    await desk.leave()


async def _heard(page: InsistentPage, text: str) -> bool:
    return text in page.texts


async def _reads(desk: ConsultantDesk, conversation: str, text: str) -> bool:
    piece = await desk.read(conversation)
    return any(change.get("content", {}).get("text") == text for change in piece["changes"])
