"""`helpline calendar`: one JSON answer a question, also line by line, and a reason for every refusal."""

import subprocess
import sys
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from helpline.app.commands.calendar import cli

HEAVY = ("asyncpg", "litestar", "alembic", "sqlalchemy", "numpy", "uvicorn")


def run(*words: str, input: bytes | None = None) -> Result:  # noqa: A002 - as the runner calls it
    return CliRunner().invoke(cli, words, input=input)


def answer(*words: str) -> dict[str, Any]:
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    document: dict[str, Any] = msgspec.json.decode(result.stdout)
    return document


def lines(result: Result) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in result.stdout.splitlines()]


@pytest.mark.article("R6.2")
def test_working_days_are_counted_to_the_close_of_business() -> None:
    document = answer("due", "--start", "2026-02-14T22:00", "--working-days", "2")

    assert document == {
        "start": "2026-02-14T22:00:00+08:00",
        "due": "2026-02-25T21:00:00+08:00",
        "calendar": "working",
        "provisional": False,
        "working_days": 2,
    }


@pytest.mark.parametrize(
    ("calendar", "hours", "due"),
    [
        ("service", "2", "2026-11-14T09:30:00+08:00"),
        ("working", "2", "2026-11-16T09:30:00+08:00"),
        ("onsite", "2", "2026-11-16T11:00:00+08:00"),
        ("service", "0.5", "2026-11-13T20:30:00+08:00"),
    ],
)
def test_hours_run_in_the_calendars_own_time(calendar: str, hours: str, due: str) -> None:
    document = answer("due", "--start", "2026-11-13T20:00", "--hours", hours, "--calendar", calendar)

    assert (document["due"], document["calendar"]) == (due, calendar)


def test_a_moment_with_a_zone_is_taken_at_its_word() -> None:
    document = answer("due", "--start", "2026-11-13T12:00:00Z", "--working-days", "1")

    assert document["start"] == "2026-11-13T20:00:00+08:00"


def test_an_answer_in_an_unpublished_year_is_provisional() -> None:
    assert answer("due", "--start", "2026-12-31T12:00", "--working-days", "1")["provisional"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--start", "today", "--working-days", "1"], "invalid"),
        (["--start", "2026-11-13T20:00"], "invalid"),
        (["--start", "2026-11-13T20:00", "--working-days", "1", "--hours", "1"], "invalid"),
        (["--start", "2026-11-13T20:00", "--working-days", "0"], "invalid"),
        (["--start", "2026-11-13T20:00", "--working-days", "1.5"], "invalid"),
        (["--start", "2026-11-13T20:00", "--working-days", "many"], "invalid"),
        (["--start", "2026-11-13T20:00", "--hours", "-1"], "invalid"),
        (["--start", "2026-11-13T20:00", "--hours", "nan"], "invalid"),
        (["--start", "2026-11-13T20:00", "--hours", "1e300"], "invalid"),
        (["--start", "2026-11-13T20:00", "--hours", "1", "--calendar", "moon"], "invalid"),
        (["--start", "0001-01-01T00:00+14:00", "--hours", "1"], "out-of-reach"),
        (["--start", "9999-12-31T23:59-14:00", "--working-days", "1"], "out-of-reach"),
        (["--start", "2199-12-31T00:00", "--working-days", "9999"], "out-of-reach"),
    ],
)
def test_a_bad_question_is_refused_with_its_reason(words: list[str], code: str) -> None:
    result = run("due", *words)

    refusal = msgspec.json.decode(result.stderr)
    assert (result.exit_code, result.stdout, refusal["error"]) == (2, "", code)
    assert refusal["message"].endswith("。")


def test_every_line_is_answered_and_a_bad_one_says_why() -> None:
    asked = b"""{"start": "2026-11-13T20:00", "working_days": 1}

{"start": "2026-11-13T20:00", "working-days": 1, "calendar": "service"}
not json
\xff\xfe
[1]
{"start": "2026-11-13T20:00", "hours": true}
{"start": "2026-11-13T20:00", "hours": 1, "color": "red"}
{"start": "2026-11-13T20:00", "hours": 0.5}"""

    result = run("due", input=asked)

    answers = lines(result)
    assert result.exit_code == 1
    assert [each.get("due", each.get("error")) for each in answers] == [
        "2026-11-16T21:00:00+08:00",
        "2026-11-14T21:00:00+08:00",
        "invalid",
        "invalid",
        "invalid",
        "invalid",
        "invalid",
        "2026-11-13T20:30:00+08:00",
    ]
    assert [each["line"] for each in answers if "error" in each] == [4, 5, 6, 7, 8]


def test_options_are_the_defaults_of_lines() -> None:
    asked = b'{"start": "2026-11-13T20:00"}\n{"start": "2026-11-13T20:00", "hours": 2}\n'

    result = run("due", "--working-days", "1", "--calendar", "service", input=asked)

    assert result.exit_code == 0
    assert [each["due"] for each in lines(result)] == [
        "2026-11-14T21:00:00+08:00",
        "2026-11-14T09:30:00+08:00",
    ]


@pytest.mark.article("R9.1")
def test_a_years_filing_periods_are_shown() -> None:
    document = answer("filing", "2026")

    assert (document["year"], document["provisional"], len(document["periods"])) == (2026, False, 12)
    assert document["periods"][1] == {
        "month": 2,
        "first": "2026-02-01",
        "deadline": "2026-02-24",
        "provisional": False,
    }
    assert answer("filing", "2031")["provisional"] is True
    assert run("filing", "99999").exit_code == 2


def test_a_notice_is_read_into_the_layout_in_which_it_is_imported() -> None:
    result = run("read-notice", "2027", input="一、元旦：1月1日（周六）放假1天。1月3日上班。".encode())

    assert msgspec.json.decode(result.stdout) == {
        "year": 2027,
        "papers": [],
        "days": [
            {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
            {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
        ],
        "doubts": ["2027-01-01 不是星期六"],
    }
    assert "元旦" in result.stdout


@pytest.mark.parametrize("text", ["", "没有日期", "\x00"])
def test_a_notice_without_days_is_refused(text: str) -> None:
    result = run("read-notice", "2027", input=text.encode())

    assert (result.exit_code, msgspec.json.decode(result.stderr)["error"]) == (2, "nothing-read")


def test_text_in_another_encoding_is_refused() -> None:
    assert run("read-notice", "2027", input="元旦".encode("gbk")).exit_code == 2


def test_the_command_starts_light() -> None:
    """It answers in well under half a second because it loads neither server nor database."""
    program = f"import sys, helpline.app.commands.calendar; print([m for m in {HEAVY} if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
