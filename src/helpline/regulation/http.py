"""Doors of regulation: the terms, for staff."""

from datetime import date

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from helpline.kit.db import Database
from helpline.people import policy
from helpline.people.model import Actor
from helpline.regulation import commands, queries
from helpline.regulation.model import Change, TermHistory, Value


class TermEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a term is to be from `effective_from` on, tomorrow at the earliest, and why."""

    name: str
    value: Value
    effective_from: date
    why: str


class TermDoor(Controller):
    """Dated terms."""

    path = "/api/regulation"
    tags = ("regulation",)

    @get("/terms")
    async def terms(self, staff: NamedDependency[Actor], db: NamedDependency[Database]) -> list[TermHistory]:
        """Every term with its article, its value today, and all its changes."""
        policy.require(staff, "term.read")
        async with db.reading() as read:
            return await queries.history(read)

    @post("/terms")
    async def set_term(
        self, data: JSONBody[TermEntry], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> Change:
        """Enter a change; what has happened stays judged by what was in force then."""
        policy.require(staff, "term.edit")
        async with db.deed() as tx:
            return await commands.set_term(
                tx, staff.staff_id, data.name, data.value, effective_from=data.effective_from, why=data.why
            )


DOORS = (TermDoor,)
