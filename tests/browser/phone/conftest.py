"""Desks with a telephone: browsers that have a microphone, before a house that leads a real Asterisk."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
from playwright.async_api import Browser, async_playwright

from helpline.app.phones import Registrar
from helpline.app.settings import Settings
from helpline.app.telephony.hotline import Hotline
from helpline.calls.ari import SeatPhones
from helpline.kit.asterisk.launcher import Exchange, Node
from helpline.kit.clock import ShiftedClock
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from tests.browser.conftest import ARGS, CHROMIUM
from tests.support.exchange import PUBLIC, exchange_in
from tests.support.phone import Phone, phone
from tests.support.site import Site, a_site

WITH_A_MICROPHONE = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
]
NODE = "node1"


@pytest.fixture(scope="module")
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


@asynccontextmanager
async def a_house(
    cluster: Cluster,
    furnished: str,
    folder: Path,
    start_at: datetime,
    *,
    hotline: Hotline | None = None,
    registrar: Registrar | None = None,
) -> AsyncIterator[Site]:
    """The application on a database of its own, with the phones of `registrar`."""
    name = f"t_{new_id().hex}"
    connection = await asyncpg.connect(cluster.dsn())
    await connection.execute(f'create database "{name}" template "{furnished}" strategy file_copy')
    try:
        settings = Settings(data_dir=folder)
        clock = ShiftedClock(start_at)
        async with a_site(
            cluster.dsn(name), clock, folder, settings=settings, registrar=registrar, hotline=hotline
        ) as opened:
            yield opened
    finally:
        await connection.execute(f'drop database "{name}" with (force)')
        await connection.close()


@pytest.fixture
async def site(
    cluster: Cluster, furnished: str, start_at: datetime, tmp_path: Path, exchange: Exchange, node: Node
) -> AsyncIterator[Site]:
    prompts = exchange.folder.parent / "sounds/prompts"
    hotline = Hotline(
        node=NODE,
        url=node.url,
        secret=node.secret,
        sip=node.sip,
        media="127.0.0.1",
        prompts=str(prompts),
        spool=exchange.spool,
    )
    rest = hotline.rest()
    phones = SeatPhones(rest, node.url)
    async with a_house(cluster, furnished, tmp_path, start_at, hotline=hotline, registrar=phones) as opened:
        yield opened
    rest.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """It speaks a beep a second into whatever listens."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=CHROMIUM, args=[*ARGS, *WITH_A_MICROPHONE])
        yield chromium
        await chromium.close()


@pytest.fixture
async def caller(node: Node) -> AsyncIterator[Phone]:
    """A telephone in the public network."""
    async with phone(PUBLIC, node.sip) as made:
        yield made
