"""`helpline knowledge` and `helpline assistant` from the outside, against a real database."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.knowledge import lines

ROWS: list[object] = [
    {
        "question": "扣缴客户端的申报密码忘了怎么办",
        "answer": "1. 重置密码。",
        "src": "操作手册",
        "system": "its_withholding",
    },
    {"question": "怎样打印完税证明", "answer": "1. 打印。", "src": "办税指南"},
    {"question": "没有答案的一行"},
]


class Helpline:
    """The command, with a database of its own."""

    def __init__(self, dsn: str) -> None:
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HELPLINE_DATABASE_URL": dsn,
        }

    def __call__(self, group: str, *words: str) -> subprocess.CompletedProcess[bytes]:
        program = f"from helpline.app.commands.{group} import cli; cli()"
        command = [sys.executable, "-c", program, *words]
        return subprocess.run(command, capture_output=True, check=False, timeout=60, env=self._environment)

    def told(self, group: str, *words: str) -> Any:
        ended = self(group, *words)
        assert ended.returncode == 0, ended.stderr.decode()
        return msgspec.json.decode(ended.stdout)


@pytest.fixture
def helpline(dsn: str) -> Helpline:
    return Helpline(dsn)


async def test_what_is_imported_is_found_and_answered(helpline: Helpline, tmp_path: Path) -> None:
    file = tmp_path / "清单.jsonl"
    file.write_bytes(lines(ROWS))

    report = helpline.told("knowledge", "import", str(file), "--topic", "密码", "--publish")
    hits = helpline.told("knowledge", "search", "申报密码忘了", "--limit", "1")
    reply = helpline.told("assistant", "ask", "申报密码忘了")
    hand_over = helpline.told("assistant", "ask", "转人工", "--system", "etax_bureau")

    assert (report["imported"], report["published"]) == (2, 2)
    assert [(bad["file"], bad["row"]) for bad in report["refused"]] == [("清单.jsonl", 3)]
    assert (hits[0]["entry"], hits[0]["system"], hits[0]["layers"]) == (
        "K-0001",
        "its_withholding",
        ["words"],
    )
    assert (reply["kind"], reply["answer"]) == ("answered", "1. 重置密码。")
    assert (reply["sources"][0]["entry"], reply["sources"][0]["source"]) == ("K-0001", "操作手册")
    assert reply["score"] > 0
    assert "申报密码忘" in reply["why"]
    assert (hand_over["kind"], hand_over["sources"], hand_over["score"]) == ("hand_over", [], None)


async def test_refusals_are_json_and_exit_code_two(helpline: Helpline, tmp_path: Path) -> None:
    odd = tmp_path / "x.exe"
    odd.write_bytes(b"MZ")

    for words in (["import", str(odd)], ["import", str(tmp_path / "none.csv")], ["embed"]):
        ended = helpline("knowledge", *words)

        assert ended.returncode == 2
        assert set(msgspec.json.decode(ended.stderr.splitlines()[-1])) == {"error", "message"}
