"""A socket that comes back: as lean as Python allows, so that the load client leaves the cores to the product."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from websockets.client import ClientProtocol
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.typing import Origin
from websockets.uri import parse_uri

PING_EVERY = 8.0
SILENT_TOO_LONG = 15.0
"""Seconds, as the pages have it (web/src/shared/live.ts)."""

SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


class Wire(asyncio.Protocol):
    """One connection."""

    def __init__(self, pipe: "Pipe", url: str) -> None:
        self._pipe = pipe
        self._url = url
        self._transport: asyncio.Transport | None = None
        self._speaks = ClientProtocol(
            parse_uri(url.replace("http", "ws", 1) + "/api/live"), origin=Origin(url), max_size=None
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        request = self._speaks.connect()
        request.headers.update(Headers(self._pipe.headers))
        self._speaks.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        self._speaks.receive_data(data)
        for event in self._speaks.events_received():
            if isinstance(event, Frame):
                if event.opcode is Opcode.TEXT:
                    self._pipe.heard(self, json.loads(bytes(event.data)))
            elif self._speaks.handshake_exc is None:
                self._pipe.opened(self)
        self._flush()
        if self._speaks.close_expected():
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._pipe.lost(self)

    def send(self, frame: dict[str, Any]) -> None:
        self._speaks.send_text(json.dumps(frame).encode())
        self._flush()

    def abort(self) -> None:
        """Cut it."""
        if self._transport is not None:
            self._transport.abort()

    def go_deaf(self) -> None:
        """Half-open: neither read nor closed any more."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def _flush(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            for chunk in self._speaks.data_to_send():
                if chunk:
                    self._transport.write(chunk)


class Pipe:
    """Always one connection to one of the servers, or on the way to it."""

    def __init__(
        self,
        urls: Sequence[str],
        hear: Callable[[dict[str, Any]], None],
        *,
        token: str = "",
        cookie: str = "",
    ) -> None:
        self.headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"} if cookie else {}
        self.came_back = -1
        self.welcomed_at = 0.0
        """When this connection was greeted, by `time.time`; 0 while there is none."""
        self._urls = urls
        self._hear = hear
        self._token = token
        self._wire: Wire | None = None
        self._heard_at = 0.0
        self._failures = 0
        self._ended = False
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._begin(0.0)
        self._spawn(self._beat())

    def stop(self) -> None:
        self._ended = True
        for task in self._tasks:
            task.cancel()
        if self._wire is not None:
            self._wire.abort()

    @property
    def is_open(self) -> bool:
        return self.welcomed_at > 0

    def send(self, frame: dict[str, Any]) -> bool:
        """Whether it was handed to an open connection; that is no acknowledgement."""
        if self._wire is None or not self.is_open:
            return False
        self._wire.send(frame)
        return True

    def cut(self) -> None:
        if self._wire is not None:
            self._wire.abort()

    def half_open(self) -> None:
        """The network swallows all in both directions; the page will notice by the silence."""
        if self._wire is not None:
            self._wire.go_deaf()

    def opened(self, wire: Wire) -> None:
        if self._token:
            wire.send({"type": "hello", "token": self._token})

    def heard(self, wire: Wire, frame: dict[str, Any]) -> None:
        if wire is not self._wire:
            return
        self._heard_at = time.monotonic()
        if frame["type"] == "welcome":
            self._failures = 0
            self.came_back += 1
            self.welcomed_at = time.time()  # noqa: TID251  # the test looks at the machine's clock from outside
        elif frame["type"] == "moving":
            self._spawn(self._move(wire, float(frame["within_seconds"])))
        self._hear(frame)

    def lost(self, wire: Wire) -> None:
        if wire is self._wire:
            self._again()

    async def _move(self, wire: Wire, within: float) -> None:
        await asyncio.sleep(within * random.random())
        if wire is self._wire:
            wire.abort()

    def _again(self) -> None:
        self._wire, self.welcomed_at = None, 0.0
        self._failures += 1
        most = min(LONGEST_PAUSE, SHORTEST_PAUSE * 2**self._failures)
        self._begin(random.uniform(SHORTEST_PAUSE, most))

    def _begin(self, pause: float) -> None:
        if not self._ended:
            self._spawn(self._connect(pause))

    async def _connect(self, pause: float) -> None:
        await asyncio.sleep(pause)
        url = random.choice(self._urls)
        host, _, port = url.rpartition("//")[2].partition(":")
        wire = Wire(self, url)
        self._wire, self._heard_at = wire, time.monotonic()
        try:
            await asyncio.get_running_loop().create_connection(lambda: wire, host, int(port))
        except OSError:
            self.lost(wire)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(PING_EVERY / 2)
            silent = time.monotonic() - self._heard_at
            if self._wire is not None and silent > SILENT_TOO_LONG:
                wire, self._wire = self._wire, None
                wire.abort()
                self._again()
            elif silent > PING_EVERY / 2:
                self.send({"type": "ping"})

    def _spawn(self, task: Any) -> None:
        made = asyncio.get_running_loop().create_task(task)
        self._tasks.add(made)
        made.add_done_callback(self._tasks.discard)
