"""Doors of the measures and of planning."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from helpline.kit.clock import shanghai
from helpline.kit.db import Database
from helpline.measures import commands, planning, queries
from helpline.measures.model import By, CallLine, Exclusion, Measured, Outage, Staffing
from helpline.people.model import Actor

Db = NamedDependency[Database]
Staff = NamedDependency[Actor]
Why = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
Seconds = Annotated[int | None, Parameter(ge=1, le=7200)]


class Excluding(msgspec.Struct, frozen=True, kw_only=True):
    """`call`: its number, as DH-20261110-0427."""

    call: Annotated[str, msgspec.Meta(max_length=40)]
    reason: Literal["test", "nuisance"]
    why: Why


class Including(msgspec.Struct, frozen=True, kw_only=True):
    call: Annotated[str, msgspec.Meta(max_length=40)]
    why: Why


class Declaring(msgspec.Struct, frozen=True, kw_only=True):
    since: datetime
    until: datetime
    why: Why


class Reason(msgspec.Struct, frozen=True):
    why: Why


class MeasureDoor(Controller):
    """R5.2: the hotline's measures, from raw call events."""

    path = "/api/measures/calls"
    tags = ("话务指标",)

    @get()
    async def measured(
        self,
        db: Db,
        staff: Staff,
        since: FromQuery[date | None] = None,
        until: FromQuery[date | None] = None,
        by: FromQuery[By] = "half_hour",
    ) -> Measured:
        """Connect rates with numerator and denominator, in groups; by default of today."""
        async with db.reading() as read:
            today = shanghai(read.now).date()
            return await queries.measured(read, staff, since or today, until or since or today, by)

    @get("/behind")
    async def calls(
        self,
        db: Db,
        staff: Staff,
        since: FromQuery[date | None] = None,
        until: FromQuery[date | None] = None,
        by: FromQuery[By] = "half_hour",
        key: FromQuery[str | None] = None,
    ) -> list[CallLine]:
        """The calls behind a line of the table, those left out too, each with the reason."""
        async with db.reading() as read:
            today = shanghai(read.now).date()
            return await queries.calls_behind(read, staff, since or today, until or since or today, by, key)


class ExclusionDoor(Controller):
    """R5.2: what the bureau leaves out, with a reason, on record."""

    path = "/api/measures"
    tags = ("话务指标",)

    @post("/exclusions", status_code=204)
    async def exclude(self, db: Db, staff: Staff, data: JSONBody[Excluding]) -> None:
        """Leave a call out of the measures; it stays listed."""
        async with db.deed() as tx:
            await commands.exclude(tx, staff, data.call, Exclusion(data.reason), data.why)

    @post("/inclusions", status_code=204)
    async def include(self, db: Db, staff: Staff, data: JSONBody[Including]) -> None:
        """Count a call again."""
        async with db.deed() as tx:
            await commands.include(tx, staff, data.call, data.why)

    @post("/outages")
    async def declare_outage(self, db: Db, staff: Staff, data: JSONBody[Declaring]) -> Outage:
        """Enter a fault of platform or line; another person has to agree."""
        async with db.deed() as tx:
            return await commands.declare_outage(tx, staff, data.since, data.until, data.why)

    @post("/outages/{outage_id:uuid}/approval", status_code=204)
    async def approve_outage(
        self, db: Db, staff: Staff, outage_id: FromPath[UUID], data: JSONBody[Reason]
    ) -> None:
        """Agree; the calls of that time are left out and listed."""
        async with db.deed() as tx:
            await commands.approve_outage(tx, staff, outage_id, data.why)


def provide_wish(
    day: FromQuery[date | None] = None,
    handling: Seconds = None,
    patience: Annotated[int | None, Parameter(ge=0, le=7200)] = None,
    growth: Annotated[int, Parameter(ge=10, le=1000)] = 100,
    shrinkage: Annotated[int, Parameter(ge=0, le=90)] = 0,
) -> planning.Wish:
    """What is asked for: times in seconds, `growth` and `shrinkage` in percent."""
    return planning.Wish(
        day=day, handling=handling, patience=patience, growth_percent=growth, shrinkage_percent=shrinkage
    )


class StaffingDoor(Controller):
    """R5.2: how many consultants each half hour needs."""

    path = "/api/staffing"
    tags = ("话务指标",)

    dependencies = {"wish": Provide(provide_wish, sync_to_thread=False)}

    @get()
    async def staffing(self, db: Db, staff: Staff, wish: NamedDependency[planning.Wish]) -> Staffing:
        """By the calls of the same weekday in the weeks before; tomorrow by default."""
        async with db.reading() as read:
            return await planning.planned(read, staff, wish)


DOORS = (MeasureDoor, ExclusionDoor, StaffingDoor)
