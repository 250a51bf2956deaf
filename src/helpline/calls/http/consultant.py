"""The consultant's doors: what rings, and the keys of the call panel."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.calls import queries
from helpline.calls.commands import desk
from helpline.calls.flow.happenings import (
    AllJoined,
    ConsultDropped,
    Deed,
    EndAsked,
    HandedOn,
    HoldAsked,
    MuteAsked,
)
from helpline.calls.queries import CallView, MyCalls
from helpline.kit.db import Database
from helpline.people.model import Actor
from helpline.people.policy import require

Words = Annotated[str, msgspec.Meta(max_length=200)]


class Switch(msgspec.Struct, frozen=True):
    on: bool


class Consult(msgspec.Struct, frozen=True):
    """`colleague` None: 12366; `summary` of what was said goes along with the number of the case (R5.1)."""

    colleague: UUID | None = None
    summary: Words = ""


class Summary(msgspec.Struct, frozen=True):
    summary: Words = ""


class ToQueue(msgspec.Struct, frozen=True):
    system: Annotated[str, msgspec.Meta(max_length=40)] | None = None


class HandOver(msgspec.Struct, frozen=True):
    to: UUID
    note: Words = ""


class Reason(msgspec.Struct, frozen=True):
    reason: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class Asked(msgspec.Struct, frozen=True):
    offer: UUID


class CallOfferDoor(Controller):
    """What rings."""

    path = "/api/call-offers/{offer_id:uuid}"
    tags = ["来电"]

    @post("/take", status_code=200)
    async def take(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], offer_id: FromPath[UUID]
    ) -> CallView:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            return await queries.view(tx, await desk.take(tx, offer_id, staff.staff_id))

    @post("/decline", status_code=204)
    async def decline(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        offer_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> None:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await desk.decline(tx, offer_id, staff.staff_id, data.reason)


class MyCallDoor(Controller):
    """The call in hand."""

    path = "/api/calls"
    tags = ["来电"]

    @get("/mine")
    async def mine(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> MyCalls:
        require(staff, "conversation.serve")
        async with db.reading() as read:
            return await queries.my_calls(read, staff.staff_id)

    @post("/{call_id:uuid}/hold", status_code=200)
    async def hold(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Switch],
    ) -> CallView:
        return await _act(db, staff, call_id, HoldAsked(staff_id=staff.staff_id, on=data.on))

    @post("/{call_id:uuid}/mute", status_code=200)
    async def mute(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Switch],
    ) -> CallView:
        return await _act(db, staff, call_id, MuteAsked(staff_id=staff.staff_id, on=data.on))

    @post("/{call_id:uuid}/consult", status_code=200)
    async def consult(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Consult],
    ) -> CallView:
        """A colleague, or 12366, while the caller waits with music."""
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            if data.colleague is None:
                call = await desk.call_12366(tx, call_id, staff.staff_id, data.summary)
            else:
                call = await desk.consult(tx, call_id, staff.staff_id, data.colleague)
            return await queries.view(tx, call)

    @delete("/{call_id:uuid}/consult", status_code=200)
    async def drop_consult(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> CallView:
        """Back to the caller, alone."""
        return await _act(db, staff, call_id, ConsultDropped(staff_id=staff.staff_id))

    @post("/{call_id:uuid}/join", status_code=200)
    async def join(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> CallView:
        """Three talk together."""
        return await _act(db, staff, call_id, AllJoined(staff_id=staff.staff_id))

    @post("/{call_id:uuid}/hand-on", status_code=200)
    async def hand_on(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> CallView:
        """R5.1: leave caller and 12366 to each other."""
        return await _act(db, staff, call_id, HandedOn(staff_id=staff.staff_id))

    @post("/{call_id:uuid}/12366", status_code=200)
    async def pass_to_12366(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[Summary],
    ) -> CallView:
        """R5.1: to 12366 at once, with the number of the case and the summary."""
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            return await queries.view(tx, await desk.pass_to_12366(tx, call_id, staff.staff_id, data.summary))

    @post("/{call_id:uuid}/queue", status_code=200)
    async def to_queue(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[ToQueue],
    ) -> CallView:
        """Back in line, first, for who knows the system."""
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            return await queries.view(tx, await desk.to_queue(tx, call_id, staff.staff_id, data.system))

    @post("/{call_id:uuid}/transfer", status_code=200)
    async def transfer(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call_id: FromPath[UUID],
        data: JSONBody[HandOver],
    ) -> Asked:
        """R5.3: ask a colleague by name; the call stays here until the colleague accepts."""
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            return Asked(await desk.hand_over(tx, call_id, staff.staff_id, data.to, data.note))

    @delete("/{call_id:uuid}/transfer", status_code=204)
    async def take_back(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> None:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await desk.take_back(tx, call_id, staff.staff_id)

    @post("/{call_id:uuid}/end", status_code=200)
    async def end(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], call_id: FromPath[UUID]
    ) -> CallView:
        return await _act(db, staff, call_id, EndAsked(staff_id=staff.staff_id))


async def _act(db: Database, staff: Actor, call_id: UUID, deed: Deed) -> CallView:
    require(staff, "conversation.serve")
    async with db.deed() as tx:
        return await queries.view(tx, await desk.act(tx, call_id, staff.staff_id, deed))
