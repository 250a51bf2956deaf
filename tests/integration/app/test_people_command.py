"""`helpline people`: from an empty database to somebody who can log in."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from helpline.app.commands.people import cli
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from helpline.messages import commands as messages
from helpline.people import login, queries
from helpline.people.model import Device, LoginTerms
from tests.support.messages import consultant, leave

Run = Callable[..., Result]


@pytest.fixture
def run(dsn: str) -> Run:
    """Runs a command against a fresh database."""

    def command(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(cli, list(words), input=typed, env={"HELPLINE_DATABASE_URL": dsn})

    return command


def _document(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def _refusal(result: Result) -> tuple[int, str, str]:
    document = json.loads(result.stderr)
    return result.exit_code, document["error"], document["message"]


def _enter_provider(run: Run) -> None:
    _document(run("found"))
    words = (
        "provider",
        "pujiang",
        "浦江税务技术服务有限公司",
        "浦江",
        "--team",
        "咨询一班",
        "--district",
        "310104",
    )
    assert _document(run(*words))["teams"] == ["咨询一班"]


def test_founding_can_be_repeated(run: Run) -> None:
    first, second = _document(run("found")), _document(run("found"))

    assert first == second
    assert (len(first["offices"]), len(first["districts"])) == (5, 16)


def test_whoever_is_entered_and_given_a_password_can_log_in(run: Run, dsn: str) -> None:
    _enter_provider(run)

    added = _document(
        run("add", "0317", "王芳", "consultant", "--at", "pujiang/咨询一班", "--system", "etax")
    )
    given = _document(run("password", "0317", typed="Shanghai-12366\n"))

    async def try_it() -> str:
        db = await Database.open(dsn, SystemClock(), size=2)
        found = await login.sign_in(db, "0317", "Shanghai-12366", device=Device(), terms=LoginTerms())
        await db.close()
        return found.staff.name

    assert asyncio.run(try_it()) == "王芳"
    assert added == given
    assert added["organisation"] == "浦江税务技术服务有限公司 · 咨询一班"


@pytest.mark.parametrize(
    ("role", "place", "organisation"),
    [
        ("district_officer", "310104", "国家税务总局上海市徐汇区税务局"),
        ("municipal_officer", "technology", "国家税务总局上海市税务局 · 征管科技处"),
        ("provider_manager", "pujiang", "浦江税务技术服务有限公司"),
        ("security_administrator", "", "国家税务总局上海市税务局"),
    ],
)
def test_a_place_is_read_as_the_role_needs_it(run: Run, role: str, place: str, organisation: str) -> None:
    _enter_provider(run)

    assert _document(run("add", "0317", "王芳", role, "--at", place))["organisation"] == organisation


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("add", "0317", "王芳", "consultant", "--at", "nobody/咨询一班"), "not-found", "nobody"),
        (("add", "0317", "王芳", "consultant", "--at", "pujiang/二班"), "not-found", "咨询一班"),
        (("add", "0317", "王芳", "consultant", "--at", "pujiang"), "misplaced", "必须编入班组"),
        (("add", "0317", "王芳", "district_officer", "--at", "999999"), "not-found", "999999"),
        (("password", "7777"), "not-found", "7777"),
        (("leave", "7777"), "not-found", "7777"),
        (("provider", "pujiang", "另一家", "另"), "name-taken", "浦江"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_reason(
    run: Run, words: tuple[str, ...], code: str, reason: str
) -> None:
    _enter_provider(run)

    exit_code, error, message = _refusal(run(*words, typed="Shanghai-12366\n"))

    assert (exit_code, error) == (2, code)
    assert reason in message


@pytest.mark.parametrize(("typed", "code"), [("short\n", "weak-password"), ("", "invalid")])
def test_a_weak_or_missing_password_is_refused(run: Run, typed: str, code: str) -> None:
    _enter_provider(run)
    _document(run("add", "0999", "卫平", "system_administrator"))

    assert _refusal(run("password", "0999", typed=typed))[:2] == (2, code)


def test_skills_are_set_and_leavers_are_listed_no_more(run: Run) -> None:
    _enter_provider(run)
    for number in ("0317", "0318"):
        _document(run("add", number, "王芳", "consultant", "--at", "pujiang/咨询一班"))

    granted = _document(run("skills", "0317", "--system", "etax", "--system", "its", "--capacity", "4"))
    left = _document(run("leave", "0318"))
    listed = [json.loads(line) for line in run("list", "--role", "consultant").stdout.splitlines()]

    assert (granted["systems"], granted["chat_capacity"]) == (["etax", "its"], 4)
    assert left["active_until"] is not None
    assert listed == [granted]


def test_who_owes_something_leaves_only_with_an_heir_by_name(run: Run, dsn: str) -> None:
    """R5.3: the command line hands over as the door does."""
    _enter_provider(run)
    for number, name in (("0317", "王芳"), ("0318", "李伟")):
        _document(run("add", number, name, "consultant", "--at", "pujiang/咨询一班"))

    async def owes() -> None:
        db = await Database.open(dsn, SystemClock(), size=2)
        async with db.deed() as tx:
            people = {row["number"]: row["id"] for row in await tx.fetch("select number, id from staff")}
            person = (await queries.staff_by_ids(tx, [people["0317"]]))[people["0317"]]
        message = await leave(db)
        async with db.deed() as tx:
            await messages.read(tx, message.id, consultant(person))
        await db.close()

    asyncio.run(owes())

    refused = _refusal(run("leave", "0317"))
    left = _document(run("leave", "0317", "--heir", "0318", "--why", "合同到期"))

    assert refused[1] == "still-owed"
    assert "待答复的留言 1 件" in refused[2]
    assert "0318 李伟" in refused[2]
    assert left["active_until"] is not None
