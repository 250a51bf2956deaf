"""The hotline of every integration test of calls."""

import pytest

from tests.support.hotline import Hotline
from tests.support.house import House


@pytest.fixture
def hotline(house: House) -> Hotline:
    return Hotline(house)
