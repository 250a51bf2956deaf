"""A page's socket, bare: as little as a load client can do, for it shares the cores with what it measures."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast

PING = b'{"type":"ping"}'
TEXT, CLOSE = 0x81, 0x88


class Wire(asyncio.Protocol):
    """One WebSocket. `hear` is called with every text; pings of the server are not expected, and fragments never sent."""

    def __init__(self, request: bytes, hear: Callable[[bytes], None]) -> None:
        self._request = request
        self.hear = hear
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = False
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self.open.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.open.set_exception(ConnectionError(head.decode()))
                return
            self.open.set_result(None)
        self._rest = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        """Hear every whole frame; what is left."""
        at, size = 0, len(data)
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start + length > size:
                break
            if data[at] == TEXT:
                self.hear(data[start : start + length])
            elif data[at] == CLOSE:
                self.closed = True
            at = start + length
        return data[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if not self.open.done():
            self.open.set_exception(exc or ConnectionError("closed"))

    def say(self, text: bytes) -> None:
        """Send a text. Its mask is zero: what a mask is for, no proxy being fooled, is not measured here."""
        if self._transport is not None and not self.closed:
            self._transport.write(_header(len(text)) + text)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def _header(length: int) -> bytes:
    if length < 126:
        return bytes((TEXT, 0x80 | length)) + bytes(4)
    return bytes((TEXT, 0x80 | 126)) + length.to_bytes(2, "big") + bytes(4)


async def connect(port: int, path: str, hear: Callable[[bytes], None], cookie: str = "") -> Wire:
    """Open a socket as a page of our own site does."""
    key = base64.b64encode(os.urandom(16)).decode()
    host = f"127.0.0.1:{port}"
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: http://{host}",
        "Sec-Fetch-Site: same-origin",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    _, wire = await asyncio.get_running_loop().create_connection(
        lambda: Wire(request, hear), "127.0.0.1", port
    )
    await wire.open
    return wire
