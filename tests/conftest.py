"""Fixtures of every kind of test: a real PostgreSQL, a migrated database of one's own, a clock that stands still."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from helpline.app import wiring
from helpline.app.migrate import make_database, migrate
from helpline.kit.clock import SHANGHAI, VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from tests.support.examples import examples
from tests.support.house import House
from tests.support.issuer import IssuerProcess
from tests.support.keys import MASTER_KEY, choose_key

wiring.wire()
choose_key()
os.environ["HELPLINE_MASTER_KEY"] = (
    MASTER_KEY  # for commands of the command line, run in the test's own process
)

# A busy machine is no fault of a law; a law that fails prints how to fail again.
settings.register_profile(
    "house",
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("house")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
TUESDAY = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
"""An ordinary working Tuesday afternoon."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for this test process: the embedded one, or the binaries in HELPLINE_TEST_POSTGRES."""
    binaries = os.environ.get("HELPLINE_TEST_POSTGRES")
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        options = (
            *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
            *("wal_level=minimal", "max_wal_senders=0"),
        )
        server = Cluster(Path(folder), binaries=Path(binaries) if binaries else None, options=options)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """A migrated database from which each test's own is cloned."""

    async def make() -> None:
        await make_database(cluster.dsn(), "template_helpline")
        await migrate(cluster.dsn("template_helpline"))

    asyncio.run(make())
    return "template_helpline"


@pytest.fixture
async def dsn(cluster: Cluster, template: str) -> AsyncIterator[str]:
    """Address of a fresh, migrated database."""
    name = f"t_{new_id().hex}"
    connection = await asyncpg.connect(cluster.dsn())
    await connection.execute(f'create database "{name}" template "{template}" strategy file_copy')
    yield cluster.dsn(name)
    await connection.execute(f'drop database "{name}" with (force)')
    await connection.close()


@pytest.fixture
async def empty_dsn(cluster: Cluster) -> AsyncIterator[str]:
    """Address of a database with nothing in it, as before the first start."""
    name = f"t_{new_id().hex}"
    await make_database(cluster.dsn(), name)
    yield cluster.dsn(name)
    connection = await asyncpg.connect(cluster.dsn())
    await connection.execute(f'drop database "{name}" with (force)')
    await connection.close()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(TUESDAY)


@pytest.fixture
async def db(dsn: str, clock: VirtualClock) -> AsyncIterator[Database]:
    database = await Database.open(dsn, clock)
    yield database
    await database.close()


@pytest.fixture
def house(db: Database, clock: VirtualClock) -> House:
    """The whole house without its doors: `settle` delivers facts, `advance` moves time and fires what falls due."""
    return House(db, clock)


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IssuerProcess]:
    """A bureau's OpenID provider; each test lets it `meet` its own people."""
    process = IssuerProcess(tmp_path_factory.mktemp("issuer") / "log")
    yield process
    process.end()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; the test is skipped with the reason where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared data at {SHARED}")
    return SHARED
