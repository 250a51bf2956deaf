"""The desk's phone: an account for who serves, and a line to the exchange that carries nothing but what a phone says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
import websockets
from websockets.typing import Subprotocol

from helpline.app.phone_door import FRAME_LIMIT, fit
from helpline.app.phones import LINES_OF_ONE, PASSWORD_FOR
from helpline.kit.clock import SHANGHAI, ShiftedClock
from helpline.kit.db import Database
from tests.support.far_end import FarEnd, a_far_end
from tests.support.people import City, a_city
from tests.support.site import Site, a_site
from tests.support.socket_page import staff_browser

AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
SIP = Subprotocol("sip")
REGISTER = "REGISTER sip:helpline.invalid SIP/2.0\r\nTo: <sip:seat@helpline.invalid>\r\n\r\n"
DIAL = "INVITE sip:13800138000@helpline.invalid SIP/2.0\r\nTo: <sip:13800138000@helpline.invalid>\r\n\r\nTo: <sip:x>;tag=1"
HOLD = "INVITE sip:asterisk@127.0.0.1 SIP/2.0\r\nt : <sip:asterisk@127.0.0.1>;tag=a1\r\n\r\nv=0"


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


@pytest.fixture
async def far() -> AsyncIterator[FarEnd]:
    async with a_far_end() as opened:
        yield opened


@pytest.fixture
async def site(dsn: str, city: City, far: FarEnd, tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(dsn, ShiftedClock(AFTERNOON), tmp_path, registrar=far) as opened:
        yield opened


@asynccontextmanager
async def line_of(
    site: Site, browser: httpx.AsyncClient, *, origin: str = "same-origin", speaks: Subprotocol | None = SIP
) -> AsyncIterator[websockets.ClientConnection]:
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    async with websockets.connect(
        site.url.replace("http", "ws", 1) + "/api/phone",
        additional_headers={"Sec-Fetch-Site": origin} | ({"Cookie": cookie} if cookie else {}),
        subprotocols=[speaks] if speaks else None,
        compression=None,
        proxy=None,
    ) as line:
        yield line


async def code_of_end(line: websockets.ClientConnection) -> int | None:
    async with asyncio.timeout(10):
        await line.wait_closed()
    return line.close_code


async def refused(site: Site, browser: httpx.AsyncClient, **how: object) -> int:
    with pytest.raises(websockets.InvalidStatus) as told:
        async with line_of(site, browser, **how):  # type: ignore[arg-type]  # options of `line_of`, named at the call
            pass
    return told.value.response.status_code


@pytest.mark.article("R5.1")
async def test_what_the_phone_says_reaches_the_exchange_and_its_answer_comes_back(
    site: Site, far: FarEnd
) -> None:
    async with staff_browser(site.url, "0101") as browser, line_of(site, browser) as line:
        assert line.subprotocol == "sip"
        await line.send(REGISTER)
        assert await far.hears() == REGISTER

        await (await far.line()).send("SIP/2.0 401 Unauthorized\r\n\r\n")

        assert await line.recv() == "SIP/2.0 401 Unauthorized\r\n\r\n"


async def test_who_serves_is_given_an_account_that_the_exchange_knows_for_an_hour(
    site: Site, far: FarEnd
) -> None:
    async with staff_browser(site.url, "0101") as browser:
        first = (await browser.get("/api/desk/phone")).json()
        second = (await browser.get("/api/desk/phone")).json()

    account = second["account"]
    assert (first["extension"], first["missing"], account["path"]) == ("0101", "", "/api/phone")
    assert account["account"] == first["account"]["account"]
    assert far.accounts == {account["account"]: account["password"]}, "the newest password alone counts"
    assert first["account"]["password"] != account["password"]
    left = datetime.fromisoformat(account["valid_until"]) - AFTERNOON
    assert PASSWORD_FOR <= left <= PASSWORD_FOR + timedelta(minutes=1)


async def test_where_there_is_no_hotline_or_it_is_away_the_desk_is_told_in_a_sentence(
    site: Site, far: FarEnd, dsn: str, tmp_path: Path
) -> None:
    far.is_away = True
    async with staff_browser(site.url, "0101") as browser:
        away = await browser.get("/api/desk/phone")
    async with (
        a_site(dsn, ShiftedClock(AFTERNOON), tmp_path) as plain,
        staff_browser(plain.url, "0101") as browser,
    ):
        absent = (await browser.get("/api/desk/phone")).json()
        assert await refused(plain, browser) == 403

    assert (away.status_code, away.json()["code"]) == (503, "exchange-away")
    assert "在线对话不受影响" in away.json()["detail"]
    assert absent["account"] is None
    assert "还没有设置热线" in absent["missing"]


@pytest.mark.article("R18.1")
async def test_only_who_serves_has_a_line_and_only_from_our_own_pages(site: Site, far: FarEnd) -> None:
    async with httpx.AsyncClient() as nobody:
        assert await refused(site, nobody) == 403
    async with staff_browser(site.url, "0101") as consultant:
        assert await refused(site, consultant, origin="cross-site") == 403
        assert await refused(site, consultant, speaks=None) == 403
    async with staff_browser(site.url, "0120") as inspector:
        assert await refused(site, inspector) == 403
    assert far.lines == []


@pytest.mark.article("R18.1")
async def test_the_line_ends_with_the_log_in_that_opened_it(site: Site, far: FarEnd) -> None:
    async with staff_browser(site.url, "0101") as browser, line_of(site, browser) as line:
        await line.send(REGISTER)
        await far.hears()

        await browser.delete("/api/session")

        assert await code_of_end(line) == 4401
        async with asyncio.timeout(10):
            await (await far.line()).wait_closed()


async def test_a_phone_that_dials_or_says_what_no_phone_says_is_cut_off(site: Site, far: FarEnd) -> None:
    async with staff_browser(site.url, "0101") as browser:
        for said in (DIAL, "GET / HTTP/1.1\r\n\r\n", "x" * (FRAME_LIMIT + 1), b"\x00\xff", ""):
            async with line_of(site, browser) as line:
                await line.send(said)
                await line.send(REGISTER)

                assert await code_of_end(line) == 1008
                async with asyncio.timeout(10):
                    await (await far.line()).wait_closed()


async def test_a_line_that_the_exchange_ends_asks_the_phone_to_come_back(site: Site, far: FarEnd) -> None:
    async with staff_browser(site.url, "0101") as browser, line_of(site, browser) as line:
        await (await far.line()).close()
        assert await code_of_end(line) == 1013
    far.socket_url = "ws://127.0.0.1:9/ws"
    async with staff_browser(site.url, "0101") as browser:
        assert await refused(site, browser) == 403


async def test_one_person_has_few_lines_at_a_time(site: Site, far: FarEnd) -> None:
    async with staff_browser(site.url, "0101") as browser:
        lines = [line_of(site, browser) for _ in range(LINES_OF_ONE)]
        opened = [await line.__aenter__() for line in lines]
        assert await refused(site, browser) == 403

        await lines[0].__aexit__(None, None, None)
        async with asyncio.timeout(10):
            await far.lines[0].wait_closed()
        async with line_of(site, browser) as again:
            await again.send(REGISTER)
            assert await far.hears() == REGISTER
        for line in lines[1:]:
            await line.__aexit__(None, None, None)
    assert len(opened) == LINES_OF_ONE


def test_a_phone_holds_a_call_and_answers_but_begins_none() -> None:
    assert fit(HOLD)
    assert fit("SIP/2.0 180 Ringing\r\nTo: x\r\n\r\n")
    assert fit("\r\n\r\n")
    assert not fit(DIAL)
    assert not fit("REFER sip:a@b SIP/2.0\r\nTo: <sip:a>;tag=1\r\n\r\n")
    assert not fit("MESSAGE sip:a@b SIP/2.0\r\n\r\n")
