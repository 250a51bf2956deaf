"""Doors of the roll, and of what gets somebody in: start password, unlocking."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from helpline.kit.db import Database
from helpline.people import commands, login, policy, roll, starting
from helpline.people.career import RollFilter
from helpline.people.http.life import in_scope
from helpline.people.http.security import person_of
from helpline.people.model import Actor, LoginTerms
from helpline.people.roll import Heir, Roll

Words = Annotated[str, QueryParameter(max_length=40)]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    why: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class StartPassword(msgspec.Struct, frozen=True):
    """Shown once."""

    start_password: str


def provide_wanted(
    unit: FromQuery[UUID | None] = None,
    text: Words = "",
    left: FromQuery[bool] = False,  # noqa: FBT002 - it is written in the address
    after: Words = "",
) -> RollFilter:
    """Dependency `wanted`: of a unit, by name or beginning of a number; `after` continues after a number."""
    return RollFilter(unit=unit, text=text.strip(), left=left, after=after)


class RollDoor(Controller):
    """R14.1, R18.1: who works where, within one's own scope."""

    path = "/api"
    tags = ("people",)

    @get("/roll", dependencies={"wanted": Provide(provide_wanted, sync_to_thread=False)})
    async def roll(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        wanted: NamedDependency[RollFilter],
    ) -> Roll:
        """Who works in a unit or bears a name or number, by number; `left`: those who are gone too."""
        scope = policy.require(staff, "staff.read")
        may_edit = policy.allowed(staff, "staff.edit") is not None
        async with db.reading() as read:
            return await roll.roll_of(read, scope, wanted, may_edit=may_edit)

    @get("/people/{staff_id:uuid}/heirs")
    async def heirs(
        self, staff: NamedDependency[Actor], db: NamedDependency[Database], staff_id: FromPath[UUID]
    ) -> list[Heir]:
        """R5.3: who can take over from somebody, the one who does by default first."""
        scope = policy.require(staff, "staff.edit")
        async with db.reading() as read:
            return await roll.heirs_of(read, await in_scope(read, scope, staff_id))


class StartDoor(Controller):
    """What the security administrator does so that somebody can come in; each deed with its reason."""

    path = "/api/accounts"
    tags = ("people",)

    @post("/{number:str}/start-password", status_code=200)
    async def give_start_password(
        self,
        number: FromPath[str],
        data: JSONBody[Reason],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> StartPassword:
        """A new start password, shown once; the person's log-ins end, and it has to be changed at the next one."""
        policy.require(staff, "account.edit")
        async with db.reading() as read:
            await person_of(read, number)
        given = starting.start_password(login_terms.passwords)
        await login.set_password(db, number, given, login_terms.passwords, why=data.why)
        return StartPassword(given)

    @post("/{number:str}/unlock", status_code=204)
    async def unlock(
        self,
        number: FromPath[str],
        data: JSONBody[Reason],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> None:
        """Too many wrong passwords: let the person try again."""
        policy.require(staff, "account.edit")
        async with db.deed() as tx:
            await commands.unlock(tx, await person_of(tx, number), data.why)
