"""Listening over the live socket: who may, and that a whisper is in no frame of the taxpayer's page."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from helpline.kit.clock import SHANGHAI, ShiftedClock
from helpline.kit.db import Database
from tests.support.front import ask
from tests.support.live_pages import follows, posts, process, taxpayer_page, token_of
from tests.support.people import City, a_city
from tests.support.site import Site
from tests.support.socket_page import staff_page

AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
WHISPER = "别急着答应，先核对所属期"


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


@pytest.fixture
async def site(dsn: str, city: City, tmp_path: Path) -> AsyncIterator[Site]:
    async with process(dsn, ShiftedClock(AFTERNOON), tmp_path) as opened:
        yield opened


@pytest.mark.article("R14.1", "R18.1")
async def test_a_whisper_is_in_no_frame_of_the_taxpayers_page_however_it_resumes(site: Site) -> None:
    desk = await site.consultant("0101")
    async with taxpayer_page(site.url) as page, staff_page(site.url, "0110") as lead:
        conversation = await ask(page.browser, "申报表打不开")
        (await page.browser.post(f"/api/conversations/{conversation}/human", json={})).raise_for_status()
        assert await desk.take() == conversation
        await follows(page, conversation)
        await lead.send(type="subscribe", topic=f"listen:{conversation}")
        assert (await lead.hear("slice"))["topic"] == f"listen:{conversation}"
        await lead.send(type="subscribe", topic=f"asides:{conversation}")
        assert [line["deed"] for line in (await lead.hear("snapshot"))["data"]] == ["查看了对话"]

        door = f"/api/wallboard/dialogues/{conversation}"
        said = {"client_id": str(uuid4()), "text": WHISPER}
        (await lead.browser.post(f"{door}/whispers", json=said)).raise_for_status()
        while (await lead.hear("snapshot"))["data"][-1]["words"] != WHISPER:
            pass  # what was told before may be told again
        await desk.say(conversation, "您好")
        await posts(page, conversation, "好的")

        heard = json.dumps(await page.frames_until("ack"), ensure_ascii=False)
        async with taxpayer_page(site.url, token_of(page)) as second:
            for after in range(8):
                heard += json.dumps(await follows(second, conversation, after), ensure_ascii=False)
            for topic in (f"asides:{conversation}", f"listen:{conversation}"):
                await second.send(type="subscribe", topic=topic)
                assert (await second.hear("refused"))["topic"] == topic
            for path in (f"/api/conversations/{conversation}", "/api/matters", "/api/conversations/current"):
                heard += (await second.browser.get(path)).text
        assert "您好" in heard
        assert WHISPER not in heard
        assert "查看了对话" not in heard


@pytest.mark.article("R14.1")
async def test_other_teams_and_consultants_cannot_listen(site: Site) -> None:
    desk = await site.consultant("0101")
    async with taxpayer_page(site.url) as page, staff_page(site.url, "0210") as stranger:
        conversation = await ask(page.browser, "申报表打不开")
        (await page.browser.post(f"/api/conversations/{conversation}/human", json={})).raise_for_status()
        await desk.take()
        for topic in (f"listen:{conversation}", f"asides:{conversation}", "listen:nothing"):
            await stranger.send(type="subscribe", topic=topic)
            assert (await stranger.hear("refused"))["code"] == "not-found"
