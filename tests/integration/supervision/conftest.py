"""The service of every integration test of supervision."""

import pytest

from tests.support.house import House
from tests.support.service import Service, a_service


@pytest.fixture
async def service(house: House) -> Service:
    return await a_service(house)
