"""The team lead's doors: what goes on now, and what a lead does in a call."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.calls import queries
from helpline.calls.commands import leading
from helpline.calls.model import LeadEar
from helpline.calls.oversight import overseer_of
from helpline.calls.queries import CallView, LiveCalls
from helpline.kit.db import Database
from helpline.people.model import Actor


class Ear(msgspec.Struct, frozen=True):
    ear: LeadEar = "listen"


class Reason(msgspec.Struct, frozen=True):
    why: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class LiveCallsDoor(Controller):
    """R14.1: calls and queues within the scope, masked."""

    path = "/api/wallboard/calls"
    tags = ["看板"]

    @get()
    async def calls(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> LiveCalls:
        eyes = overseer_of(staff, "wallboard.read")
        async with db.reading() as read:
            return await queries.live_calls(read, eyes)


class LedCallDoor(Controller):
    """What a team lead does in a call of the team."""

    path = "/api/wallboard/calls/{call_id:uuid}"
    tags = ["看板"]

    @post("/listen", status_code=200)
    async def listen(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Ear],
    ) -> CallView:
        """The lead's own phone rings; asked again, `ear` changes between listen, whisper and speak."""
        eyes = overseer_of(staff, "supervise")
        async with db.deed() as tx:
            return await queries.view(tx, await leading.listen(tx, call_id, eyes, data.ear))

    @delete("/listen", status_code=204)
    async def leave(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> None:
        eyes = overseer_of(staff, "supervise")
        async with db.deed() as tx:
            await leading.leave(tx, call_id, eyes)

    @post("/take-over", status_code=200)
    async def take_over(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> CallView:
        eyes = overseer_of(staff, "supervise")
        async with db.deed() as tx:
            return await queries.view(tx, await leading.take_over(tx, call_id, eyes, data.why))

    @post("/priority", status_code=204)
    async def raise_priority(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> None:
        eyes = overseer_of(staff, "supervise")
        async with db.deed() as tx:
            await leading.raise_priority(tx, call_id, eyes, data.why)
