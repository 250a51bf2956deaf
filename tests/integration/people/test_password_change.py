"""One's own password: changed by its owner, grown old, given by somebody else."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.people import login
from helpline.people.http import COOKIE, DOORS
from helpline.people.model import LoginTerms
from helpline.people.terms import PasswordTerms
from tests.support.doors import OWN_PAGE, client, sign_in
from tests.support.people import PASSWORD, a_city

Browser = AsyncTestClient[Any]


@pytest.fixture
async def browser(dsn: str, clock: VirtualClock) -> Browser:
    return client(dsn, clock, DOORS)


async def _enter(visitor: Browser, password: str) -> Any:
    return await visitor.post("/api/session", json={"number": "0101", "password": password}, headers=OWN_PAGE)


async def _change(visitor: Browser, new: str, old: str = PASSWORD) -> Any:
    return await visitor.put("/api/account/password", json={"old": old, "new": new}, headers=OWN_PAGE)


@pytest.mark.article("R18.1")
async def test_a_given_password_is_good_for_changing_it_and_nothing_else(
    db: Database, browser: Browser
) -> None:
    await a_city(db)
    await login.set_password(db, "0101", "Given-12366")

    async with browser:
        entered = await _enter(browser, "Given-12366")
        shut = [await browser.get(path) for path in ("/api/sessions", "/api/staff", "/api/organisations")]
        known = await browser.get("/api/session")
        changed = await _change(browser, "Mine-12366", "Given-12366")
        after = await browser.get("/api/staff")
        again = await _enter(browser, "Mine-12366")

    assert entered.json()["due"] == known.json()["due"] == ["password"]
    assert [(each.status_code, each.json()["code"]) for each in shut] == [(403, "password-due")] * 3
    assert (changed.status_code, after.status_code, again.json()["due"]) == (204, 200, [])


@pytest.mark.parametrize(("days", "due"), [(89, []), (90, ["password"])])
async def test_a_password_grows_too_old_in_ninety_days(
    db: Database, clock: VirtualClock, browser: Browser, days: int, due: list[str]
) -> None:
    await a_city(db)
    clock.advance(timedelta(days=days))

    async with browser:
        assert (await _enter(browser, PASSWORD)).json()["due"] == due


async def test_where_the_bureau_says_so_no_password_grows_old(
    db: Database, dsn: str, clock: VirtualClock
) -> None:
    await a_city(db)
    clock.advance(timedelta(days=400))

    async with client(dsn, clock, DOORS, LoginTerms(passwords=PasswordTerms(days=0))) as browser:
        assert (await _enter(browser, PASSWORD)).json()["due"] == []
        assert (await browser.get("/api/account/password")).json()["due_at"] is None


async def test_none_of_the_last_five_comes_again_and_the_sixth_may(db: Database, browser: Browser) -> None:
    await a_city(db)
    line = [PASSWORD, *(f"Huangpu-{number}" for number in range(1, 6))]

    async with browser:
        await sign_in(browser, "0101")
        for old, new in pairwise(line[:5]):
            assert (await _change(browser, new, old)).status_code == 204
        refused = [await _change(browser, each, line[4]) for each in line[:5]]
        await _change(browser, line[5], line[4])
        sixth = await _change(browser, PASSWORD, line[5])

    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (422, "password-used-before")
    ] * 5
    assert sixth.status_code == 204


async def test_a_change_ends_all_other_log_ins_and_gives_this_one_a_new_cookie(
    db: Database, dsn: str, clock: VirtualClock, browser: Browser
) -> None:
    await a_city(db)

    async with browser, client(dsn, clock, DOORS) as elsewhere, client(dsn, clock, DOORS) as thief:
        await sign_in(browser, "0101")
        await sign_in(elsewhere, "0101")
        before = browser.cookies[COOKIE]
        thief.cookies.set(COOKIE, before)
        await _change(browser, "Huangpu-12366")
        answers = [await each.get("/api/session") for each in (browser, elsewhere, thief)]

    assert [each.status_code for each in answers] == [200, 401, 401]
    assert browser.cookies[COOKIE] != before


async def test_guessing_the_old_password_is_locked_out_like_guessing_at_the_door(
    db: Database, browser: Browser
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        tries = [await _change(browser, "Huangpu-12366", "Guess-12366") for _ in range(6)]
        right = await _change(browser, "Huangpu-12366")
        at_the_door = await _enter(browser, PASSWORD)

    assert [each.json()["code"] for each in tries] == ["wrong-password"] * 5 + ["sign-in-locked"]
    assert (right.status_code, at_the_door.status_code) == (429, 429)


async def test_a_weak_new_password_is_refused_with_the_reason(db: Database, browser: Browser) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        weak = await _change(browser, "P@ssw0rd1")
        rules = (await browser.get("/api/account/password")).json()

    assert (weak.status_code, weak.json()["code"]) == (422, "weak-password")
    assert (rules["length"], rules["classes"], rules["history"], rules["days"]) == (8, 3, 5, 90)


async def test_hashes_older_than_the_history_are_not_kept(db: Database, clock: VirtualClock) -> None:
    await a_city(db)

    for number in range(8):
        await login.set_password(db, "0101", f"Huangpu-{number}x")

    async with db.reading() as read:
        assert await read.fetchval("select count(*) from former_password") == 5
