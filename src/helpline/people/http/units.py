"""Doors of the organisations: the tree, each one's history, and entering, renaming, moving, closing, matching."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.kit.clock import shanghai
from helpline.kit.db import Database, ReadTx
from helpline.kit.ids import new_id
from helpline.people import policy, structure
from helpline.people.career import Hand
from helpline.people.commands import units as commands
from helpline.people.commands.units import UnknownUnit
from helpline.people.model import Actor
from helpline.people.structure import Structure, UnitView
from helpline.people.units import Change, Kind, Unit

Why = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Db = NamedDependency[Database]
Doer = NamedDependency[Actor]


class NewUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A new organisation; `since` None: from today. What `code` is: `people.units.Unit`."""

    kind: Kind
    parent_id: UUID
    name: Name
    short_name: Annotated[str, msgspec.Meta(max_length=20)] = ""
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""
    address: Annotated[str, msgspec.Meta(max_length=120)] = ""
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    since: date | None = None
    why: Why


class UnitChange(msgspec.Struct, frozen=True, kw_only=True):
    """What changes, from the day `since` (None: today); None leaves it as it is."""

    name: Name | None = None
    short_name: Annotated[str, msgspec.Meta(min_length=1, max_length=20)] | None = None
    address: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    since: date | None = None
    why: Why


class UnitMove(msgspec.Struct, frozen=True, kw_only=True):
    parent_id: UUID
    since: date | None = None
    why: Why


class UnitClosing(msgspec.Struct, frozen=True, kw_only=True):
    """It stands no more from that day on."""

    closed_on: date
    why: Why


class NewMatching(msgspec.Struct, frozen=True, kw_only=True):
    """Who serves the district from `since` on; None: nobody."""

    provider_id: UUID | None
    since: date
    why: Why


class UnitDoor(Controller):
    """R13.1, R14.1: organisations are master data. Whoever is outside of one's scope does not exist."""

    path = "/api/units"
    tags = ("people",)

    @get("/")
    async def units(self, db: Db, staff: Doer) -> Structure:
        """The organisations within my scope, those that are closed too."""
        scope = policy.require(staff, "organisation.read")
        async with db.reading() as read:
            seen = await structure.units_of(read, scope)
        return Structure(may_edit=policy.allowed(staff, "organisation.edit") is not None, units=seen)

    @get("/{unit_id:uuid}")
    async def unit(self, db: Db, staff: Doer, unit_id: FromPath[UUID]) -> UnitView:
        """One organisation with its history."""
        scope = policy.require(staff, "organisation.history")
        async with db.reading() as read:
            return await _view(read, scope, unit_id)

    @post("/")
    async def enter(self, db: Db, staff: Doer, data: JSONBody[NewUnit]) -> UnitView:
        """A new organisation."""
        scope = policy.require(staff, "organisation.edit")
        given = {name: value for name, value in msgspec.structs.asdict(data).items() if name != "why"}
        async with db.deed() as tx:
            unit = Unit(id=new_id(), **{**given, "since": data.since or shanghai(tx.now).date()})
            entered = await commands.enter(tx, unit, _hand(staff, data.why))
            return await _view(tx, scope, entered.id)

    @post("/{unit_id:uuid}/change", status_code=200)
    async def change(
        self, db: Db, staff: Doer, unit_id: FromPath[UUID], data: JSONBody[UnitChange]
    ) -> UnitView:
        """Another name, address or position."""
        scope = policy.require(staff, "organisation.edit")
        wanted = Change(
            name=data.name,
            short_name=data.short_name,
            address=data.address,
            longitude=data.longitude,
            latitude=data.latitude,
        )
        async with db.deed() as tx:
            await commands.change(tx, unit_id, wanted, data.since, _hand(staff, data.why))
            return await _view(tx, scope, unit_id)

    @post("/{unit_id:uuid}/move", status_code=200)
    async def move(self, db: Db, staff: Doer, unit_id: FromPath[UUID], data: JSONBody[UnitMove]) -> UnitView:
        """Under another parent."""
        scope = policy.require(staff, "organisation.edit")
        async with db.deed() as tx:
            await commands.move(tx, unit_id, data.parent_id, data.since, _hand(staff, data.why))
            return await _view(tx, scope, unit_id)

    @post("/{unit_id:uuid}/close", status_code=200)
    async def close(
        self, db: Db, staff: Doer, unit_id: FromPath[UUID], data: JSONBody[UnitClosing]
    ) -> UnitView:
        """It ends on a day. Nothing is deleted."""
        scope = policy.require(staff, "organisation.edit")
        async with db.deed() as tx:
            await commands.close(tx, unit_id, data.closed_on, _hand(staff, data.why))
            return await _view(tx, scope, unit_id)

    @post("/{unit_id:uuid}/matching", status_code=200)
    async def match(
        self, db: Db, staff: Doer, unit_id: FromPath[UUID], data: JSONBody[NewMatching]
    ) -> UnitView:
        """R14.1: who serves the district from a day on, or that nobody does."""
        scope = policy.require(staff, "organisation.edit")
        hand = _hand(staff, data.why)
        async with db.deed() as tx:
            if data.provider_id is None:
                await commands.unmatch(tx, unit_id, data.since, hand)
            else:
                await commands.match(tx, unit_id, data.provider_id, data.since, hand)
            return await _view(tx, scope, unit_id)


def _hand(actor: Actor, why: str) -> Hand:
    return Hand(staff_id=actor.staff_id, why=why.strip())


async def _view(read: ReadTx, scope: policy.Scope, unit_id: UUID) -> UnitView:
    view = await structure.unit_view(read, scope, unit_id)
    if view is None:
        raise UnknownUnit("没有这个机构，请重新选择。")
    return view
