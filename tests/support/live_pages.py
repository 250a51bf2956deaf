"""Pages on the live socket of a real web process, and the copy of a conversation that a page keeps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from helpline.app.parts import make_parts
from helpline.app.settings import Settings
from helpline.app.web import make_app
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore
from tests.support.site import Site, listening
from tests.support.socket_page import SocketPage, connected


@asynccontextmanager
async def process(dsn: str, clock: ShiftedClock, folder: Path) -> AsyncIterator[Site]:
    """A web process of its own, without worker and ticker: the assistant keeps out of the numbers."""
    db = await Database.open(dsn, clock, size=6)
    parts = make_parts(db, Settings(data_dir=folder), FolderStore(folder))
    async with listening(make_app(parts, with_worker=False, with_ticker=False)) as port:
        opened = Site(db, clock, port)
        yield opened
        await opened.close()
    await db.close()


@asynccontextmanager
async def taxpayer_page(url: str, token: str | None = None) -> AsyncIterator[SocketPage]:
    """A visitor's page on the socket; a new visitor unless the token says who."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=30) as browser:
        token = token or (await browser.post("/api/visitors")).json()["token"]
        browser.headers["Authorization"] = f"Bearer {token}"
        async with connected(url, browser) as page:
            await page.send(type="hello", token=token)
            await page.hear("welcome")
            yield page


def token_of(page: SocketPage) -> str:
    return page.browser.headers["Authorization"].removeprefix("Bearer ")


async def follows(page: SocketPage, conversation: str, after: int = 0) -> dict[str, Any]:
    """Subscribe; the first slice."""
    await page.send(type="subscribe", topic=f"conversation:{conversation}", after=after)
    piece: dict[str, Any] = (await page.hear("slice"))["slice"]
    return piece


async def posts(page: SocketPage, conversation: str, text: str, client_id: str | None = None) -> str:
    key = client_id or str(uuid4())
    content = {"type": "text", "text": text}
    await page.send(type="post", conversation=conversation, client_id=key, content=content)
    return key


class Copy:
    """What a page knows of a conversation, by the rules of docs/live.md."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {}

    @property
    def seq(self) -> int:
        return int(self.changes[-1]["seq"]) if self.changes else 0

    def apply(self, piece: dict[str, Any]) -> None:
        new = [change for change in piece["changes"] if change["seq"] > self.seq]
        assert not new or new[0]["seq"] == self.seq + 1, "a gap"
        self.changes += new
        self.state = piece["state"]

    async def catch_up(self, page: SocketPage, upto: int) -> None:
        while self.seq < upto:
            self.apply((await page.hear("slice"))["slice"])
