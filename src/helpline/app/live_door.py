"""The door /api/live: opens a page's socket, reads and writes until one of them ends."""

import asyncio
from typing import Any

from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect

from helpline.app.network import network_of
from helpline.app.parts import Parts
from helpline.app.problem import SOCKET_CODE
from helpline.app.socket import Connection
from helpline.app.topics import SIGNED_OUT
from helpline.kit.live import Mailbox
from helpline.kit.refusal import Refused
from helpline.people.http import provide_actor
from helpline.people.model import Actor

SILENT_TOO_LONG = 30.0
"""Seconds without a word from the page (it pings every ten) after which the socket counts as dead."""

LAST_WORD = 5.0
"""Seconds that a page which cannot keep up has to take what is on its way, and the word that it shall resync."""


@websocket("/api/live")
async def live(socket: WebSocket[Any, Any, Any], parts: NamedDependency[Parts]) -> None:
    """Staff are known by their cookie at the handshake; taxpayers say hello with their token."""
    connection = Connection(parts, await _actor(socket, parts))
    network = network_of(socket.client.host if socket.client else "")
    parts.sockets.came(network)
    try:
        await socket.accept()
        await _converse(socket, connection)
    finally:
        parts.sockets.left(network)


async def _converse(socket: WebSocket[Any, Any, Any], connection: Connection) -> None:
    """Read and write until one of them ends."""
    halves: list[asyncio.Task[None]] = []
    try:
        await connection.arrive()
        halves += [asyncio.create_task(_read(socket, connection))]
        halves += [writing := asyncio.create_task(_write(socket, connection.mailbox))]
        loop = (
            asyncio.get_running_loop()
        )  # a page that does not even take the word to resync is not waited for
        connection.mailbox.on_close = lambda: loop.call_later(LAST_WORD, writing.cancel)
        first, _ = await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
        for half in first:
            if not half.cancelled():
                half.result()
    except (
        WebSocketDisconnect,
        TimeoutError,
        OSError,
    ):  # gone while we listened, fell silent, gone while we spoke
        pass
    finally:
        for half in halves:
            half.cancel()
        await asyncio.gather(*halves, return_exceptions=True)
        await connection.leave()


async def _actor(socket: WebSocket[Any, Any, Any], parts: Parts) -> Actor | None:
    """The member of staff at the other end, if any; foreign pages that bring a cookie were refused before."""
    try:
        return await provide_actor(socket.scope, parts.db, parts.login_terms)
    except Refused:
        return None


async def _read(socket: WebSocket[Any, Any, Any], connection: Connection) -> None:
    """Take frames in until the page is silent for too long or gone."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as patience:
        while True:
            patience.reschedule(loop.time() + SILENT_TOO_LONG)
            frame = await socket.receive_text()
            patience.reschedule(None)
            if (too_fast := connection.pace.wait(loop.time())) > 0:
                await asyncio.sleep(too_fast)
            await connection.hear(frame)


async def _write(socket: WebSocket[Any, Any, Any], mailbox: Mailbox) -> None:
    """Carry frames out, until the mailbox was closed for overflow or the log-in has ended."""
    while True:
        frame = await mailbox.queue.get()
        if frame is None:
            await socket.close(code=4008, reason="resync")
            return
        await socket.send_data(frame.decode(), mode="text")
        if frame == SIGNED_OUT:
            await socket.close(code=SOCKET_CODE + 401, reason="not-signed-in")
            return
