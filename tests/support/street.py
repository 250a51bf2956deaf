"""Taxpayers' pages and consultants' desks before the public doors, in the words of a story."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from helpline.desk import commands as desk
from helpline.routing.commands import seats
from tests.support.city_of_knowledge import publish_starter
from tests.support.front import Front, ask, front, say
from tests.support.house import House
from tests.support.people import City, a_city

STEP = timedelta(seconds=5)
Json = dict[str, Any]


@asynccontextmanager
async def a_street(house: House, folder: Path) -> AsyncIterator["Street"]:
    """The small city, its doors open."""
    city = await a_city(house.db)
    async with front(house.db, folder) as doors:
        yield Street(house, city, doors)


class Street:
    """Knows the doors and moves time; desks that were sat down at stay connected."""

    def __init__(self, house: House, city: City, doors: Front) -> None:
        self.house = house
        self.city = city
        self.doors = doors
        self._connected: set[UUID] = set()

    async def learns(self) -> None:
        """The starter knowledge is published."""
        await publish_starter(self.house.db, self.city)

    async def taxpayer(self) -> "Page":
        return Page(self, await self.doors.visitor())

    async def consultant(self, number: str) -> "Desk":
        """Logs in, connects and is ready."""
        client = await self.doors.signed_in(number)
        person = Desk(self, client, self.city[number].id)
        async with self.house.db.deed() as tx:
            await desk.sit_down(tx, person.id)
        self._connected.add(person.id)
        await person.does("POST", "/api/desk/presence", {"presence": "available"})
        return person

    async def pass_time(self, seconds: float) -> None:
        until = self.house.clock.now() + timedelta(seconds=seconds)
        while (now := self.house.clock.now()) < until:
            if self._connected:
                async with self.house.db.deed() as tx:
                    await seats.renew(tx, sorted(self._connected))
            await self.house.advance(min(STEP, until - now))


class Caller:
    """Somebody at a browser; every deed is followed by whatever it sets in motion."""

    def __init__(self, street: Street, client: httpx.AsyncClient) -> None:
        self.street = street
        self.client = client

    async def tries(self, method: str, path: str, body: object = None) -> httpx.Response:
        answer = await self.client.request(method, path, json=body)
        await self.street.house.settle()
        return answer

    async def does(self, method: str, path: str, body: object = None) -> Any:
        """What is answered; a refusal is a failed test."""
        answer = await self.tries(method, path, body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def says(self, conversation: str, text: str) -> None:
        answer = await say(self.client, conversation, text)
        assert answer.status_code == 200, answer.text
        await self.street.house.settle()

    async def reads(self, conversation: str) -> Json:
        piece: Json = await self.does("GET", f"/api/conversations/{conversation}")
        return piece

    async def notices(self, conversation: str) -> list[str]:
        """Occasions on which the system spoke, as this person sees them."""
        changes = (await self.reads(conversation))["changes"]
        posts = [each["content"] for each in changes if each["kind"] == "post"]
        return [content["code"] for content in posts if content["type"] == "notice"]

    async def texts(self, conversation: str) -> list[str]:
        """What people said, as this person sees it."""
        changes = (await self.reads(conversation))["changes"]
        posts = [each["content"] for each in changes if each["kind"] == "post"]
        return [content["text"] for content in posts if content["type"] == "text"]


class Page(Caller):
    """A taxpayer's page."""

    async def asks(self, text: str) -> str:
        conversation = await ask(self.client, text)
        await self.street.house.settle()
        return conversation

    async def wants_person(self, conversation: str, *, keep_place: bool = False) -> Json:
        piece: Json = await self.does(
            "POST", f"/api/conversations/{conversation}/human", {"keep_place": keep_place}
        )
        return piece

    async def chooses(self, conversation: str, choice: str) -> Json:
        piece: Json = await self.does("POST", f"/api/conversations/{conversation}/choice", {"choice": choice})
        return piece


class Desk(Caller):
    """A consultant's desk."""

    def __init__(self, street: Street, client: httpx.AsyncClient, staff_id: UUID) -> None:
        super().__init__(street, client)
        self.id = staff_id

    async def look(self) -> Json:
        shown: Json = await self.does("GET", "/api/desk")
        return shown

    async def takes(self) -> str:
        """Take what is offered first; the conversation's id."""
        offer = (await self.look())["offers"][0]
        claimed = await self.does("POST", f"/api/offers/{offer['id']}/claim")
        return str(claimed["conversation"])

    async def files(self, conversation: str) -> None:
        """Fill in the case form."""
        topic = (await self.does("GET", "/api/topics"))[0]["code"]
        form = {"system": "etax_bureau", "kind": "operation", "topic": topic, "summary": "已解决"}
        await self.does("PUT", f"/api/cases/{conversation}", form)
