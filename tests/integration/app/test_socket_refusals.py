"""The live socket and what it refuses: nonsense, strangers, late-comers. The socket itself lives on."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from helpline.kit.clock import SHANGHAI, ShiftedClock
from helpline.kit.db import Database
from tests.support.front import ask, say
from tests.support.live_pages import follows, posts, process, taxpayer_page
from tests.support.people import City, a_city
from tests.support.site import Site
from tests.support.socket_page import connected, staff_page

AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


@pytest.fixture
async def site(dsn: str, city: City, tmp_path: Path) -> AsyncIterator[Site]:
    async with process(dsn, ShiftedClock(AFTERNOON), tmp_path) as opened:
        yield opened


NONSENSE = [
    pytest.param("{", id="broken JSON"),
    pytest.param("", id="nothing"),
    pytest.param("null", id="null"),
    pytest.param('"hello"', id="a word"),
    pytest.param("[" * 5_000, id="nested without end"),
    pytest.param('{"type":"dance"}', id="an unknown type"),
    pytest.param('{"token":"x"}', id="no type"),
    pytest.param('{"type":"hello","token":"guessed"}', id="an unknown token"),
    pytest.param('{"type":"subscribe","topic":"weather"}', id="an unknown topic"),
    pytest.param('{"type":"subscribe","topic":"desk"}', id="a desk without log-in"),
    pytest.param('{"type":"subscribe","topic":"session:1"}', id="an inner topic"),
    pytest.param('{"type":"subscribe","topic":"conversation:me"}', id="no id at all"),
    pytest.param(f'{{"type":"subscribe","topic":"conversation:{uuid4()}"}}', id="an unknown id"),
    pytest.param(f'{{"type":"subscribe","topic":"conversation:{uuid4()}","after":-1}}', id="below zero"),
    pytest.param(
        f'{{"type":"subscribe","topic":"conversation:{uuid4()}","after":99999999999}}',
        id="beyond all numbers",
    ),
    pytest.param(f'{{"type":"typing","conversation":"{uuid4()}"}}', id="typing nowhere"),
    pytest.param(f'{{"type":"read","conversation":"{uuid4()}","upto":1}}', id="reading nowhere"),
    pytest.param(f'{{"type":"read","conversation":"{uuid4()}","upto":1e30}}', id="reading beyond all"),
    pytest.param(
        f'{{"type":"post","conversation":"{uuid4()}","client_id":"{uuid4()}","content":{{"type":"text","text":"x"}}}}',
        id="words to nobody",
    ),
    pytest.param(
        f'{{"type":"post","conversation":"{uuid4()}","client_id":"{uuid4()}",'
        '"content":{"type":"notice","code":"closing","text":"x"}}',
        id="words of the house",
    ),
]


@pytest.mark.parametrize("frame", NONSENSE)
async def test_nonsense_is_refused_and_the_socket_lives_on(site: Site, frame: str) -> None:
    async with taxpayer_page(site.url) as page:
        await page.send_raw(frame)

        refused = await page.hear("refused")

        assert refused["code"]
        assert refused["message"]
        await page.send(type="ping")
        await page.hear("pong")


async def test_before_saying_hello_nothing_is_told_and_nothing_taken(site: Site, db: Database) -> None:
    async with taxpayer_page(site.url) as page, connected(site.url, httpx.AsyncClient()) as silent:
        conversation = await ask(page.browser, "登录不了")

        await silent.send(type="subscribe", topic=f"conversation:{conversation}")
        assert (await silent.hear("refused"))["code"] == "forbidden"
        await posts(silent, conversation, "我是谁？")
        assert (await silent.hear("refused"))["code"] == "forbidden"

        async with db.reading() as read:
            assert await read.fetchval("select count(*) from change") == 1


@pytest.mark.article("R18.1")
async def test_a_stranger_is_told_nothing_of_a_conversation_then_or_later(site: Site) -> None:
    async with taxpayer_page(site.url) as page, taxpayer_page(site.url) as stranger:
        conversation = await ask(page.browser, "登录不了")
        await stranger.send(type="subscribe", topic=f"conversation:{conversation}")
        assert (await stranger.hear("refused"))["code"] == "not-found"

        await posts(page, conversation, "第二句")
        await page.hear("ack")
        await stranger.send(type="ping")

        assert [frame["type"] for frame in await stranger.frames_until("pong")] == ["pong"]


async def test_a_refused_post_names_the_post_and_the_way_on(site: Site) -> None:
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "登录不了")
        await page.browser.post(f"/api/conversations/{conversation}/end")

        key = await posts(page, conversation, "还有")

        refused = await page.hear("refused")
        assert (refused["client_id"], refused["code"]) == (key, "conversation-ended")


@pytest.mark.article("R18.1")
async def test_a_consultant_who_handed_it_over_is_told_no_more_and_stays_connected(
    site: Site, db: Database, city: City
) -> None:
    colleague = await site.consultant("0102")
    async with taxpayer_page(site.url) as page, staff_page(site.url, "0101") as desk:
        await desk.hear("welcome")
        conversation = await ask(page.browser, "登录不了")
        await desk.browser.post("/api/desk/presence", json={"presence": "available"})
        await colleague._ask("POST", "/api/desk/presence", {"presence": "break"})
        await page.browser.post(f"/api/conversations/{conversation}/human", json={})
        [offer] = (await desk.browser.get("/api/desk")).json()["offers"]
        await desk.browser.post(f"/api/offers/{offer['id']}/claim")
        await say(desk.browser, conversation, "您好")
        await follows(desk, conversation)
        await colleague._ask("POST", "/api/desk/presence", {"presence": "available"})
        body = {"to": str(city["0102"].id), "note": ""}
        asked = await desk.browser.post(f"/api/conversations/{conversation}/transfer", json=body)
        assert asked.status_code == 200, asked.text
        await colleague.take()

        await posts(page, conversation, "给新咨询员的")
        await page.hear("ack")
        await desk.send(type="ping")

        told = json.dumps(await desk.frames_until("pong"), ensure_ascii=False)
        assert "给新咨询员的" not in told
        await posts(desk, conversation, "我还在")
        assert (await desk.hear("refused"))["code"] == "not-found"


async def test_a_post_that_breaks_the_house_is_told_and_the_socket_lives_on(site: Site, db: Database) -> None:
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "登录不了")
        async with db.deed() as tx:
            await tx.execute("alter table change rename to mislaid")

        key = await posts(page, conversation, "第二句")

        refused = await page.hear("refused")
        assert (refused["client_id"], refused["code"]) == (key, "failure")
        async with db.deed() as tx:
            await tx.execute("alter table mislaid rename to change")
        await posts(page, conversation, "第二句", key)
        assert (await page.hear("ack"))["seq"] == 2
