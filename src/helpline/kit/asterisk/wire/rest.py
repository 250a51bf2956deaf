"""Requests to Asterisk's REST interface, and its refusals by kind."""

import asyncio
import time
from base64 import b64encode
from collections import deque
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from helpline.kit.asterisk.wire.connection import Pool

REQUEST_LIMIT = 5.0
"""Seconds after which an answer is no longer waited for."""
CONNECTIONS = 32
REMEMBERED = 512
"""So many durations are kept for the gauges."""


class AriRefused(Exception):  # noqa: N818 - it is an answer
    """Asterisk says no. `status`: its HTTP status."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(f"{status} {what}")
        self.status = status


class Gone(AriRefused):
    """What was asked of is not there (any more): the caller hung up, say."""


class Already(AriRefused):
    """It is done already, or cannot be done in this state."""


class Unauthorised(AriRefused):
    """The password is not (or no longer) the node's: another Asterisk answers here."""


_KINDS: dict[int, type[AriRefused]] = {
    401: Unauthorised,
    403: Unauthorised,
    404: Gone,
    409: Already,
    410: Gone,
    412: Already,
    422: Already,
}


class Rest:
    """Speaks with one node. Times out, never waits in line for ever, never repeats what was refused."""

    def __init__(self, url: str, user: str, secret: str) -> None:
        self._pool = Pool(url, size=CONNECTIONS)
        key = b64encode(f"{user}:{secret}".encode()).decode()
        self._headers = f" HTTP/1.1\r\nHost: asterisk\r\nAuthorization: Basic {key}\r\n"
        self.durations: deque[float] = deque(maxlen=REMEMBERED)
        """Seconds that the last requests took."""

    async def ask(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """Send a request, such as `ask("POST", "channels/x/answer")`; the answer decoded (Any: JSON).

        Raises:
            Gone, Already, Unauthorised, AriRefused: Asterisk's answer.
            TimeoutError, OSError: none came; it may have been done all the same.
        """
        content = await self.raw(method, path, body, **query)
        return msgspec.json.decode(content) if content else None

    async def raw(self, method: str, path: str, body: object = None, **query: object) -> bytes:
        """The same, the answer as it came: a recording's sound."""
        asked = urlencode({name: str(value) for name, value in query.items() if value is not None})
        target = f"/ari/{quote(path)}{'?' + asked if asked else ''}"
        content = b"" if body is None else msgspec.json.encode(body)
        kind = "" if body is None else "Content-Type: application/json\r\n"
        began = time.monotonic()
        async with asyncio.timeout(REQUEST_LIMIT):
            reply = await self._pool.ask(f"{method} {target}{self._headers}{kind}", content)
        self.durations.append(time.monotonic() - began)
        if reply.status >= 400:
            told = reply.body[:120].decode(errors="replace")
            raise _KINDS.get(reply.status, AriRefused)(reply.status, f"{method} {path}: {told}")
        return reply.body

    def close(self) -> None:
        self._pool.close()
