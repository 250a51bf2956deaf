"""The bare line to a socket's server.

Once a socket is accepted, none of the layers between the server and its handler has anything left to say; passing each
frame through all of them took a fifth of a web process's time.
"""

from typing import Any, NamedTuple, cast

from litestar.types import Receive, Scope, Send

_KEY = "helpline.line"


class Line(NamedTuple):
    """What the server gave to hear and to speak through."""

    receive: Receive
    send: Send

    async def hear(self) -> str | None:
        """The next text; None: the page is gone. What is no text reads as an empty one."""
        message: Any = await self.receive()
        if message["type"] == "websocket.disconnect":
            return None
        return message.get("text") or ""

    async def say(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text, "bytes": None})

    async def close(self, code: int, reason: str) -> None:
        await self.send({"type": "websocket.close", "code": code, "reason": reason})


def lay(scope: Scope, receive: Receive, send: Send) -> None:
    """Remember the bare line of a socket that knocks. Called by the outermost layer."""
    cast("dict[str, object]", scope)[_KEY] = Line(receive, send)


def line_of(scope: Scope) -> Line:
    """The bare line of a socket that was accepted."""
    return cast("dict[str, Line]", scope)[_KEY]
