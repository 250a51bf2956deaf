"""The real application in the test's own process, on a free port, on a clock that runs and can be moved."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn

from helpline.app.parts import make_parts
from helpline.app.phones import Registrar
from helpline.app.settings import Settings
from helpline.app.telephony.hotline import Hotline
from helpline.app.web import make_app
from helpline.deadlines.ticker import Ticker
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore
from helpline.kit.worker import Worker
from helpline.routing.commands import seats
from tests.support.consultant_desk import ConsultantDesk
from tests.support.people import PASSWORD

STEP = timedelta(seconds=3)
"""Time is moved in steps shorter than a seat's lease, which is renewed at each: desks stay connected."""


class Site:
    """Where it is, what time it is there, and who serves."""

    def __init__(self, db: Database, clock: ShiftedClock, port: int) -> None:
        self.db = db
        self.clock = clock
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._worker = Worker(db)
        self._ticker = Ticker(db)
        self._desks: list[ConsultantDesk] = []

    async def settle(self) -> None:
        """Deliver facts and fire what is due until nothing moves."""
        while await self._worker.drain() + await self._ticker.fire_due():
            pass

    async def pass_time(self, seconds: float) -> None:
        """Let time go by; everything falls due in its order."""
        left = timedelta(seconds=seconds)
        while left > timedelta(0):
            step = min(STEP, left)
            self.clock.advance(step)
            left -= step
            await self._renew()
            await self.settle()

    async def consultant(self, number: str = "0101") -> ConsultantDesk:
        """A consultant who is connected and ready to be prompted."""
        desk = ConsultantDesk(self.url, number)
        await desk.sit_down(PASSWORD)
        self._desks.append(desk)
        return desk

    async def close(self) -> None:
        for desk in self._desks:
            await desk.leave()

    async def _renew(self) -> None:
        if not self._desks:
            return
        async with self.db.deed() as tx:
            await seats.renew(tx, [UUID(desk.staff_id) for desk in self._desks])


@asynccontextmanager
async def listening(app: Any, port: int = 0) -> AsyncIterator[int]:
    """Serve an ASGI application on a (free) port of this machine; Any: frameworks type theirs each in its own way."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        door.listen(64)
        config = uvicorn.Config(
            app, ws="websockets-sansio", log_config=None, access_log=False, timeout_graceful_shutdown=1
        )
        server = Quiet(config)
        serving = asyncio.create_task(server.serve(sockets=[door]))
        await server.ready.wait()
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


class Quiet(uvicorn.Server):
    """A server that leaves signals to the test runner, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def a_site(
    dsn: str,
    clock: ShiftedClock,
    folder: Path,
    *,
    port: int = 0,
    settings: Settings | None = None,
    registrar: Registrar | None = None,
    hotline: Hotline | None = None,
) -> AsyncIterator[Site]:
    """Open the site for the length of the block."""
    db = await Database.open(dsn, clock, size=8)
    parts = make_parts(db, settings or Settings(data_dir=folder), FolderStore(folder), registrar, hotline)
    async with listening(make_app(parts), port) as opened:
        site = Site(db, clock, opened)
        yield site
        await site.close()
    await db.close()
