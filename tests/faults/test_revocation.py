"""What is taken back at one web process counts at the other within a second: log-ins, posts, programs' tokens."""

import asyncio
from collections.abc import Mapping

import httpx
import pytest

from helpline.kit.db import Database
from helpline.people import queries
from tests.support.processes import Processes
from tests.support.socket_page import SocketPage, staff_browser, staff_page

AT_ONCE = 1.0
"""Seconds after the deed was answered."""


async def _closed_at_once(page: SocketPage) -> None:
    async with asyncio.timeout(AT_ONCE):
        kinds, code = await page.rest()
    assert (kinds[-1], code) == ("signed_out", 4401)


async def _answers(urls: tuple[str, str], path: str, headers: Mapping[str, str]) -> list[int]:
    """What the same caller is answered at each process."""
    async with httpx.AsyncClient(trust_env=False, headers=headers) as client:
        return [(await client.get(f"{url}{path}")).status_code for url in urls]


def _cookie(browser: httpx.AsyncClient) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}


async def _elsewhere(db: Database, number: str) -> dict[str, str]:
    """A consultant's place at the other provider."""
    async with db.reading() as read:
        person = await queries.staff_by_number(read, number)
        teams = await queries.teams(read)
    assert person is not None
    team = next(each for each in teams if each.provider_id != person.provider_id)
    return {"role": "consultant", "provider_id": str(team.provider_id), "team_id": str(team.id)}


@pytest.mark.article("R18.1")
async def test_a_log_in_that_is_ended_or_moved_away_is_over_at_both_processes(
    db: Database, processes: Processes
) -> None:
    here, there = processes.web(), processes.web()
    await asyncio.gather(here.answers(), there.answers())
    urls = here.url, there.url
    async with (
        staff_browser(here.url, "0998") as security,
        staff_page(there.url, "0101") as ended,
        staff_page(there.url, "0102") as moved,
    ):
        await ended.hear("welcome")
        await moved.hear("welcome")
        cookies = _cookie(ended.browser), _cookie(moved.browser)
        mover = (await moved.browser.get("/api/session")).json()["id"]
        before = [await _answers(urls, "/api/session", cookie) for cookie in cookies]

        (await security.post("/api/accounts/0101/sessions/end", json={"why": "电脑遗失"})).raise_for_status()
        await _closed_at_once(ended)
        posting = {"posting": await _elsewhere(db, "0102"), "why": "调动"}
        (await security.post(f"/api/people/{mover}/move", json=posting)).raise_for_status()
        await _closed_at_once(moved)

        assert before == [[200, 200]] * 2
        assert [await _answers(urls, "/api/session", cookie) for cookie in cookies] == [[401, 401]] * 2


@pytest.mark.article("R18.1")
async def test_a_revoked_token_is_nobody_at_both_processes(processes: Processes) -> None:
    here, there = processes.web(), processes.web()
    await asyncio.gather(here.answers(), there.answers())
    urls = here.url, there.url
    async with staff_browser(here.url, "0997") as administrator:
        form = {"name": "取数程序", "rights": ["terms:read"], "days": 1, "why": "每日取数"}
        issued = (await administrator.post("/api/tokens", json=form)).json()
        headers = {"Authorization": f"Bearer {issued['secret']}"}
        before = await _answers(urls, "/api/regulation/terms", headers)

        path = f"/api/tokens/{issued['token']['id']}/revocation"
        (await administrator.post(path, json={"why": "停用"})).raise_for_status()

        assert before == [200, 200]
        assert await _answers(urls, "/api/regulation/terms", headers) == [401, 401]
