"""The cast of the stories: the doors, a city with the starter knowledge, and people at their pages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from helpline.app.seed import seed
from helpline.kit.db import Database
from tests.support.city_of_knowledge import fill
from tests.support.front import front
from tests.support.house import House
from tests.support.stage import Stage


@pytest.fixture
async def stage(db: Database, house: House, tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything in place, nobody there yet."""
    await seed(db)
    await fill(db)
    async with front(db, tmp_path) as doors:
        yield Stage(db, house, doors)
