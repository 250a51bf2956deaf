"""A consultant at work, through the public doors: logs in, connects, takes offers, speaks, closes."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from helpline.kit.ids import new_id

PING_EVERY = 3.0
PATIENCE = 15.0
LOOK_EVERY = 0.1


class ConsultantDesk:
    """One desk with its own cookie and socket."""

    def __init__(self, url: str, number: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=url, headers={"Sec-Fetch-Site": "same-origin"}, trust_env=False
        )
        self._url = url
        self._number = number
        self._socket: ClientConnection | None = None
        self._beating: asyncio.Task[None] | None = None
        self.staff_id = ""

    async def sit_down(self, password: str) -> None:
        """Log in, connect, and say that one is ready."""
        me = await self._ask("POST", "/api/session", {"number": self._number, "password": password})
        self.staff_id = me["id"]
        cookie = "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())
        self._socket = await websockets.connect(
            self._url.replace("http", "ws", 1) + "/api/live",
            additional_headers={"Cookie": cookie, "Sec-Fetch-Site": "same-origin"},
            origin=websockets.Origin(self._url),
            proxy=None,
        )
        await self._socket.recv()
        self._beating = asyncio.create_task(self._beat(self._socket))
        await self._ask("POST", "/api/desk/presence", {"presence": "available"})

    async def leave(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        if self._socket is not None:
            await self._socket.close()
        await self._http.aclose()

    async def take(self) -> str:
        """Take the first offer as soon as there is one; the conversation's id."""
        for _ in range(int(PATIENCE / LOOK_EVERY)):
            offers = (await self._ask("GET", "/api/desk"))["offers"]
            if offers:
                claimed = await self._ask("POST", f"/api/offers/{offers[0]['id']}/claim")
                return str(claimed["conversation"])
            await asyncio.sleep(LOOK_EVERY)
        raise AssertionError(f"nothing was offered to {self._number}")

    async def say(self, conversation: str, text: str) -> None:
        body = {"client_id": str(new_id()), "content": {"type": "text", "text": text}}
        await self._ask("POST", f"/api/conversations/{conversation}/posts", body)

    async def read(self, conversation: str) -> dict[str, Any]:
        """Everything said, and that it was seen."""
        piece: dict[str, Any] = await self._ask("GET", f"/api/conversations/{conversation}?after=0")
        await self._tell({"type": "read", "conversation": conversation, "upto": piece["seq"]})
        return piece

    async def type(self, conversation: str) -> None:
        await self._tell({"type": "typing", "conversation": conversation})

    async def ask_to_wait(self, conversation: str, minutes: int = 3) -> None:
        await self._ask("POST", f"/api/conversations/{conversation}/wait-question", {"minutes": minutes})

    async def close(self, conversation: str) -> None:
        """Classify the case and close it as answered."""
        matter = await self._ask("GET", f"/api/conversations/{conversation}/matter")
        topics = await self._ask("GET", "/api/topics")
        form = {
            "system": "its_withholding",
            "kind": "operation",
            "topic": topics[0]["code"],
            "summary": "已告知操作步骤，纳税人确认解决。",
        }
        await self._ask("PUT", f"/api/cases/{matter['case']['id']}", form)
        await self._ask("POST", f"/api/cases/{matter['case']['id']}/close", {"outcome": "answered"})

    async def _ask(self, method: str, path: str, body: object = None) -> Any:
        answer = await self._http.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def _tell(self, frame: dict[str, object]) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps(frame))

    async def _beat(self, desk: ClientConnection) -> None:
        """Say that one is there, and listen to nothing."""
        with suppress(websockets.ConnectionClosed):
            while True:
                await desk.send('{"type":"ping"}')
                with suppress(TimeoutError):
                    async with asyncio.timeout(PING_EVERY):
                        while True:
                            await desk.recv()
