"""What we stand on is pinned, and listed with its licence."""

import json
import re
from pathlib import Path

from tools import dependencies

ROOT = Path(__file__).resolve().parents[3]
LOCK = (ROOT / "requirements.lock").read_text()


def test_every_package_is_pinned_by_hash() -> None:
    loose = [
        block.splitlines()[0]
        for block in re.split(r"\n(?=[a-z0-9])", LOCK)
        if "==" not in block.splitlines()[0] or "--hash=sha256:" not in block
    ]
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    unhashed = [
        name for name, each in packages.items() if name and "integrity" not in each and not each.get("link")
    ]

    assert loose == []
    assert unhashed == []


def test_the_list_of_licences_is_current() -> None:
    assert (ROOT / "docs" / "dependencies.md").read_text() == dependencies.page()
