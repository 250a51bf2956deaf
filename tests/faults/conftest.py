"""Real processes on a PostgreSQL that may be killed: nothing is switched off that makes it safe."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from helpline.app.migrate import make_database, migrate
from helpline.app.seed import seed
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from tests.support.people import a_city
from tests.support.processes import Processes

TEMPLATE = "template_city"


@pytest.fixture(scope="package")
def durable() -> Iterator[Cluster]:
    """A server as in production, with a database that holds a small city."""
    binaries = os.environ.get("HELPLINE_TEST_POSTGRES")
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        server = Cluster(Path(folder), binaries=Path(binaries) if binaries else None)
        server.start()
        asyncio.run(_furnish(server))
        yield server
        server.stop()


async def _furnish(server: Cluster) -> None:
    await make_database(server.dsn(), TEMPLATE)
    await migrate(server.dsn(TEMPLATE))
    db = await Database.open(server.dsn(TEMPLATE), SystemClock())
    await seed(db)
    await a_city(db)
    await db.close()


@pytest.fixture
async def address(durable: Cluster) -> str:
    """A database of the test's own."""
    name = f"t_{new_id().hex}"
    connection = await asyncpg.connect(durable.dsn())
    await connection.execute(f'create database "{name}" template "{TEMPLATE}"')
    await connection.close()
    return durable.dsn(name)


@pytest.fixture
async def db(address: str) -> AsyncIterator[Database]:
    """The test's own look at it, by the clock of the machine, as the processes have it."""
    database = await Database.open(address, SystemClock(), size=4)
    yield database
    await database.close()


@pytest.fixture
def processes(address: str, tmp_path: Path) -> Iterator[Processes]:
    started = Processes(
        tmp_path, HELPLINE_DATABASE_URL=address, HELPLINE_VISITORS_PER_MINUTE="0", HELPLINE_LIMITS_PERCENT="0"
    )
    yield started
    started.close()
