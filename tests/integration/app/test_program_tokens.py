"""A program is let in by its token: at the doors of its rights, in its tier, until it is taken back, and on record."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from helpline.app.commands.tokens import cli
from helpline.app.seed import seed
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from tests.support.audit import lines
from tests.support.city_of_knowledge import fill
from tests.support.front import Front, front
from tests.support.people import City

ORGANISATIONS, TIERS = "/api/organisations", "/api/wallboard/tiers"


@pytest.fixture
async def city(db: Database) -> City:
    await seed(db)
    return await fill(db)


@pytest.fixture
async def doors(db: Database, city: City, tmp_path: Path) -> AsyncIterator[Front]:
    async with front(db, tmp_path) as opened:
        yield opened


async def _issued(doors: Front, *rights: str, **form: object) -> dict[str, Any]:
    administrator = await doors.signed_in("0997")
    wish = {"name": "报表程序", "rights": rights, "days": 30, "why": "每日取数", **form}
    answer = await administrator.post("/api/tokens", json=wish)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def _program(doors: Front, secret: str) -> httpx.AsyncClient:
    program = doors.stranger()
    program.headers["Authorization"] = f"Bearer {secret}"
    return program


@pytest.mark.article("R14.1")
@pytest.mark.article("R18.1")
async def test_a_program_sees_its_tier_by_its_rights_and_nothing_else(doors: Front, city: City) -> None:
    mine, foreign = city.providers[0], city.providers[1]
    issued = await _issued(doors, "organisations:read", provider=mine.code)
    program = _program(doors, issued["secret"])

    seen = await program.get(ORGANISATIONS)
    other = await program.get(TIERS)
    person = await program.get("/api/sessions")
    deed = await program.post("/api/tokens", json={})

    assert seen.status_code == 200
    assert mine.short_name in seen.text
    assert foreign.short_name not in seen.text
    assert [(each.status_code, each.json()["code"]) for each in (other, person, deed)] == [
        (403, "needs-person")
    ] * 3


@pytest.mark.article("R18.1")
async def test_a_token_is_shown_once_kept_as_a_digest_and_each_use_is_on_record(
    doors: Front, db: Database
) -> None:
    issued = await _issued(doors, "calendars:read", "terms:read")
    program = _program(doors, issued["secret"])
    administrator = await doors.signed_in("0997")

    await program.get("/api/calendars/years/2026")
    await program.get("/api/regulation/terms")
    await program.get(ORGANISATIONS)
    listed = await administrator.get("/api/tokens")

    used = [line for line in await lines(db) if line["who_kind"] == "token"]
    assert [(line["deed"], line["outcome"], line["who_number"]) for line in used] == [
        ("calendars.year", "looked", "报表程序"),
        ("regulation.terms", "looked", "报表程序"),
        ("people.organisations", "refused", "报表程序"),
    ]
    assert listed.json()["tokens"][0]["last_used_at"] is not None
    assert issued["secret"] not in listed.text
    async with db.reading() as read:
        kept = await read.fetch("select row_to_json(t)::text as row from program_token t")
    assert issued["secret"] not in str([row["row"] for row in kept])


@pytest.mark.article("R18.1")
async def test_a_revoked_or_overgrown_token_is_nobody_at_once(doors: Front, clock: VirtualClock) -> None:
    revoked, overgrown = await _issued(doors, "terms:read"), await _issued(doors, "terms:read", days=1)
    administrator = await doors.signed_in("0997")
    programs = [_program(doors, each["secret"]) for each in (revoked, overgrown)]
    before = [(await each.get("/api/regulation/terms")).status_code for each in programs]

    path = f"/api/tokens/{revoked['token']['id']}/revocation"
    taken_back = await administrator.post(path, json={"why": "停用"})
    at_once = await programs[0].get("/api/regulation/terms")
    clock.advance(timedelta(days=1))
    later = await programs[1].get("/api/regulation/terms")

    assert (before, taken_back.status_code) == ([200, 200], 204)
    assert [(each.status_code, each.json()["code"]) for each in (at_once, later)] == [(401, "bad-token")] * 2


@pytest.mark.parametrize(
    "form",
    [
        {"rights": []},
        {"days": 181},
        {"days": 0},
        {"district": "310104", "provider": "none"},
        {"rights": ["taxpayers:write"]},
        {"why": ""},
    ],
)
async def test_no_token_without_rights_an_end_one_tier_and_a_reason(
    doors: Front, form: dict[str, Any]
) -> None:
    administrator = await doors.signed_in("0997")
    wish = {"name": "报表程序", "rights": ["terms:read"], "days": 30, "why": "每日取数", **form}

    answer = await administrator.post("/api/tokens", json=wish)

    assert 400 <= answer.status_code < 500
    assert (await administrator.get("/api/tokens")).json()["tokens"] == []


@pytest.mark.article("R18.1")
async def test_a_token_counts_in_the_header_alone_and_not_beside_a_cookie(doors: Front) -> None:
    secret = (await _issued(doors, "terms:read"))["secret"]
    bare, beside = doors.stranger(), _program(doors, secret)
    beside.cookies.set("helpline_session", "forged")

    answers = [
        await bare.get("/api/regulation/terms", params={"token": secret, "access_token": secret}),
        await beside.get("/api/regulation/terms"),
    ]

    assert [each.status_code for each in answers] == [401, 401]


async def test_a_program_that_asks_too_often_waits(doors: Front) -> None:
    program = _program(doors, (await _issued(doors, "terms:read"))["secret"])

    answers = [(await program.get("/api/regulation/terms")).status_code for _ in range(601)]

    assert (answers[:600], answers[600]) == ([200] * 600, 429)


def test_the_command_issues_lists_and_revokes(db: Database, city: City, dsn: str) -> None:
    def run(*words: str) -> Any:
        done = CliRunner().invoke(cli, list(words), env={"HELPLINE_DATABASE_URL": dsn})
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    issued = run("issue", "大屏", "--right", "measures:read", "--district", "310104", "--why", "大屏取数")
    revoked = run("revoke", issued["token"]["id"], "--why", "停用")
    [listed] = run("list")

    assert issued["secret"].startswith("hlp_")
    assert revoked == {"revoked": issued["token"]["id"]}
    assert (listed["name"], listed["rights"]) == ("大屏", ["measures:read"])
    assert listed["revoked_at"] > listed["issued_at"]
