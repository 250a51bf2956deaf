"""The open doors of every story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.house import House
from tests.support.street import Street, a_street


@pytest.fixture
async def street(house: House, tmp_path: Path) -> AsyncIterator[Street]:
    async with a_street(house, tmp_path) as opened:
        yield opened
