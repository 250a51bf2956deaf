"""The door /api/live: lets a page in."""

from functools import partial
from typing import Any

from litestar import WebSocket, websocket
from litestar.di import NamedDependency

from helpline.app.line import Line, line_of
from helpline.app.network import network_of
from helpline.app.parts import Parts
from helpline.app.socket import Connection
from helpline.app.talk import talk
from helpline.kit import errand
from helpline.kit.refusal import Refused
from helpline.people.http import provide_held
from helpline.people.model import Actor


@websocket("/api/live")
async def live(socket: WebSocket[Any, Any, Any], parts: NamedDependency[Parts]) -> None:
    """Staff are known by their cookie at the handshake; taxpayers say hello with their token."""
    connection = Connection(parts, await _actor(socket, parts))
    network = network_of(socket.client.host if socket.client else "")
    parts.sockets.came(network)
    try:
        await socket.accept()
        await connection.arrive()
    except BaseException:
        await connection.leave()
        parts.sockets.left(network)
        raise
    line_of(socket.scope).then = partial(_stay, parts, connection, network)


async def _stay(parts: Parts, connection: Connection, network: str, line: Line) -> None:
    try:
        with errand.running(connection.errand):
            await talk(line, connection)
    finally:
        parts.sockets.left(network)


async def _actor(socket: WebSocket[Any, Any, Any], parts: Parts) -> Actor | None:
    """The member of staff at the other end, if any; foreign pages that bring a cookie were refused before."""
    try:
        held = await provide_held(socket.scope, parts.db, parts.login_terms)
    except Refused:
        return None
    return None if held.due else held.actor
