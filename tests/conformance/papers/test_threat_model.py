"""The threat model promises nothing that no test shows."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MODEL = (ROOT / "docs" / "threat-model.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", MODEL)))


def test_every_test_that_the_threat_model_names_is_there() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).exists() or f"def {name}(" not in (ROOT / path).read_text()
    ]
    assert missing == []


def test_every_threat_of_the_model_is_answered_by_a_test() -> None:
    chapters = re.split(r"^## ", MODEL, flags=re.MULTILINE)[1:]
    unanswered = [chapter.splitlines()[0] for chapter in chapters if "::test_" not in chapter]
    assert unanswered == []
