"""Fixtures of the audit log: keys in a folder of the test's own, and a sealer that is run by hand."""

from pathlib import Path

import pytest

from helpline.audit.keys import Keys
from helpline.audit.sealer import Sealer
from helpline.kit.db import Database


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


@pytest.fixture
def sealer(db: Database, keys: Keys) -> Sealer:
    return Sealer(db, keys)
