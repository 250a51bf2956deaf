"""The second factor at the door: enrolled, asked for, used once, lost, reset."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from litestar.testing import AsyncTestClient

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.people.http import COOKIE, DOORS
from helpline.people.model import LoginTerms, Role
from tests.support.doors import OWN_PAGE, client, sign_in
from tests.support.people import PASSWORD, a_city

Browser = AsyncTestClient[Any]


@pytest.fixture
async def browser(dsn: str, clock: VirtualClock) -> Browser:
    return client(dsn, clock, DOORS)


async def _enter(visitor: Browser, code: str = "", number: str = "0101", password: str = PASSWORD) -> Any:
    body = {"number": number, "password": password, "code": code}
    return await visitor.post("/api/session", json=body, headers=OWN_PAGE)


async def _post(visitor: Browser, path: str, **body: str) -> Any:
    return await visitor.post(f"/api/account/{path}", json=body, headers=OWN_PAGE)


async def _enrol(visitor: Browser, clock: VirtualClock) -> tuple[pyotp.TOTP, list[str]]:
    """Enrol whoever is logged in; a step later, so that the next code is a fresh one."""
    begun = await _post(visitor, "second-factor", password=PASSWORD)
    phone = pyotp.parse_uri(begun.json()["address"])
    assert isinstance(phone, pyotp.TOTP)
    done = await _post(visitor, "second-factor/confirmation", code=phone.at(clock.now()))
    assert done.status_code == 201, done.text
    clock.advance(timedelta(seconds=30))
    return phone, done.json()["codes"]


@pytest.mark.article("R18.1")
async def test_who_has_enrolled_is_asked_for_a_code_after_the_password(
    db: Database, clock: VirtualClock, browser: Browser
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        phone, _ = await _enrol(browser, clock)
        asked = await _enter(browser)
        wrong = await _enter(browser, "000000")
        right = await _enter(browser, phone.at(clock.now()))

    assert [(each.status_code, each.json().get("code")) for each in (asked, wrong)] == [
        (401, "code-needed"),
        (401, "wrong-code"),
    ]
    assert right.status_code == 201


async def test_the_phone_reads_a_picture_and_the_secret_lies_sealed(db: Database, browser: Browser) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        begun = (await _post(browser, "second-factor", password=PASSWORD)).json()

    async with db.reading() as read:
        sealed = await read.fetchval("select secret from second_factor")
    assert begun["picture"].startswith("<svg")
    assert re.fullmatch("[A-Z2-7]{32}", begun["secret"])
    assert begun["secret"].encode() not in sealed


async def test_a_code_opens_once(db: Database, clock: VirtualClock, browser: Browser) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        phone, _ = await _enrol(browser, clock)
        code = phone.at(clock.now())
        answers = [await _enter(browser, code), await _enter(browser, code)]

    assert [each.status_code for each in answers] == [201, 401]


async def test_a_recovery_code_opens_once_and_new_ones_replace_the_old(
    db: Database, clock: VirtualClock, browser: Browser
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        _, codes = await _enrol(browser, clock)
        answers = [await _enter(browser, each) for each in (codes[0], codes[0], codes[1].lower())]
        left = (await browser.get("/api/account/second-factor")).json()
        fresh = (await _post(browser, "recovery-codes", password=PASSWORD)).json()["codes"]
        after = [await _enter(browser, each) for each in (codes[2], fresh[0])]

    assert len(set(codes)) == 10
    assert [each.status_code for each in answers] == [201, 401, 201]
    assert left == {"is_on": True, "is_required": False, "codes_left": 8}
    assert [each.status_code for each in after] == [401, 201]


async def test_wrong_codes_lock_out_and_a_right_password_alone_does_not_start_the_count_anew(
    db: Database, clock: VirtualClock, browser: Browser
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        phone, _ = await _enrol(browser, clock)
        tries: list[str] = []
        for _ in range(5):
            tries.append((await _enter(browser, "000000")).json()["code"])
            tries.append((await _enter(browser)).json()["code"])
        locked = await _enter(browser, phone.at(clock.now()))

    assert tries == ["wrong-code", "code-needed"] * 4 + ["wrong-code", "sign-in-locked"]
    assert locked.status_code == 429


async def test_a_wrong_password_never_tells_whether_there_is_a_second_factor(
    db: Database, clock: VirtualClock, browser: Browser
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        await _enrol(browser, clock)
        enrolled = await _enter(browser, password="Guess-12366")
        plain = await _enter(browser, number="0102", password="Guess-12366")

    assert enrolled.json() == plain.json()


async def test_where_the_role_must_enrol_nothing_else_works_before(
    db: Database, dsn: str, clock: VirtualClock
) -> None:
    await a_city(db)
    terms = LoginTerms(factor_roles=frozenset({Role.CONSULTANT}))

    async with client(dsn, clock, DOORS, terms) as browser:
        entered = await _enter(browser)
        shut = await browser.get("/api/staff")
        before = browser.cookies[COOKIE]
        await _enrol(browser, clock)
        after = await browser.get("/api/staff")
        removal = await _post(browser, "second-factor/removal", password=PASSWORD)

    assert entered.json()["due"] == ["second_factor"]
    assert (shut.status_code, shut.json()["code"], after.status_code) == (403, "second-factor-due", 200)
    assert browser.cookies[COOKIE] != before
    assert (removal.status_code, removal.json()["code"]) == (409, "second-factor-required")


async def test_enrolling_and_doing_without_ask_for_the_password(
    db: Database, clock: VirtualClock, browser: Browser
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        refused = await _post(browser, "second-factor", password="Guess-12366")
        await _enrol(browser, clock)
        still = await _post(browser, "second-factor/removal", password="Guess-12366")
        removed = await _post(browser, "second-factor/removal", password=PASSWORD)
        entered = await _enter(browser)

    assert [each.json()["code"] for each in (refused, still)] == ["wrong-password"] * 2
    assert (removed.status_code, entered.status_code) == (204, 201)


@pytest.mark.article("R18.1")
async def test_the_security_administrator_resets_it_with_a_reason_on_record(
    db: Database, dsn: str, clock: VirtualClock, browser: Browser
) -> None:
    city = await a_city(db)
    guard = next(each.number for each in city.staff.values() if each.role is Role.SECURITY_ADMINISTRATOR)
    path = "/api/accounts/0101/second-factor/reset"

    async with browser, client(dsn, clock, DOORS) as security, client(dsn, clock, DOORS) as colleague:
        await sign_in(browser, "0101")
        await _enrol(browser, clock)
        await sign_in(security, guard)
        await sign_in(colleague, "0102")
        forbidden = await colleague.post(path, json={"why": "手机丢失"}, headers=OWN_PAGE)
        unexplained = await security.post(path, json={"why": ""}, headers=OWN_PAGE)
        reset = await security.post(path, json={"why": "手机丢失"}, headers=OWN_PAGE)
        thrown_out = await browser.get("/api/session")
        entered = await _enter(browser)

    async with db.reading() as read:
        why = await read.fetchval("select why from audit_line where deed = 'people.second_factor_reset'")
    assert [each.status_code for each in (forbidden, unexplained, reset)] == [403, 422, 204]
    assert (thrown_out.status_code, entered.status_code, why) == (401, 201, "手机丢失")


@pytest.mark.article("R18.1")
async def test_the_security_administrator_sees_and_ends_anybodys_log_ins(
    db: Database, dsn: str, clock: VirtualClock, browser: Browser
) -> None:
    city = await a_city(db)
    guard = next(each.number for each in city.staff.values() if each.role is Role.SECURITY_ADMINISTRATOR)

    async with browser, client(dsn, clock, DOORS) as security:
        await sign_in(browser, "0101")
        await sign_in(security, guard)
        seen = await security.get("/api/accounts/0101/sessions")
        foreign = await browser.get(f"/api/accounts/{guard}/sessions")
        ended = await security.post(
            "/api/accounts/0101/sessions/end", json={"why": "账号异常"}, headers=OWN_PAGE
        )
        out = await browser.get("/api/session")

    assert (len(seen.json()), foreign.status_code, ended.json()) == (1, 403, {"ended": 1})
    assert out.status_code == 401
