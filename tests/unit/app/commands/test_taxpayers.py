"""`helpline taxpayers check`: one JSON line a number, valid or why not, and an exit code for programs."""

import subprocess
import sys
from typing import Any

import msgspec
from typer.testing import CliRunner, Result

from helpline.app.commands.taxpayers import cli

HEAVY = ("asyncpg", "litestar", "alembic", "sqlalchemy", "numpy", "uvicorn")
CODE, PERSON = "91310104MA1FR0001F", "310101199001010012"


def run(*words: str, typed: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *words], input=typed)


def lines(result: Result) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in result.stdout.splitlines()]


def test_a_valid_number_is_told_in_one_line() -> None:
    result = run(f" {CODE.lower()}")

    assert result.exit_code == 0
    assert lines(result) == [
        {
            "code": f" {CODE.lower()}",
            "normalised": CODE,
            "kind": "credit_code",
            "valid": True,
            "legacy": False,
            "reason": None,
            "notes": ["已将小写字母转为大写。"],
        }
    ]


def test_one_wrong_number_among_right_ones_is_a_failure() -> None:
    result = run(CODE, "91110000600037341N", PERSON)

    assert result.exit_code == 1
    assert [(line["kind"], line["valid"]) for line in lines(result)] == [
        ("credit_code", True),
        ("credit_code", False),
        ("identity_number", True),
    ]
    assert "第 18 位应为“L”，现为“N”" in result.stdout


def test_numbers_are_read_line_by_line_from_standard_input() -> None:
    typed = f"\ufeff{CODE}\r\n\n  \n12345\n".encode() + b"\xff\xfe\n"

    result = run(typed=typed)

    assert result.exit_code == 1
    assert [(line["code"], line["valid"]) for line in lines(result)] == [
        (CODE, True),
        ("12345", False),
        ("\ufffd\ufffd", False),
    ]


def test_nothing_to_check_is_no_failure() -> None:
    result = run(typed=b"")

    assert (result.exit_code, result.stdout) == (0, "")


def test_a_number_can_be_checked_as_what_it_is_meant_to_be() -> None:
    assert lines(run("--as", "phone", "12345"))[0]["kind"] == "short_number"
    assert lines(run("--as", "identity_number", CODE))[0]["kind"] == "identity_number"
    assert lines(run("--as", "credit_code", PERSON))[0]["valid"] is False


def test_older_numbers_are_valid_and_flagged() -> None:
    (line,) = lines(run("310104123456789"))

    assert (line["valid"], line["legacy"], line["kind"]) == (True, True, "legacy_number")


def test_the_check_does_not_wait_for_the_database() -> None:
    source = (
        "import sys; from helpline.app.commands.taxpayers import cli; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    loaded = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)

    assert loaded.stdout == "[]\n"
