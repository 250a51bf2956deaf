"""A socket does not outlive the log-in that opened it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from helpline.app.topics import SIGNED_OUT, read_session
from helpline.kit.clock import SHANGHAI, ShiftedClock, VirtualClock
from helpline.kit.db import Database
from helpline.kit.live import Piece
from helpline.people import commands, login
from helpline.people.model import Device, LoginTerms
from tests.support.people import PASSWORD, City, a_city
from tests.support.site import Site, a_site
from tests.support.socket_page import connected, staff_browser, staff_page

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
