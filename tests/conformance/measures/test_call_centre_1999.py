"""The calls of a bank's hotline, February 1999, give the figures that were worked out for them elsewhere."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from helpline.measures.model import Exclusion

FILE = "calls_1999-02-01_to_14.tsv"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "call-centre-1999"


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, Any]:
    """What the command prints."""
    command = [sys.executable, "-c", "from helpline.app.cli import main; main()"]
    ran = subprocess.run(
        [*command, "measures", "calls", str(folder / FILE)], capture_output=True, check=True, timeout=30
    )
    document: dict[str, Any] = msgspec.json.decode(ran.stdout)
    return document


@pytest.mark.article("R5.2")
def test_the_command_prints_every_given_figure_to_the_last_digit(
    folder: Path, printed: dict[str, Any]
) -> None:
    expected = msgspec.json.decode((folder / "expected.json").read_bytes())

    assert {name: printed[name] for name in expected} == expected


@pytest.mark.article("R5.2")
def test_each_excluded_call_is_listed_and_with_the_offered_makes_up_the_file(
    folder: Path, printed: dict[str, Any]
) -> None:
    lines = len((folder / FILE).read_text().splitlines()) - 1

    assert printed["excluded_counts"] == {Exclusion.NO_CALL: 143}
    assert len({each["id"] for each in printed["excluded"]}) == 143
    assert printed["offered"] + len(printed["excluded"]) == lines


@pytest.mark.article("R5.2")
@pytest.mark.parametrize("group", ["by_provider", "by_queue", "by_quarter", "by_day", "by_half_hour"])
def test_the_parts_add_up_to_the_whole(printed: dict[str, Any], group: str) -> None:
    for position, whole in enumerate(printed["total"]["rates"]):
        parts = [each["rates"][position] for each in printed[group]]
        assert sum(each["numerator"] for each in parts) == whole["numerator"]
        assert sum(each["denominator"] for each in parts) == whole["denominator"]
