"""The door /api/live: opens a page's socket, reads and writes until one of them ends."""

import asyncio
from typing import Any

from litestar import WebSocket, websocket
from litestar.di import NamedDependency

from helpline.app.line import Line, line_of
from helpline.app.network import network_of
from helpline.app.parts import Parts
from helpline.app.problem import SOCKET_CODE
from helpline.app.silence import Silence
from helpline.app.socket import Connection
from helpline.app.topics import LOCKED, SIGNED_OUT, UNLOCKED, covered
from helpline.kit.refusal import Refused
from helpline.people.http import provide_held
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
        await _converse(line_of(socket.scope), connection)
    finally:
        parts.sockets.left(network)


async def _converse(line: Line, connection: Connection) -> None:
    """Read and write until one of them ends."""
    halves: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    silence = Silence(loop, SILENT_TOO_LONG)
    try:
        await connection.arrive()
        halves += [reading := asyncio.create_task(_read(line, connection, silence))]
        halves += [writing := asyncio.create_task(_write(line, connection))]
        silence.watch(reading.cancel)
        # a page that does not even take the word to resync is not waited for
        connection.mailbox.on_close = lambda: loop.call_later(LAST_WORD, writing.cancel)
        first, _ = await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
        for half in first:
            if not half.cancelled():
                half.result()
    except OSError:  # gone while we spoke
        pass
    finally:
        silence.end()
        for half in halves:
            half.cancel()
        await asyncio.gather(*halves, return_exceptions=True)
        await connection.leave()


async def _actor(socket: WebSocket[Any, Any, Any], parts: Parts) -> Actor | None:
    """The member of staff at the other end, if any; foreign pages that bring a cookie were refused before."""
    try:
        held = await provide_held(socket.scope, parts.db, parts.login_terms)
    except Refused:
        return None
    return None if held.due else held.actor


async def _read(line: Line, connection: Connection, silence: Silence) -> None:
    """Take frames in until the page is gone."""
    loop = asyncio.get_running_loop()
    while (frame := await line.hear()) is not None:
        silence.broken()
        if (too_fast := connection.pace.wait(loop.time())) > 0:
            await asyncio.sleep(too_fast)
        await connection.hear(frame)
        silence.begins()


async def _write(line: Line, connection: Connection) -> None:
    """Carry frames out, until the mailbox was closed for overflow, or the log-in was unlocked or has ended."""
    while (frame := await connection.mailbox.take()) is not None:
        if frame == LOCKED:
            connection.is_locked = True
        shown = covered(frame) if connection.is_locked else frame
        if shown is not None:
            await line.say(shown.decode())
        if frame == UNLOCKED:  # the page comes back for what it was not told
            break
        if frame == SIGNED_OUT:
            await line.close(SOCKET_CODE + 401, "not-signed-in")
            return
    await line.close(4008, "resync")
