"""What evaluate reads, refuses and reckons."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from helpline.app.commands.knowledge import cli
from helpline.kit.refusal import Invalid
from helpline.knowledge.evaluate import Pair, evaluate, read_pairs


def test_figures_are_shares_of_the_questions() -> None:
    pairs = [
        Pair("忘记申报密码怎么办", "忘记申报密码时请到办税服务厅重置。"),
        Pair("怎样打印完税证明", "在证明开具栏目打印完税证明。"),
        Pair("发票如何作废", "忘记申报密码时请到办税服务厅重置申报密码怎么办。"),
    ]

    figures = evaluate(pairs)

    assert (figures.n, figures.hit_3) == (3, 1.0)
    assert figures.hit_1 < 1.0
    assert figures.hit_1 <= figures.mrr <= 1.0


def test_the_names_printed_are_the_names_of_the_field() -> None:
    shown = msgspec.to_builtins(evaluate([Pair("申报", "申报")]))

    assert {"n", "hit@1", "hit@3", "hit@5", "hit@10", "mrr", "milliseconds_p95"} == set(shown)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b'{"question": "x"}\n', b"not json\n", b'{"question": 1, "answer": "x"}']
)
def test_what_cannot_be_evaluated_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_pairs(content)


def test_a_missing_file_is_told_as_json_and_exit_code_two(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["evaluate", str(tmp_path / "nowhere.jsonl")])

    assert result.exit_code == 2
    assert msgspec.json.decode(result.stderr)["error"] == "not-found"
