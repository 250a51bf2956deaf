"""The bare line to a socket's server.

Once a socket is accepted, none of the layers between the server and its door has anything left to say. The door leaves
what is to follow on the line and returns, and with it go the layers: kept under every open socket, they took ten
kilobytes of memory, and a fifth of a web process's time to pass each frame through all of them.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from litestar.types import Receive, Scope, Send

_KEY = "helpline.line"
_KEPT = frozenset({"type", "path", "client"})
"""Of what a server says about a socket: what it reads again itself when it logs."""


class Line:
    """What the server gave to hear and to speak through."""

    __slots__ = ("_receive", "_send", "then")

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self.then: Callable[[Line], Awaitable[None]] | None = None
        """What follows when the door has let the page in."""

    async def hear(self) -> str | None:
        """The next text; None: the page is gone. What is no text reads as an empty one."""
        message: Any = await self._receive()
        if message["type"] == "websocket.disconnect":
            return None
        return message.get("text") or ""

    async def say(self, text: str) -> None:
        """Send a text.

        Raises:
            ConnectionError: the line is closed from one of its ends.
        """
        try:
            await self._send({"type": "websocket.send", "text": text, "bytes": None})
        except RuntimeError:  # the server's word for it
            raise ConnectionError("the page is gone") from None

    async def close(self, code: int, reason: str) -> None:
        """Close, unless it is closed already."""
        try:
            await self._send({"type": "websocket.close", "code": code, "reason": reason})
        except RuntimeError:
            return

    async def follow(self, scope: Scope) -> None:
        """Go on with what the door left, if it let the page in; what only the handshake needed is dropped."""
        if self.then is None:
            return
        said = cast("dict[str, object]", scope)
        for name in said.keys() - _KEPT:
            del said[name]
        await self.then(self)


def lay(scope: Scope, receive: Receive, send: Send) -> Line:
    """The bare line of a socket that knocks. Called by the outermost layer."""
    line = Line(receive, send)
    cast("dict[str, object]", scope)[_KEY] = line
    return line


def line_of(scope: Scope) -> Line:
    """The bare line of a socket at its door."""
    return cast("dict[str, Line]", scope)[_KEY]
