"""Where stories play: people at their pages, and time that passes for everybody."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from helpline.desk import commands as desk
from helpline.kit.db import Database
from helpline.people import queries as people
from helpline.people.model import Staff
from helpline.routing.commands import seats
from tests.support.front import Front, ask, say
from tests.support.house import House

STEP = timedelta(seconds=4)
"""Leases of connected desks are renewed this often, as the web process does."""


class Taxpayer:
    """Somebody at the taxpayer's page."""

    def __init__(self, stage: "Stage", client: httpx.AsyncClient) -> None:
        self._stage = stage
        self._client = client
        self.conversation = ""

    async def asks(self, text: str, **more: object) -> None:
        self.conversation = await ask(self._client, text, **more)
        await self._stage.settle()

    async def says(self, text: str) -> httpx.Response:
        answer = await say(self._client, self.conversation, text)
        await self._stage.settle()
        return answer

    async def wants_a_person(self, **wish: object) -> None:
        await self._does("human", wish)

    async def chooses(self, choice: str) -> None:
        await self._does("choice", {"choice": choice, "phone": "13800005678"})

    async def _does(self, deed: str, body: dict[str, object]) -> None:
        answer = await self._client.post(f"/api/conversations/{self.conversation}/{deed}", json=body)
        assert answer.is_success, answer.text
        await self._stage.settle()

    async def tries(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Knock at a door; the answer, whatever it is."""
        answer = await self._client.request(method, f"/api/{path}", json=body)
        await self._stage.settle()
        return answer

    async def sees(self) -> dict[str, Any]:
        """The slice as it stands: changes and state."""
        answer = await self._client.get(f"/api/conversations/{self.conversation}")
        slice_now: dict[str, Any] = answer.json()
        return slice_now

    async def state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self.sees())["state"]
        return state

    async def notices(self) -> list[str]:
        """Codes of what the system said."""
        return [c["content"]["code"] for c in await self._contents() if c["content"]["type"] == "notice"]

    async def texts(self) -> list[str]:
        return [c["content"]["text"] for c in await self._contents() if c["content"]["type"] == "text"]

    async def _contents(self) -> list[dict[str, Any]]:
        return [change for change in (await self.sees())["changes"] if change["kind"] == "post"]

    async def matters(self) -> list[dict[str, Any]]:
        matters: list[dict[str, Any]] = (await self._client.get("/api/matters")).json()
        return matters

    async def leaves(self, text: str) -> dict[str, Any]:
        """Leave a message."""
        message = {"client_id": str(uuid4()), "text": text, "name": "王芳", "phone": "13800005678"}
        answer = await self._client.post("/api/messages", json=message)
        assert answer.is_success, answer.text
        left: dict[str, Any] = answer.json()
        return left


class Consultant:
    """Somebody at a desk."""

    def __init__(self, stage: "Stage", client: httpx.AsyncClient, staff_id: UUID) -> None:
        self._stage = stage
        self._client = client
        self.staff_id = staff_id

    async def look(self) -> dict[str, Any]:
        desk_now: dict[str, Any] = (await self._client.get("/api/desk")).json()
        return desk_now

    async def takes(self) -> None:
        """Take what is offered first."""
        offer = (await self.look())["offers"][0]
        answer = await self._client.post(f"/api/offers/{offer['id']}/claim")
        assert answer.status_code == 200, answer.text
        await self._stage.settle()

    async def sends_back(self, reason: str) -> None:
        offer = (await self.look())["offers"][0]
        answer = await self._client.post(f"/api/offers/{offer['id']}/decline", json={"reason": reason})
        assert answer.status_code == 204, answer.text
        await self._stage.settle()

    async def says(self, conversation: str, text: str) -> None:
        answer = await say(self._client, conversation, text)
        assert answer.status_code == 200, answer.text
        await self._stage.settle()

    async def does(self, path: str, body: dict[str, object] | None = None) -> httpx.Response:
        answer = await self._client.post(f"/api/{path}", json=body or {})
        await self._stage.settle()
        return answer

    async def tries(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Knock at a door; the answer, whatever it is."""
        answer = await self._client.request(method, f"/api/{path}", json=body)
        await self._stage.settle()
        return answer

    async def files(self, conversation: str) -> None:
        form = {"system": "etax_bureau", "kind": "operation", "topic": "login", "summary": ""}
        answer = await self._client.put(f"/api/cases/{conversation}", json=form)
        assert answer.json()["missing"] == [], answer.text

    async def matter(self, conversation: str) -> dict[str, Any]:
        matter: dict[str, Any] = (await self._client.get(f"/api/conversations/{conversation}/matter")).json()
        return matter


class Stage:
    """All of them, and the time."""

    def __init__(self, db: Database, house: House, doors: Front) -> None:
        self.db = db
        self._house = house
        self._doors = doors
        self._seated: list[UUID] = []

    async def settle(self) -> None:
        await self._house.settle()

    async def taxpayer(self) -> Taxpayer:
        return Taxpayer(self, await self._doors.visitor())

    async def consultant(self, number: str) -> Consultant:
        """Somebody at the desk and ready."""
        client = await self._doors.signed_in(number)
        me = (await client.get("/api/session")).json()
        staff_id = UUID(me["id"])
        async with self.db.deed() as tx:
            await desk.sit_down(tx, staff_id)
        self._seated.append(staff_id)
        answer = await client.post("/api/desk/presence", json={"presence": "available"})
        assert answer.status_code == 200, answer.text
        await self.settle()
        return Consultant(self, client, staff_id)

    async def visits(self, number: str) -> Consultant:
        """Somebody who is logged in, at no desk."""
        person = await self.person(number)
        return Consultant(self, await self._doors.signed_in(number), person.id)

    async def person(self, number: str) -> Staff:
        async with self.db.reading() as read:
            found = await people.staff_by_number(read, number)
        assert found is not None
        return found

    async def district(self, code: str) -> str:
        """A district's id by its code."""
        async with self.db.reading() as read:
            return next(str(each.id) for each in await people.districts(read) if each.code == code)

    async def pass_time(self, seconds: float) -> None:
        """Time passes; desks stay connected."""
        left = timedelta(seconds=seconds)
        while left > timedelta(0):
            step = min(STEP, left)
            async with self.db.deed() as tx:
                await seats.renew(tx, self._seated)
            await self._house.advance(step)
            left -= step

    async def leap(self, by: timedelta) -> None:
        """Much time passes; desks go home."""
        await self._house.advance(by)
