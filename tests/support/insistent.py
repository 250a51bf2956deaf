"""A taxpayer's page that keeps its promises on a bad day: what is not acknowledged is sent again, in order."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from helpline.kit.ids import new_id

IN_FLIGHT = 25
"""Posts that may wait for their acknowledgement at a time."""

PAUSE = 0.05
ASK_TIMEOUT = 5.0


class Line(NamedTuple):
    client_id: str
    text: str


class InsistentPage:
    """One conversation over whichever of the servers is there."""

    def __init__(self, urls: Sequence[str], token: str, conversation: str) -> None:
        self.conversation = conversation
        self.acknowledged: dict[str, int] = {}
        self.heard: list[dict[str, Any]] = []
        """All changes told so far, in order."""
        self.came_back = 0
        self._urls = list(urls)
        self._token = token
        self._lines: list[Line] = []
        self._room = asyncio.Semaphore(IN_FLIGHT)

    @classmethod
    async def ask(cls, urls: Sequence[str], text: str) -> "InsistentPage":
        """A new visitor's page with its first question."""
        async with httpx.AsyncClient(base_url=urls[0], trust_env=False, timeout=ASK_TIMEOUT) as client:
            token = (await client.post("/api/visitors")).json()["token"]
            answer = await client.post(
                "/api/conversations",
                json={"client_id": str(new_id()), "text": text},
                headers={"Authorization": f"Bearer {token}"},
            )
            answer.raise_for_status()
        return cls(urls, token, answer.json()["state"]["id"])

    def another(self, url: str) -> "InsistentPage":
        """The same taxpayer on another device, by another server."""
        return InsistentPage([url], self._token, self.conversation)

    @property
    def credentials(self) -> dict[str, str]:
        """By which the doors know this taxpayer."""
        return {"Authorization": f"Bearer {self._token}"}

    @property
    def seq(self) -> int:
        return int(self.heard[-1]["seq"]) if self.heard else 0

    @property
    def texts(self) -> list[str]:
        """The words heard, in order."""
        posts = (each["content"] for each in self.heard if each["kind"] == "post")
        return [content["text"] for content in posts if content["type"] == "text"]

    def write(self, *texts: str) -> None:
        """Lines to be sent."""
        self._lines += [Line(str(new_id()), text) for text in texts]

    async def send_all(self) -> None:
        """Send until every line is acknowledged, coming back as often as the line breaks."""
        while len(self.acknowledged) < len(self._lines):
            await self._while_connected(self._exchange)

    async def listen(self, count: int) -> None:
        """Hear until so many changes were told."""
        while len(self.heard) < count:
            await self._while_connected(lambda socket: self._hear(socket, lambda: len(self.heard) >= count))

    async def _while_connected(self, act: Any) -> None:
        url = self._urls[self.came_back % len(self._urls)]
        self.came_back += 1
        with suppress(OSError, websockets.ConnectionClosed, websockets.InvalidHandshake):
            async with websockets.connect(
                url.replace("http", "ws", 1) + "/api/live", proxy=None, open_timeout=ASK_TIMEOUT
            ) as socket:
                await socket.send(json.dumps({"type": "hello", "token": self._token}))
                topic = f"conversation:{self.conversation}"
                await socket.send(json.dumps({"type": "subscribe", "topic": topic, "after": self.seq}))
                await act(socket)
                return
        await asyncio.sleep(PAUSE)

    async def _exchange(self, socket: ClientConnection) -> None:
        self._room = asyncio.Semaphore(IN_FLIGHT)
        sending = asyncio.create_task(self._send(socket))
        try:
            await self._hear(socket, lambda: len(self.acknowledged) >= len(self._lines))
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def _send(self, socket: ClientConnection) -> None:
        for line in [each for each in self._lines if each.client_id not in self.acknowledged]:
            await self._room.acquire()
            post = {
                "type": "post",
                "conversation": self.conversation,
                "client_id": line.client_id,
                "content": {"type": "text", "text": line.text},
            }
            await socket.send(json.dumps(post))

    async def _hear(self, socket: ClientConnection, done: Any) -> None:
        while not done():
            frame = json.loads(await socket.recv())
            if frame["type"] == "ack":
                self.acknowledged[frame["client_id"]] = frame["seq"]
                self._room.release()
            elif frame["type"] == "slice":
                self._apply(frame["slice"]["changes"])
            assert frame["type"] != "refused", frame

    def _apply(self, changes: list[dict[str, Any]]) -> None:
        new = [change for change in changes if change["seq"] > self.seq]
        assert not new or new[0]["seq"] == self.seq + 1, "a gap was told"
        self.heard += new
