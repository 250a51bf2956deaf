"""A deed and its line stand or fall together."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from litestar.testing import AsyncTestClient

from helpline.audit import commands
from helpline.audit.model import Line, Subject
from helpline.kit import errand
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people.http import DOORS
from tests.support import audit
from tests.support.doors import OWN_PAGE, client, sign_in
from tests.support.people import PASSWORD, a_city

STAFF = errand.Errand(kind="staff", id=new_id(), number="0317", role="consultant", door="cases.close")


@pytest.fixture
async def browser(dsn: str, clock: VirtualClock) -> AsyncTestClient[Any]:
    return client(dsn, clock, DOORS)


async def test_a_line_tells_who_what_why_and_from_where(db: Database) -> None:
    with errand.running(STAFF):
        async with db.deed() as tx:
            await commands.record(
                tx,
                Line(deed="taxpayers.reveal", subject=Subject("taxpayer", "t1"), why="核对", detail={"n": 1}),
            )

    [line] = await audit.lines(db)
    assert (line["who_number"], line["deed"], line["subject_id"], line["why"], line["door"]) == (
        "0317",
        "taxpayers.reveal",
        "t1",
        "核对",
        "cases.close",
    )
    assert (line["outcome"], line["detail"], line["at"]) == ("done", '{"n":1}', db.clock.now())


async def test_a_change_that_no_room_put_on_record_gets_the_line_of_its_door(db: Database) -> None:
    with errand.running(STAFF):
        async with db.deed() as tx:
            await tx.execute("select 1")

    assert [line["deed"] for line in await audit.lines(db)] == ["cases.close"]


async def test_a_deed_undone_leaves_no_line(db: Database) -> None:
    with errand.running(STAFF), pytest.raises(asyncpg.DivisionByZeroError):
        async with db.deed() as tx:
            await commands.record(tx, Line(deed="cases.close"))
            await tx.execute("select 1 / 0")

    assert await audit.lines(db) == []


async def test_a_line_that_cannot_be_written_undoes_its_deed(db: Database) -> None:
    async with db.deed() as tx:
        await tx.execute("create table mark (n int)")

    with errand.running(STAFF), pytest.raises(asyncpg.CharacterNotInRepertoireError):
        async with db.deed() as tx:
            await tx.execute("insert into mark values (1)")
            await commands.record(tx, Line(deed="cases.close", why="\0"))

    async with db.reading() as read:
        assert await read.fetchval("select count(*) from mark") == 0


async def test_what_the_house_does_by_itself_needs_no_line_of_its_own(db: Database) -> None:
    async with db.deed() as tx:
        await tx.execute("select 1")

    assert await audit.lines(db) == []


@pytest.mark.parametrize("table", ["audit_line", "audit_seal", "audit_anchor"])
@pytest.mark.parametrize("deed", ["truncate {}", "delete from {}"])
async def test_the_log_takes_lines_and_gives_none_back(db: Database, table: str, deed: str) -> None:
    async with db.deed() as tx:
        await commands.record(tx, Line(deed="cases.close"))
        await tx.execute("insert into audit_seal select 1, id, '', '' from audit_line")
        await tx.execute("insert into audit_anchor values ('2026-11-24', 1, '', '')")

    async with db.deed() as tx:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            async with tx.attempt():
                await tx.execute(deed.format(table))


@pytest.mark.article("R18.1")
async def test_every_try_to_sign_in_leaves_one_line(db: Database, browser: AsyncTestClient[Any]) -> None:
    city = await a_city(db)
    wrong = {"number": "0101", "password": "not-this-one"}
    nobody = {"number": PASSWORD, "password": PASSWORD}

    async with browser:
        await sign_in(browser, "0101")
        await browser.post("/api/session", json=wrong, headers=OWN_PAGE)
        await browser.post("/api/session", json=nobody, headers=OWN_PAGE)

    told = [
        (line["deed"], line["outcome"], line["why"], line["subject_id"])
        for line in await audit.lines(db, but=())
    ]
    assert told == [
        ("people.sign_in", "done", "", city["0101"].number),
        ("people.sign_in", "refused", "wrong", city["0101"].number),
        ("people.sign_in", "refused", "wrong", ""),
    ]


@pytest.mark.article("R18.1")
async def test_a_deed_at_a_door_leaves_exactly_one_line_with_who_and_where(
    db: Database, browser: AsyncTestClient[Any], clock: VirtualClock
) -> None:
    city = await a_city(db)

    async with browser:
        await sign_in(browser, "0101")
        clock.advance(
            timedelta(minutes=5)
        )  # the session is prolonged in a deed of its own, which needs no line
        await browser.delete("/api/session", headers={**OWN_PAGE, "User-Agent": "a browser"})

    [line] = await audit.lines(db)
    assert (line["deed"], line["who_kind"], line["who_number"], line["who_role"], line["agent"]) == (
        "people.sign_out",
        "staff",
        "0101",
        "consultant",
        "a browser",
    )
    assert line["who_id"] == city["0101"].id
    assert line["correlation"] != ""


@pytest.mark.article("R18.1")
async def test_a_refused_deed_leaves_one_line_that_says_so(
    db: Database, browser: AsyncTestClient[Any]
) -> None:
    await a_city(db)
    unknown = new_id()

    async with browser:
        await sign_in(browser, "0101")
        answer = await browser.delete(f"/api/sessions/{unknown}", headers=OWN_PAGE)

    assert answer.status_code == 404
    [line] = await audit.lines(db)
    assert (line["deed"], line["outcome"], line["why"]) == (
        "people.end_session",
        "refused",
        "unknown-session",
    )
    assert (line["subject_kind"], line["subject_id"]) == ("session", str(unknown))
