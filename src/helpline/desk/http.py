"""Doors of the desk."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.calls.queries import CallView
from helpline.cases.model import DECLINE_REASONS, DeclineReason
from helpline.desk import call_matter, dialling, matter, phrases, promises, queries
from helpline.desk.model import Desk, DialogueMatter, Promise
from helpline.desk.phrases import Forbidden, ProcedureStep, Standard
from helpline.kit.db import Database
from helpline.people import names
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.routing import queries as routing
from helpline.routing.commands import seats
from helpline.routing.model import Presence, Scope


class PresenceWish(msgspec.Struct, frozen=True):
    presence: Literal["available", "break", "away"]
    why: Annotated[str, msgspec.Meta(max_length=60)] = ""


class ColleagueLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could take a transfer."""

    id: UUID
    number: str
    name: str
    presence: Presence
    load: int
    capacity: int
    systems: list[str]


class Phrases(msgspec.Struct, frozen=True, kw_only=True):
    """R5.5: the words of the 12366 procedure, and words to avoid."""

    standard: list[Standard]
    forbidden: list[Forbidden]
    decline_reasons: list[DeclineReason]
    steps: list[ProcedureStep]


class DeskDoor(Controller):
    """The workbench."""

    path = "/api"
    tags = ["工作台"]

    @get("/desk")
    async def desk(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> Desk:
        require(staff, "conversation.serve")
        async with db.reading() as read:
            return await queries.desk_of(read, staff)

    @post("/desk/presence", status_code=200)
    async def set_presence(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], data: JSONBody[PresenceWish]
    ) -> Desk:
        require(staff, "presence.set")
        async with db.deed() as tx:
            await seats.set_presence(tx, staff.staff_id, data.presence, data.why)
            tx.stir(f"desk:{staff.staff_id}")
        return await self._look(db, staff)

    async def _look(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> Desk:
        async with db.reading() as read:
            return await queries.desk_of(read, staff)

    @get("/conversations/{conversation_id:uuid}/matter")
    async def matter(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], conversation_id: FromPath[UUID]
    ) -> DialogueMatter:
        require(staff, "conversation.serve")
        async with db.reading() as read:
            return await matter.of(read, staff, conversation_id)

    @get("/calls/{call_id:uuid}/matter")
    async def call_matter(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> DialogueMatter:
        require(staff, "conversation.serve")
        async with db.reading() as read:
            return await call_matter.of(read, staff, call_id)

    @post("/messages/{message_id:uuid}/dial", status_code=200)
    async def dial(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], message_id: FromPath[UUID]
    ) -> CallView:
        """R4.3: call back with one key; the own phone rings first."""
        require(staff, "message.answer")
        async with db.deed() as tx:
            return await dialling.dial_message(tx, staff, message_id)

    @get("/follow-ups")
    async def promises(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> list[Promise]:
        require(staff, "follow_up.read")
        async with db.reading() as read:
            return await promises.of(read, staff)

    @get("/colleagues")
    async def colleagues(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor]
    ) -> list[ColleagueLine]:
        require(staff, "conversation.serve")
        async with db.reading() as read:
            seated = await routing.seats(read, Scope(provider_id=staff.provider_id))
            found = await people.staff_by_ids(read, [seat.staff_id for seat in seated])
            by_id = {UUID(str(person.id)): person for person in found.values()}
        return [
            ColleagueLine(
                id=seat.staff_id,
                number=by_id[seat.staff_id].number,
                name=names.masked(by_id[seat.staff_id].name),
                presence=seat.presence,
                load=-(-seat.held // seat.costs.get("chat", 1)),
                capacity=seat.units // seat.costs.get("chat", 1),
                systems=list(seat.systems),
            )
            for seat in seated
            if seat.staff_id in by_id and seat.staff_id != staff.staff_id and seat.presence != "away"
        ]

    @get("/phrases")
    async def phrases(self, staff: NamedDependency[Actor]) -> Phrases:
        require(staff, "conversation.serve")
        book = phrases.book()
        return Phrases(
            standard=book.standard,
            forbidden=book.forbidden,
            decline_reasons=list(DECLINE_REASONS),
            steps=book.steps,
        )
