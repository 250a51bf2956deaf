"""A socket does not outlive the log-in that opened it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from helpline.app.topics import SIGNED_OUT, read_session
from helpline.kit.clock import SHANGHAI, ShiftedClock, VirtualClock
from helpline.kit.db import Database
from helpline.kit.live import Piece
from helpline.people import commands, login
from helpline.people.model import Device, LoginTerms
from tests.support.front import ask
from tests.support.people import PASSWORD, City, a_city
from tests.support.site import Site, a_site
from tests.support.socket_page import SocketPage, connected, staff_browser, staff_page

AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


@pytest.fixture
async def site(dsn: str, city: City, tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(dsn, ShiftedClock(AFTERNOON), tmp_path) as opened:
        yield opened


@pytest.mark.article("R18.1")
async def test_logging_out_tells_the_page_and_closes_its_socket(site: Site) -> None:
    async with staff_page(site.url, "0101") as page:
        await page.hear("welcome")

        await page.browser.delete("/api/session")

        assert await page.rest() == (["signed_out"], 4401)


async def test_all_sockets_of_one_log_in_end_with_it(site: Site) -> None:
    async with (
        staff_browser(site.url, "0101") as browser,
        connected(site.url, browser) as desk,
        connected(site.url, browser) as wallboard,
    ):
        await desk.hear("welcome")
        await wallboard.hear("welcome")

        await browser.delete("/api/session")

        assert (await desk.rest())[1] == 4401
        assert (await wallboard.rest())[1] == 4401


async def test_another_log_in_of_the_same_person_goes_on(site: Site) -> None:
    async with staff_page(site.url, "0101") as here, staff_page(site.url, "0101") as there:
        await here.hear("welcome")
        await there.hear("welcome")

        await there.browser.delete("/api/session")

        assert (await there.rest())[1] == 4401
        await here.send(type="ping")
        assert (await here.hear("pong"))["type"] == "pong"


async def test_who_leaves_the_service_is_told_nothing_more(site: Site, city: City) -> None:
    async with staff_page(site.url, "0101") as page:
        await page.send(type="subscribe", topic="desk")
        await page.hear("snapshot")

        async with site.db.deed() as tx:
            await commands.deactivate(tx, city["0101"].id)

        kinds, code = await page.rest()
        assert (kinds[-1], code) == ("signed_out", 4401)


async def test_the_page_cannot_stop_the_watch_over_its_log_in(site: Site) -> None:
    async with staff_page(site.url, "0101") as page:
        [own] = (await page.browser.get("/api/sessions")).json()
        await page.send(type="unsubscribe", topic=f"session:{own['session']['id']}")
        await page.send(type="ping")
        await page.hear("pong")

        await page.browser.delete("/api/session")

        assert (await page.rest())[1] == 4401


@pytest.mark.article("R18.1")
async def test_a_locked_log_in_tells_nothing_and_takes_nothing_but_that_an_offer_rings(site: Site) -> None:
    async with (
        staff_browser(site.url, "0101") as browser,
        connected(site.url, browser) as desk,
        connected(site.url, browser) as other_tab,
    ):
        await desk.send(type="subscribe", topic="desk")
        await desk.hear("snapshot")
        await browser.post("/api/session/lock", json={})
        await desk.hear("locked")
        await other_tab.hear("locked")

        shut = [await browser.get(path) for path in ("/api/desk", "/api/sessions", "/api/account/password")]
        await desk.send(type="subscribe", topic="desk")
        told = await desk.hear("ringing")
        await desk.send(type="typing", conversation="00000000-0000-0000-0000-000000000000")
        refused = await desk.hear("refused")
        async with connected(site.url, browser) as reloaded:
            assert [frame["type"] for frame in await reloaded.frames_until("locked")] == ["welcome", "locked"]
        still = (await browser.get("/api/session")).json()["locked"]
        wrong = await browser.post("/api/session/unlock", json={"password": "Guess-12366"})
        opened = await browser.post("/api/session/unlock", json={"password": PASSWORD})
        ends = [await each.rest() for each in (desk, other_tab)]

        assert [(each.status_code, each.json()["code"]) for each in shut] == [(423, "session-locked")] * 3
        assert (told, refused["code"], still) == ({"type": "ringing", "offers": 0}, "session-locked", True)
        assert (wrong.status_code, opened.status_code) == (422, 204)
        assert [(kinds[-1], code) for kinds, code in ends] == [("unlocked", 4008)] * 2
        assert (await browser.get("/api/desk")).status_code == 200


@pytest.mark.article("R18.1")
async def test_a_locked_desk_hears_that_somebody_is_offered_and_not_a_word_of_whom(site: Site) -> None:
    async with staff_page(site.url, "0101") as desk, httpx.AsyncClient(base_url=site.url) as taxpayer:
        await desk.send(type="subscribe", topic="desk")
        await desk.hear("snapshot")
        await desk.browser.post("/api/desk/presence", json={"presence": "available"})
        await desk.browser.post("/api/session/lock", json={})
        await desk.hear("locked")
        token = (await taxpayer.post("/api/visitors")).json()["token"]
        taxpayer.headers["Authorization"] = f"Bearer {token}"
        conversation = await ask(taxpayer, "电子税务局登录不了", name="张三丰")

        wish = await taxpayer.post(f"/api/conversations/{conversation}/human", json={})
        await site.settle()
        told = [frame async for frame in _until_offered(desk)]

        assert wish.status_code == 200, "who asks notices nothing of a locked desk"
        assert {frame["type"] for frame in told} == {"ringing"}
        assert told[-1] == {"type": "ringing", "offers": 1}


async def _until_offered(desk: SocketPage) -> AsyncIterator[dict[str, Any]]:
    while True:
        for frame in await desk.frames_until("ringing"):
            yield frame
        if frame["offers"]:
            return


@pytest.mark.article("R4.2")
async def test_nothing_is_offered_to_a_chair_that_nobody_sits_on(site: Site) -> None:
    async with staff_page(site.url, "0101") as page:
        await page.hear("welcome")
        await page.browser.post("/api/desk/presence", json={"presence": "available"})

        await page.browser.post("/api/session/lock", json={})
        await site.settle()
        by_hand = await _presence(page)
        await page.browser.post("/api/session/lock", json={"idle": True})
        await site.settle()

        assert (by_hand, await _presence(page)) == ("available", "away")


async def _presence(page: SocketPage) -> str:
    """As the desk says it; a locked one says nothing, so it is unlocked for the look."""
    answer = await page.browser.get("/api/desk")
    if answer.status_code == 423:
        await page.browser.post("/api/session/unlock", json={"password": PASSWORD})
        answer = await page.browser.get("/api/desk")
    state: str = answer.json()["presence"]["state"]
    return state


async def test_nobody_listens_to_the_log_ins_of_others(site: Site) -> None:
    async with staff_page(site.url, "0101") as page, staff_page(site.url, "0102") as other:
        [theirs] = (await other.browser.get("/api/sessions")).json()

        await page.send(type="subscribe", topic=f"session:{theirs['session']['id']}")

        assert (await page.hear("refused"))["code"] == "forbidden"


async def test_a_log_in_that_was_not_used_for_too_long_ends_its_sockets(
    db: Database, clock: VirtualClock, city: City
) -> None:
    terms = LoginTerms(session_for=timedelta(hours=1))
    signed_in = await login.sign_in(db, "0101", PASSWORD, device=Device(), terms=terms)

    async def told(session: UUID) -> Piece | None:
        async with db.reading() as read:
            return await read_session(read, str(session), 0, None)

    assert await told(signed_in.session.id) is None

    clock.advance(timedelta(hours=1, seconds=1))

    assert await told(signed_in.session.id) == Piece(SIGNED_OUT, 1)
