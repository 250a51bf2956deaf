"""A running Asterisk for all tests of this folder in one test process."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from helpline.kit.asterisk.configuration.tree import USER
from helpline.kit.asterisk.launcher import Exchange, Node
from helpline.kit.asterisk.wire.rest import Rest
from tests.conftest import TUESDAY
from tests.support.exchange import PUBLIC, exchange_in
from tests.support.led_exchange import SEATS, LedExchange, led
from tests.support.phone import Phone, phone


@pytest.fixture(scope="session")
def exchange() -> Iterator[Exchange]:
    with (
        tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder,
        exchange_in(Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def node(exchange: Exchange) -> Node:
    """Where it is reached. Starts it again should a test have killed it."""
    return exchange.start()


@pytest.fixture
async def rest(node: Node) -> AsyncIterator[Rest]:
    made = Rest(node.url, USER, node.secret)
    yield made
    made.close()


@pytest.fixture
async def caller(node: Node) -> AsyncIterator[Phone]:
    """A telephone in the public network."""
    async with phone(PUBLIC, node.sip) as made:
        yield made


@pytest.fixture
async def hotline(dsn: str, exchange: Exchange) -> AsyncIterator[LedExchange]:
    """It runs, on an ordinary afternoon."""
    async with led(dsn, exchange, TUESDAY) as running:
        yield running


@pytest.fixture
async def seat(hotline: LedExchange) -> AsyncIterator[Phone]:
    """A consultant's SIP phone."""
    async with phone(SEATS, hotline.node.sip) as made:
        yield made
