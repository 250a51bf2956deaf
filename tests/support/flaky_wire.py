"""A bad network between a browser and the server: a TCP proxy on this machine that can be cut in several ways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK = 65_536


class FlakyWire:
    """Carries bytes to `target` until it is told otherwise.

    `cut` breaks what is open; while `down` nobody comes through; while `deaf` what the server says is swallowed, so
    that things are done whose answer never arrives. `forget` leaves what is open half-open: nothing more comes through
    in either direction, and nobody is told. `slow` lets so many bytes a second through.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self.down = False
        self.deaf = False
        self.slow: float | None = None
        self._forgotten = 0
        """Connections up to this number are half-open."""
        self.carried = 0
        """Connections that came through."""

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in list(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection in the middle of whatever it says."""
        for writer in list(self._open):
            writer.transport.abort()

    def forget(self) -> None:
        """What is open now carries nothing more, and is not closed: a router that forgot it."""
        self._forgotten = self.carried

    def fall(self) -> None:
        """The network is gone."""
        self.down = True
        self.cut()

    def rise(self) -> None:
        """The network is back, and hears again."""
        self.down = self.deaf = False
        self.cut()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        self._open.add(writer)
        try:
            if not self.down:
                await self._carry(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            self._carrying.discard(task)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection("127.0.0.1", self._target)
        self._open.add(to_there)
        self.carried += 1
        number = self.carried
        try:
            ways = [
                asyncio.create_task(self._pump(reader, to_there, number)),
                asyncio.create_task(self._pump(there, writer, number, answers=True)),
            ]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._open.discard(to_there)
            to_there.transport.abort()

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, number: int, *, answers: bool = False
    ) -> None:
        while chunk := await source.read(int(self.slow) if self.slow else CHUNK):
            if self.slow:
                await asyncio.sleep(len(chunk) / self.slow)
            if (answers and self.deaf) or number <= self._forgotten:
                continue
            sink.write(chunk)
            with suppress(ConnectionError):
                await sink.drain()


@asynccontextmanager
async def flaky_wire(target: int) -> AsyncIterator[FlakyWire]:
    """A wire to a port of this machine."""
    wire = FlakyWire(target)
    await wire.start()
    try:
        yield wire
    finally:
        await wire.stop()
