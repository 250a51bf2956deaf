"""docs/tiers.md is what the policy says."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.article("R14.1")
def test_the_page_of_tiers_is_current(tmp_path: Path) -> None:
    program = "import runpy; print(runpy.run_path('tools/tiers.py')['page'](), end='')"

    made = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert (ROOT / "docs" / "tiers.md").read_text() == made, "run: .venv/bin/python tools/tiers.py"
