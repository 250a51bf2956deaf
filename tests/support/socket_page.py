"""A page on the live socket, by hand: what it sends and hears, frame by frame."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from tests.support.people import PASSWORD

PATIENCE = 10.0


class SocketPage:
    """An open socket and the browser that opened it."""

    def __init__(self, browser: httpx.AsyncClient, socket: ClientConnection) -> None:
        self.browser = browser
        self._socket = socket

    async def send(self, **frame: object) -> None:
        await self._socket.send(json.dumps(frame))

    async def send_raw(self, frame: str | bytes) -> None:
        """Whatever a page should not send."""
        await self._socket.send(frame)

    async def frames_until(self, *kinds: str) -> list[dict[str, Any]]:
        """All frames up to the first of one of those kinds."""
        frames: list[dict[str, Any]] = []
        async with asyncio.timeout(PATIENCE):
            while not frames or frames[-1]["type"] not in kinds:
                frames.append(json.loads(await self._socket.recv()))
        return frames

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next frame of that kind; others are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame: dict[str, Any] = json.loads(await self._socket.recv())
                if frame["type"] == kind:
                    return frame

    async def rest(self) -> tuple[list[str], int | None]:
        """The kinds of all frames until the server closes, and the code it closes with."""
        kinds: list[str] = []
        async with asyncio.timeout(PATIENCE):
            try:
                while True:
                    kinds.append(json.loads(await self._socket.recv())["type"])
            except websockets.ConnectionClosed as closed:
                return kinds, closed.rcvd.code if closed.rcvd else None


@asynccontextmanager
async def staff_browser(url: str, number: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which somebody has logged in."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as browser:
        answer = await browser.post("/api/session", json={"number": number, "password": PASSWORD})
        answer.raise_for_status()
        yield browser


@asynccontextmanager
async def connected(url: str, browser: httpx.AsyncClient) -> AsyncIterator[SocketPage]:
    """A page of the browser, its socket open."""
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    async with websockets.connect(
        url.replace("http", "ws", 1) + "/api/live",
        additional_headers={"Cookie": cookie, "Sec-Fetch-Site": "same-origin"} if cookie else {},
        origin=websockets.Origin(url),
        proxy=None,
    ) as socket:
        yield SocketPage(browser, socket)


@asynccontextmanager
async def staff_page(url: str, number: str) -> AsyncIterator[SocketPage]:
    """A page of somebody who has just logged in."""
    async with staff_browser(url, number) as browser, connected(url, browser) as page:
        yield page
