"""Doors: log-in, log-out, and where one is logged in."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.kit.db import Database
from helpline.people import commands, login, queries
from helpline.people.http.callers import device_of, session_cookie, trial_of, without_cookie
from helpline.people.model import (
    ROLE_NAMES,
    Actor,
    Due,
    HeldSession,
    LoginTerms,
    Role,
    Session,
    Staff,
)

HOMES = {Role.CONSULTANT: "/desk", Role.TEAM_LEAD: "/wallboard", Role.EDITOR: "/knowledge"}
"""Where each role's work begins; the others' begins at /home."""


class Credentials(msgspec.Struct, frozen=True):
    """What is typed to log in."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    code: Annotated[str, msgspec.Meta(max_length=32)] = ""
    """Of the second factor; asked for after the password was found right."""


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who is logged in, and where the person's work begins."""

    id: UUID
    number: str
    name: str
    role: Role
    role_name: str
    home: str
    organisation: str
    due: tuple[Due, ...] = ()
    """What has to be done before anything else works."""
    locked: bool = False
    """The pages are covered until the password was given."""
    idle_minutes: int = 0
    """After so long without a touch a page locks itself; 0: never."""


class OwnSession(msgspec.Struct, frozen=True, kw_only=True):
    """A log-in of one's own; `is_this` marks the one asking."""

    session: Session
    is_this: bool


class Locking(msgspec.Struct, frozen=True):
    """`idle`: nobody touched the pages."""

    idle: bool = False


class Unlocking(msgspec.Struct, frozen=True):
    """The password, asked for once more."""

    password: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class Ended(msgspec.Struct, frozen=True):
    """How many log-ins were ended."""

    ended: int


class SessionDoor(Controller):
    """Log-in and log-out."""

    path = "/api"
    tags = ("people",)

    @post("/session")
    async def sign_in(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Credentials],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[Me]:
        """Log in with number and password; the answer sets the cookie."""
        signed_in = await login.sign_in(
            db, data.number, data.password, device=device_of(request), terms=login_terms, code=data.code
        )
        me = await me_of(db, signed_in.staff, signed_in.due, login_terms)
        return Response(me, cookies=[session_cookie(signed_in.token, login_terms)])

    @get("/session")
    async def who_am_i(
        self,
        held: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Me:
        """Who is logged in here, and what is due first."""
        me = await me_of(db, held.actor, held.due, login_terms)
        return msgspec.structs.replace(me, locked=held.is_locked)

    @post("/session/lock", status_code=204)
    async def lock(
        self, data: JSONBody[Locking], held: NamedDependency[HeldSession], db: NamedDependency[Database]
    ) -> None:
        """Cover all pages of this log-in until the password was given."""
        async with db.deed() as tx:
            await commands.lock_session(tx, held.actor, is_idle=data.idle)

    @post("/session/unlock", status_code=204)
    async def unlock(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Unlocking],
        held: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> None:
        """Show all pages of this log-in again."""
        await login.unlock(db, held.actor, data.password, trial_of(request, "unlock", login_terms))

    @delete("/session")
    async def sign_out(
        self,
        held: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[None]:
        """Log out here."""
        async with db.deed() as tx:
            await commands.sign_out(tx, held.actor)
        return without_cookie(login_terms)

    @get("/sessions")
    async def own_sessions(
        self, staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> list[OwnSession]:
        """Where I am logged in."""
        async with db.reading() as read:
            sessions = await queries.sessions(read, staff.staff_id)
        return [OwnSession(session=each, is_this=each.id == staff.session_id) for each in sessions]

    @delete("/sessions")
    async def sign_out_everywhere(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[None]:
        """Log out everywhere, here too."""
        async with db.deed() as tx:
            await commands.sign_out_everywhere(tx, staff)
        return without_cookie(login_terms)

    @delete("/sessions/others", status_code=200)
    async def sign_out_elsewhere(self, staff: NamedDependency[Actor], db: NamedDependency[Database]) -> Ended:
        """Log out everywhere but here."""
        async with db.deed() as tx:
            return Ended(await commands.sign_out_elsewhere(tx, staff))

    @delete("/sessions/{session_id:uuid}")
    async def end_session(
        self, session_id: FromPath[UUID], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> None:
        """Log out somewhere else."""
        async with db.deed() as tx:
            await commands.end_session(tx, staff, session_id)


async def me_of(db: Database, person: Actor | Staff, due: Sequence[Due], terms: LoginTerms) -> Me:
    """Who came in, and what is due first."""
    async with db.reading() as read:
        organisation = await queries.organisation_words(read, person)
    return Me(
        id=person.staff_id if isinstance(person, Actor) else person.id,
        number=person.number,
        name=person.name,
        role=person.role,
        role_name=ROLE_NAMES[person.role],
        home=HOMES.get(person.role, "/home"),
        organisation=organisation,
        due=tuple(due),
        idle_minutes=int(terms.idle_for.total_seconds() // 60),
    )
