"""A process that does not understand its settings does not start."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import HELPLINE


@pytest.mark.parametrize(
    ("command", "name", "value", "told"),
    [
        ("serve", "HELPLINE_COLOUR", "red", "不认识的设置：HELPLINE_COLOUR"),
        ("web", "HELPLINE_PORT", "http", "HELPLINE_PORT 的值“http”不可用"),
        ("worker", "HELPLINE_POOL_SIZE", "0", "HELPLINE_POOL_SIZE 的值“0”不可用"),
        ("demo", "HELPLINE_PROT", "80", "不认识的设置：HELPLINE_PROT"),
    ],
)
def test_it_says_what_to_mend_and_begins_nothing(
    command: str, name: str, value: str, told: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    environment = {**os.environ, "HELPLINE_DATA_DIR": str(data), name: value}

    ended = subprocess.run([HELPLINE, command], env=environment, capture_output=True, timeout=60, check=False)

    assert ended.returncode == 2
    refusal = json.loads(ended.stderr)
    assert refusal["error"] == "bad-settings"
    assert told in refusal["message"]
    assert not data.exists()
