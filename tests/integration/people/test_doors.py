"""The doors of people, knocked at as a browser does."""

from datetime import timedelta
from typing import Any

import pytest
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import AsyncTestClient

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people import commands
from helpline.people.http import COOKIE, DOORS
from helpline.people.model import Actor, LoginTerms
from tests.support.doors import OWN_PAGE, client, sign_in
from tests.support.people import PASSWORD, a_city


@websocket("/api/greeting")
async def greeting(socket: WebSocket[Any, Any, Any], staff: NamedDependency[Actor]) -> None:
    await socket.accept()
    await socket.send_text(staff.number)
    await socket.close()


@pytest.fixture
async def browser(dsn: str, clock: VirtualClock) -> AsyncTestClient[Any]:
    return client(dsn, clock, DOORS)


async def _post_session(visitor: AsyncTestClient[Any], number: str, password: str = PASSWORD) -> Any:
    return await visitor.post("/api/session", json={"number": number, "password": password}, headers=OWN_PAGE)


async def test_log_in_tells_who_one_is_and_where_work_begins(
    db: Database, browser: AsyncTestClient[Any]
) -> None:
    city = await a_city(db)

    async with browser:
        answer = await _post_session(browser, "0101")
        again = await browser.get("/api/session")

    assert answer.status_code == 201
    assert answer.json() == again.json()
    assert answer.json() == {
        "id": str(city["0101"].id),
        "number": "0101",
        "name": "王芳",
        "role": "consultant",
        "role_name": "咨询员",
        "home": "/desk",
        "organisation": "浦江税务技术服务有限公司 · 咨询一班",
        "due": [],
        "locked": False,
        "idle_minutes": 15,
    }


@pytest.mark.parametrize(
    ("number", "home"), [("0110", "/wallboard"), ("0121", "/knowledge"), ("0124", "/home"), ("0901", "/home")]
)
async def test_each_role_has_its_home(
    db: Database, browser: AsyncTestClient[Any], number: str, home: str
) -> None:
    await a_city(db)

    async with browser:
        answer = await _post_session(browser, number)

    assert answer.json()["home"] == home


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    db: Database, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser:
        answer = await _post_session(browser, "0101")

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("helpline_session=")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    assert "max-age" not in cookie


async def test_over_https_the_cookie_is_secure(db: Database, dsn: str, clock: VirtualClock) -> None:
    await a_city(db)

    async with client(dsn, clock, DOORS, LoginTerms(cookie_secure=True)) as browser:
        answer = await _post_session(browser, "0101")

    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_a_stranger_is_asked_to_log_in(db: Database, browser: AsyncTestClient[Any]) -> None:
    await a_city(db)

    async with browser:
        answers = [
            await browser.get(path)
            for path in ("/api/session", "/api/sessions", "/api/staff", "/api/organisations")
        ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "not-signed-in")] * 4


async def test_wrong_and_unknown_answer_alike(db: Database, browser: AsyncTestClient[Any]) -> None:
    await a_city(db)

    async with browser:
        wrong = await _post_session(browser, "0101", "Shanghai-12345")
        unknown = await _post_session(browser, "7777", "Shanghai-12345")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert "set-cookie" not in wrong.headers
    assert wrong.json()["detail"] == "工号或密码不正确。"


async def test_the_sixth_try_is_told_to_wait(db: Database, browser: AsyncTestClient[Any]) -> None:
    await a_city(db)

    async with browser:
        codes = [(await _post_session(browser, "0101", "wrong")).status_code for _ in range(6)]

    assert codes == [401] * 5 + [429]


async def test_log_out_ends_this_session_and_drops_the_cookie(
    db: Database, dsn: str, clock: VirtualClock, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser, client(dsn, clock, DOORS) as elsewhere:
        await sign_in(browser, "0101")
        await sign_in(elsewhere, "0101")
        token = browser.cookies[COOKIE]
        out = await browser.delete("/api/session", headers=OWN_PAGE)
        is_dropped = COOKIE not in browser.cookies
        browser.cookies.set(COOKIE, token)
        after = await browser.get("/api/session")
        other = await elsewhere.get("/api/session")

    assert (out.status_code, is_dropped) == (204, True)
    assert (after.status_code, other.status_code) == (401, 200)


async def test_log_out_everywhere_ends_all(
    db: Database, dsn: str, clock: VirtualClock, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser, client(dsn, clock, DOORS) as elsewhere:
        await sign_in(browser, "0101")
        await sign_in(elsewhere, "0101")
        out = await browser.delete("/api/sessions", headers=OWN_PAGE)
        other = await elsewhere.get("/api/session")

    assert (out.status_code, other.status_code) == (204, 401)


async def test_one_sees_and_ends_ones_own_log_ins_only(
    db: Database, dsn: str, clock: VirtualClock, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser, client(dsn, clock, DOORS) as elsewhere, client(dsn, clock, DOORS) as stranger:
        await sign_in(browser, "0101")
        await sign_in(elsewhere, "0101")
        await sign_in(stranger, "0102")
        mine = (await browser.get("/api/sessions")).json()
        other = next(each["session"]["id"] for each in mine if not each["is_this"])
        foreign = await stranger.delete(f"/api/sessions/{other}", headers=OWN_PAGE)
        ended = await browser.delete(f"/api/sessions/{other}", headers=OWN_PAGE)
        gone = await elsewhere.get("/api/session")
        left = (await browser.get("/api/sessions")).json()

    assert len(mine) == 2
    assert [foreign.status_code, ended.status_code, gone.status_code] == [404, 204, 401]
    assert [each["is_this"] for each in left] == [True]
    assert "token" not in str(mine)


async def test_an_idle_session_is_over(
    db: Database, clock: VirtualClock, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        clock.advance(timedelta(hours=12))
        answer = await browser.get("/api/session")

    assert (answer.status_code, answer.json()["detail"]) == (401, "您尚未登录，或登录已过期。请重新登录。")


async def test_who_was_deactivated_is_out_at_the_next_request(
    db: Database, browser: AsyncTestClient[Any]
) -> None:
    city = await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        async with db.deed() as tx:
            await commands.deactivate(tx, city["0101"].id)
        answer = await browser.get("/api/session")

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver.local"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.local.evil.example"}, 403),
        ({"Origin": "http://testserver.local"}, 204),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
    ],
)
async def test_a_deed_by_cookie_is_taken_from_our_own_pages_only(
    db: Database, browser: AsyncTestClient[Any], headers: dict[str, str], status: int
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        answer = await browser.delete("/api/session", headers=headers)
        still = await browser.get("/api/session")

    assert answer.status_code == status
    assert still.status_code == (200 if status == 403 else 401)


async def test_another_site_cannot_log_a_visitor_in(db: Database, browser: AsyncTestClient[Any]) -> None:
    await a_city(db)

    async with browser:
        answer = await browser.post(
            "/api/session",
            json={"number": "0101", "password": PASSWORD},
            headers={"Origin": "https://evil.example"},
        )

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-page")


@pytest.mark.article("R14.1")
async def test_colleagues_are_of_ones_own_provider_with_masked_names(
    db: Database, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        answer = await browser.get("/api/staff", params={"role": "consultant", "limit": 2})

    page = answer.json()
    assert [(each["number"], each["name"], each["team"]) for each in page["items"]] == [
        ("0101", "王*", "咨询一班"),
        ("0102", "李*", "咨询一班"),
    ]
    assert page["next"] == "0102"
    assert "王芳" not in answer.text


async def test_who_has_no_right_is_told_so(db: Database, browser: AsyncTestClient[Any]) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0121")
        answer = await browser.get("/api/staff")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "知识编辑" in answer.json()["detail"]


async def test_organisations_show_the_provider_to_whom_it_concerns(
    db: Database, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        mine = (await browser.get("/api/organisations")).json()
        await browser.delete("/api/session", headers=OWN_PAGE)
        await sign_in(browser, "0910")
        bureaus = (await browser.get("/api/organisations")).json()

    assert [each["code"] for each in mine["districts"] if each["provider"]] == ["310104"]
    assert [each["code"] for each in bureaus["districts"] if each["provider"]] == ["310104", "310115"]
    assert len(bureaus["offices"]) == 5


async def test_everybody_may_read_the_districts(db: Database, browser: AsyncTestClient[Any]) -> None:
    city = await a_city(db)

    async with browser:
        answer = await browser.get("/api/districts")

    assert answer.status_code == 200
    assert len(answer.json()) == 16
    assert {"id": str(city.districts["310104"].id), "code": "310104", "name": "徐汇区"} in answer.json()
    assert "浦江" not in answer.text


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"number": "0101"}, "password"),
        ({"password": "x"}, "number"),
        ({"number": 101, "password": "x"}, "number"),
        ({"number": "0" * 17, "password": "x"}, "number"),
        ({"number": "0101", "password": ""}, "password"),
        ({"number": "0101", "password": "x" * 129}, "password"),
    ],
)
async def test_what_is_typed_wrongly_is_named(
    db: Database, browser: AsyncTestClient[Any], body: dict[str, object], field: str
) -> None:
    async with browser:
        answer = await browser.post("/api/session", json=body, headers=OWN_PAGE)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_an_unknown_session_is_not_found(db: Database, browser: AsyncTestClient[Any]) -> None:
    await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        answer = await browser.delete(f"/api/sessions/{new_id()}", headers=OWN_PAGE)

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-session")


@pytest.mark.parametrize(
    ("headers", "code"),
    [({}, 4403), ({"Origin": "https://evil.example"}, 4403), ({"Sec-Fetch-Site": "cross-site"}, 4403)],
)
async def test_a_socket_by_cookie_opens_for_our_own_pages_only(
    db: Database, dsn: str, clock: VirtualClock, headers: dict[str, str], code: int
) -> None:
    await a_city(db)

    async with client(dsn, clock, [*DOORS, greeting]) as browser:
        await sign_in(browser, "0101")
        socket = await browser.websocket_connect("/api/greeting", headers=headers)
        with pytest.raises(WebSocketDisconnect) as closed, socket:
            socket.receive_text()
        with await browser.websocket_connect("/api/greeting", headers=OWN_PAGE) as own:
            number = own.receive_text()

    assert closed.value.code == code
    assert number == "0101"


async def test_a_socket_without_a_log_in_is_refused(dsn: str, clock: VirtualClock) -> None:
    async with client(dsn, clock, [greeting]) as stranger:
        socket = await stranger.websocket_connect("/api/greeting")
        with pytest.raises(WebSocketDisconnect) as closed, socket:
            socket.receive_text()

    assert (closed.value.code, closed.value.detail) == (4401, "not-signed-in")
