"""Published results of Erlang C and A are ours too, through the command."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

KINDS = {"ErlangC": "erlang-c", "ErlangC.required": "erlang-c", "ErlangA": "erlang-a"}
WHOLE_MONTH = "ErlangC.real"
"""Needs all of February; half of it is here."""


def asked(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-c", "from helpline.app.cli import main; main()", "staffing", *arguments]
    ran = subprocess.run(command, capture_output=True, check=True, timeout=30)
    document: dict[str, Any] = msgspec.json.decode(ran.stdout)
    return document


def options(given: dict[str, float]) -> list[str]:
    return [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", str(value))]


@pytest.mark.article("R5.2")
def test_every_vector_is_met(shared: Path) -> None:
    vectors = msgspec.json.decode((shared / "erlang-vectors" / "vectors.json").read_bytes())
    cases = [each for each in vectors if each["model"] != WHOLE_MONTH]
    assert len(cases) >= 4

    for case in cases:
        found = asked(KINDS[case["model"]], *options(case["input"]))
        assert {name: found[name] for name in case["expected"]} == pytest.approx(
            case["expected"], abs=case.get("tol", 0), rel=0
        ), case["src"]


@pytest.mark.article("R5.2")
def test_the_real_wednesdays_need_about_what_the_book_found_for_the_whole_month(shared: Path) -> None:
    """Half the Wednesdays of the book's month: the quiet hours are the same, busy ones differ by that day's traffic."""
    vectors = msgspec.json.decode((shared / "erlang-vectors" / "vectors.json").read_bytes())
    [book] = [each["expected"] for each in vectors if each["model"] == WHOLE_MONTH]
    [file] = (shared / "call-centre-1999").glob("*.tsv")

    found = asked(
        *("calls", str(file), "--by", "hour", "--weekday", "3"),
        *("--service-rate", "15", "--waiting-probability", "0.5"),
    )

    ours = [each["raw_positions"] for each in found["stretches"]]
    assert found["days"] == 2
    assert ours[:7] == book[:7]
    assert sum(ours) == pytest.approx(sum(book), rel=0.25)
