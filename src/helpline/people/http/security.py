"""Doors of the security administrator: other people's log-ins and second factors."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.kit.db import Database, ReadTx
from helpline.kit.refusal import NotFound
from helpline.people import commands, policy, queries
from helpline.people.http.sessions import Ended
from helpline.people.model import Actor, Session, Staff


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why; put on record with the deed. `session`: that log-in alone."""

    why: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
    session: UUID | None = None


class SecurityDoor(Controller):
    """What the security administrator does about somebody else's log-in; each deed with its reason."""

    path = "/api/accounts"
    tags = ("people",)

    @get("/{number:str}/sessions")
    async def sessions_of(
        self, number: FromPath[str], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> list[Session]:
        """Where somebody is logged in."""
        policy.require(staff, "account.read")
        async with db.reading() as read:
            return await queries.sessions(read, (await person_of(read, number)).id)

    @post("/{number:str}/sessions/end", status_code=200)
    async def end_sessions_of(
        self,
        number: FromPath[str],
        data: JSONBody[Reason],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> Ended:
        """End somebody's log-ins, all or one; open pages close at once."""
        policy.require(staff, "session.end_any")
        async with db.deed() as tx:
            person = await person_of(tx, number)
            return Ended(await commands.end_sessions_of(tx, person, data.why, only=data.session))

    @post("/{number:str}/second-factor/reset", status_code=204)
    async def reset_second_factor(
        self,
        number: FromPath[str],
        data: JSONBody[Reason],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> None:
        """Somebody lost the phone and the recovery codes."""
        policy.require(staff, "account.edit")
        async with db.deed() as tx:
            await commands.reset_factor(tx, await person_of(tx, number), data.why)


async def person_of(read: ReadTx, number: str) -> Staff:
    person = await queries.staff_by_number(read, number)
    if person is None:
        raise NotFound(f"没有工号为 {number} 的人员。")
    return person
