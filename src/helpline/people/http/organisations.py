"""Doors: colleagues and organisations."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from helpline.kit.db import Database
from helpline.people import policy, queries
from helpline.people.model import Actor, Role, StaffFilter
from helpline.people.queries import Colleagues, Organisations


class DistrictChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A district as taxpayers choose it."""

    id: UUID
    code: str
    name: str


class OrganisationDoor(Controller):
    """Colleagues and organisations."""

    path = "/api"
    tags = ("people",)

    @get("/staff")
    async def colleagues(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        role: FromQuery[Role | None] = None,
        after: FromQuery[str] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 100,
    ) -> Colleagues:
        """Who works within my scope, by number, names masked. `after` continues after a number."""
        scope = policy.require(staff, "staff.read")
        async with db.reading() as read:
            return await queries.colleagues(read, scope, StaffFilter(role=role, after=after, limit=limit))

    @get("/organisations")
    async def organisations(
        self, staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> Organisations:
        """The bureau, its offices and districts; providers only as far as my scope goes."""
        scope = policy.require(staff, "organisation.read")
        async with db.reading() as read:
            return await queries.organisations(read, scope)

    @get("/districts")
    async def districts(self, db: NamedDependency[Database]) -> list[DistrictChoice]:
        """The districts, for everybody."""
        async with db.reading() as read:
            return [
                DistrictChoice(id=d.id, code=d.code, name=d.name) for d in await queries.open_districts(read)
            ]
