"""A database, opened and migrated: what every process starts with."""

import asyncio
import getpass
import os
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

from helpline.app import settings as settings_module
from helpline.app import wiring
from helpline.app.ending import ended_by_signals
from helpline.app.migrate import make_database, migrate
from helpline.app.settings import Settings
from helpline.app.unlocking import unlock
from helpline.kit import errand
from helpline.kit.clock import Clock, SystemClock
from helpline.kit.db import Database
from helpline.kit.files import FileStore, FolderStore
from helpline.kit.log import Log
from helpline.kit.postgres.launcher import Cluster
from helpline.kit.refusal import Refused
from helpline.kit.scanning import Clamd, ScannedStore

T = TypeVar("T")

DATABASE = "helpline"

TEND_EVERY = 0.5
"""Seconds between looks whether the embedded server lives."""

log = Log(__name__)


@contextmanager
def database_address(settings: Settings) -> Iterator[str]:
    """Address of the database; the embedded server runs as long as somebody is in such a block."""
    if settings.database_url:
        yield settings.database_url
        return
    cluster = Cluster(settings.data_dir / "postgres", binaries=settings.postgres_bin)
    left = threading.Event()
    tending = threading.Thread(target=_tend, args=(cluster, left), daemon=True)
    try:
        cluster.start()
        asyncio.run(make_database(cluster.dsn(), DATABASE))
        tending.start()
        yield cluster.dsn(DATABASE)
    finally:
        left.set()
        if tending.is_alive():
            tending.join()
        cluster.stop()


def _tend(cluster: Cluster, left: threading.Event) -> None:
    """Start the embedded server again should it die: nobody else would. Everybody reconnects by themselves."""
    while not left.wait(TEND_EVERY):
        if not cluster.runs():
            log.warning("postgres.died")
            try:
                cluster.start()
            except Refused:  # it is tried again
                log.failure("postgres.stays-dead")


@asynccontextmanager
async def open_database(dsn: str, settings: Settings, clock: Clock | None = None) -> AsyncIterator[Database]:
    """A migrated database and its pool, its personal data ready to be read."""
    await unlock(dsn, settings)
    await migrate(dsn)
    db = await Database.open(dsn, clock or SystemClock(), size=settings.pool_size)
    try:
        yield db
    finally:
        await db.close()


def run_with_database(deed: Callable[[Database], Awaitable[T]]) -> T:
    """Run `deed` against the database of the settings. For commands of the command line."""
    settings = settings_module.read()
    wiring.keep_record()
    with ended_by_signals(), database_address(settings) as dsn:
        return asyncio.run(_run(deed, dsn, settings))


async def _run(deed: Callable[[Database], Awaitable[T]], dsn: str, settings: Settings) -> T:
    async with open_database(dsn, settings) as db:
        with errand.running(errand_of_shell()):
            return await deed(db)


def errand_of_shell() -> errand.Errand:
    """Who types a command, as the machine knows; of the command only its name, for what follows may be personal."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        user = str(os.getuid())
    names = [word for word in sys.argv[1:3] if word.isalpha()]
    return errand.Errand(kind="command_line", number=user, door=".".join(["cli", *names]))


def files_of(settings: Settings) -> FileStore:
    """Where uploads are kept; looked through first where a scanner is set."""
    folder: Path = settings.data_dir / "files"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    store = FolderStore(folder)
    if not settings.clamav:
        return store
    return ScannedStore(store, Clamd(settings.clamav), is_required=settings.clamav_required)
