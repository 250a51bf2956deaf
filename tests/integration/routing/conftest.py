"""The hall of every integration test of routing."""

import pytest

from tests.support.house import House
from tests.support.routing import RoutingHall


@pytest.fixture
def hall(house: House) -> RoutingHall:
    return RoutingHall(house)
