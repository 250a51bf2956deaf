"""The far end of a desk's phone line, by hand: it hears what arrives and says what a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

PATIENCE = 10.0


class FarEnd:
    """Speaks SIP over WebSocket as far as the handshake goes; accounts are made known to it."""

    def __init__(self) -> None:
        self.socket_url = ""
        self.accounts: dict[str, str] = {}
        self.is_away = False
        self.lines: list[ServerConnection] = []
        self._opened = asyncio.Event()
        self._heard: asyncio.Queue[str | bytes] = asyncio.Queue()

    async def admit(self, staff_id: UUID, password: str) -> str:
        if self.is_away:
            raise ConnectionRefusedError("nobody listens")
        account = f"seat-{staff_id.hex}"
        self.accounts[account] = password
        return account

    async def hears(self) -> str | bytes:
        """The next message of a phone."""
        async with asyncio.timeout(PATIENCE):
            return await self._heard.get()

    async def line(self) -> ServerConnection:
        """The line that was opened last."""
        async with asyncio.timeout(PATIENCE):
            await self._opened.wait()
        return self.lines[-1]

    async def serve(self, line: ServerConnection) -> None:
        self.lines.append(line)
        self._opened.set()
        async for said in line:
            self._heard.put_nowait(said)


@asynccontextmanager
async def a_far_end() -> AsyncIterator[FarEnd]:
    """One that listens for the length of the block."""
    far = FarEnd()
    async with serve(far.serve, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")]) as server:
        far.socket_url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ws"
        yield far
