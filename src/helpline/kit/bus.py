"""The messenger. It only says 'look': every message may be lost, doubled or late, and the tables stay the truth."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from helpline.kit.db import Database, tell
from helpline.kit.log import Log

Handler = Callable[[str], None]
"""Called on the event loop with the payload; must not block."""

log = Log(__name__)


class Bus(Protocol):
    """What a messenger does. Sending is `Tx.stir` and `Tx.wake`, which travel with the commit."""

    def subscribe(self, channel: str, handler: Handler) -> None: ...

    def on_gap(self, handler: Callable[[], None]) -> None:
        """`handler` is called whenever messages may have been missed."""
        ...

    async def run(self) -> None:
        """Receive for ever, reconnecting by itself."""
        ...


class PostgresBus:
    """LISTEN on a connection of its own, renewed when it breaks."""

    def __init__(self, db: Database, *, heartbeat: float = 5.0) -> None:
        self._db = db
        self._heartbeat = heartbeat
        self._handlers: defaultdict[str, list[Handler]] = defaultdict(list)
        self._gap_handlers: list[Callable[[], None]] = []
        self.ready = asyncio.Event()

    def subscribe(self, channel: str, handler: Handler) -> None:
        self._handlers[channel].append(handler)

    def on_gap(self, handler: Callable[[], None]) -> None:
        self._gap_handlers.append(handler)

    async def run(self) -> None:
        while True:
            try:
                await self._receive()
            except Exception as error:  # outermost loop: whatever broke the connection, take a new one
                tell(log, "bus.lost", error)
            self.ready.clear()
            await asyncio.sleep(0.5)

    async def _receive(self) -> None:
        connection = await self._db.listen_connection()
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _connection: lost.set())
        try:
            for channel in self._handlers:
                await connection.add_listener(channel, self._heard)
            self.ready.set()
            for handler in self._gap_handlers:
                handler()
            while not lost.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), self._heartbeat)
                await asyncio.wait_for(connection.execute("select 1"), timeout=self._heartbeat)
        finally:
            connection.terminate()

    def _heard(self, _connection: Any, _pid: int, channel: str, payload: str) -> None:
        for handler in self._handlers[channel]:
            handler(payload)
