"""Search over the answers of a tax bureau's own question lists: no worse than plain BM25."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from helpline.app.commands.knowledge import cli
from helpline.knowledge.evaluate import evaluate, read_pairs

FIGURES = ("hit@1", "hit@3", "hit@5", "hit@10", "mrr")


@pytest.fixture
def faq(shared: Path) -> Path:
    return shared / "tax-bureau-faq" / "faq.jsonl"


def baseline(faq: Path) -> dict[str, float]:
    figures: dict[str, dict[str, float]] = msgspec.json.decode((faq.parent / "baseline.json").read_bytes())
    return figures["bm25 char 1+2-gram"]


def test_the_search_equals_or_beats_the_baseline_in_every_figure(faq: Path) -> None:
    result = CliRunner().invoke(cli, ["evaluate", str(faq)])

    assert result.exit_code == 0
    figures: dict[str, float] = msgspec.json.decode(result.stdout)
    assert figures["n"] == 152
    assert all(figures[name] >= baseline(faq)[name] for name in FIGURES)
    assert figures["hit@1"] >= 0.85
    assert figures["mrr"] >= 0.90


@pytest.mark.parametrize("half", ["数字化电子发票", "乐企"])
def test_each_of_the_two_lists_alone_is_searched_well(faq: Path, half: str) -> None:
    lines = [line for line in faq.read_bytes().splitlines() if half in msgspec.json.decode(line)["src"]]

    figures = evaluate(read_pairs(b"\n".join(lines)))

    assert figures.hit_1 >= 0.78
    assert figures.mrr >= 0.84


def test_evaluate_needs_no_database_and_starts_alone(faq: Path) -> None:
    program = "from helpline.app.commands.knowledge import cli; cli()"
    environment = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "HELPLINE_DATABASE_URL": "postgresql://nowhere.invalid/x",
    }
    command = [sys.executable, "-c", program, "evaluate", str(faq)]

    ended = subprocess.run(command, capture_output=True, check=True, timeout=60, env=environment)

    assert msgspec.json.decode(ended.stdout)["n"] == 152
