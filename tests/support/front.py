"""The public doors of the whole product, in this event loop, on the test's database and clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
from litestar.types import ASGIApp

from helpline.app.parts import make_parts, running
from helpline.app.settings import Settings
from helpline.app.web import make_app
from helpline.kit.db import Database
from helpline.kit.files import FileStore, FolderStore
from helpline.kit.live import Hub
from tests.support.people import PASSWORD

BASE = "http://test.local"


@asynccontextmanager
async def front(db: Database, folder: Path, files: FileStore | None = None) -> AsyncIterator["Front"]:
    """Doors open; worker and ticker are run by the test's `House`."""
    parts = make_parts(db, Settings(data_dir=folder), files or FolderStore(folder))
    app = make_app(parts, with_worker=False, with_ticker=False)
    async with running(parts, with_worker=False, with_ticker=False):
        yield Front(app, parts.hub, parts.files)


class Front:
    """Lets people in."""

    def __init__(self, app: ASGIApp, hub: Hub, files: FileStore) -> None:
        self.app = app
        self.hub = hub
        self.files = files
        self._transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # two names of one protocol

    def stranger(self) -> httpx.AsyncClient:
        """Somebody without token or cookie, on a page of ours."""
        headers = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
        return httpx.AsyncClient(transport=self._transport, base_url=BASE, headers=headers)

    async def visitor(self) -> httpx.AsyncClient:
        """A taxpayer's browser."""
        client = self.stranger()
        token = (await client.post("/api/visitors")).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        return client

    async def signed_in(self, number: str, password: str = PASSWORD) -> httpx.AsyncClient:
        """A member of staff's browser."""
        client = self.stranger()
        answer = await client.post("/api/session", json={"number": number, "password": password})
        answer.raise_for_status()
        return client


async def ask(visitor: httpx.AsyncClient, text: str, **more: object) -> str:
    """Open a conversation with a question; its id."""
    answer = await visitor.post("/api/conversations", json={"client_id": str(uuid4()), "text": text, **more})
    answer.raise_for_status()
    conversation: str = answer.json()["state"]["id"]
    return conversation


async def say(client: httpx.AsyncClient, conversation: str, text: str) -> httpx.Response:
    """Post some words."""
    post = {"client_id": str(uuid4()), "content": {"type": "text", "text": text}}
    return await client.post(f"/api/conversations/{conversation}/posts", json=post)
