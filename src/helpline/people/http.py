"""Doors of people: log-in, colleagues, organisations; and whether a deed comes from our own pages."""

from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as AsgiScope

from helpline.kit import errand
from helpline.kit.db import Database
from helpline.kit.refusal import Refused
from helpline.people import commands, login, policy, queries
from helpline.people.model import ROLE_NAMES, Actor, Device, LoginTerms, Role, Session, Staff, StaffFilter
from helpline.people.queries import Colleagues, Organisations

COOKIE = "helpline_session"
SIGN_IN_PATH = "/api/session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HOMES = {Role.CONSULTANT: "/desk", Role.TEAM_LEAD: "/wallboard", Role.EDITOR: "/knowledge"}
"""Where each role's work begins; the others' begins at /home."""


class ForeignPage(Refused):
    code, status = "foreign-page", 403


class Credentials(msgspec.Struct, frozen=True):
    """What is typed to log in."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who is logged in, and where the person's work begins."""

    id: UUID
    number: str
    name: str
    role: Role
    role_name: str
    home: str
    organisation: str


class OwnSession(msgspec.Struct, frozen=True, kw_only=True):
    """A log-in of one's own; `is_this` marks the one asking."""

    session: Session
    is_this: bool


class DistrictChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A district as taxpayers choose it."""

    id: UUID
    code: str
    name: str


async def provide_actor(
    scope: AsgiScope, db: NamedDependency[Database], login_terms: NamedDependency[LoginTerms]
) -> Actor:
    """Who knocks, by the cookie; for requests and for sockets at their handshake.

    Raises:
        NotSignedIn: nobody who is logged in.
    """
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    actor = await login.require_actor(db, connection.cookies.get(COOKIE), login_terms)
    errand.refine(
        kind="staff",
        id=actor.staff_id,
        number=actor.number,
        role=actor.role.value,
        session_id=actor.session_id,
    )
    return actor


def dependencies(terms: LoginTerms) -> dict[str, Provide]:
    """What the app makes known to every door: `staff`, the actor, and `login_terms`."""
    return {
        "login_terms": Provide(lambda: terms, sync_to_thread=False),
        "staff": Provide(provide_actor),
    }


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
            db, data.number, data.password, device=_device(request), terms=login_terms
        )
        me = await _me(db, signed_in.staff)
        return Response(me, cookies=[_cookie(signed_in.token, login_terms)])

    @get("/session")
    async def who_am_i(self, staff: NamedDependency[Actor], db: NamedDependency[Database]) -> Me:
        """Who is logged in here."""
        return await _me(db, staff)

    @delete("/session")
    async def sign_out(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[None]:
        """Log out here."""
        async with db.deed() as tx:
            await commands.sign_out(tx, staff)
        return _without_cookie(login_terms)

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
        return _without_cookie(login_terms)

    @delete("/sessions/{session_id:uuid}")
    async def end_session(
        self, session_id: FromPath[UUID], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> None:
        """Log out somewhere else."""
        async with db.deed() as tx:
            await commands.end_session(tx, staff, session_id)


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
            return [DistrictChoice(id=d.id, code=d.code, name=d.name) for d in await queries.districts(read)]


DOORS = (SessionDoor, OrganisationDoor)


class SameOrigin(ASGIMiddleware):
    """Deeds by the cookie are taken from our own pages only, and so are sockets.

    The cookie is SameSite=Strict already; this is a second lock, for browsers that do not keep it.
    """

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    async def handle(self, scope: AsgiScope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        if _is_guarded(connection) and not _is_own_page(connection):
            raise ForeignPage("请求不是从本系统的页面发出的，已拒绝。请回到系统页面重新操作。")
        await next_app(scope, receive, send)


def _is_guarded(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    scope = connection.scope
    is_deed = scope["type"] == ScopeType.WEBSOCKET or scope["method"] not in SAFE_METHODS
    return is_deed and (COOKIE in connection.cookies or scope["path"] == SIGN_IN_PATH)


def _is_own_page(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """By `Sec-Fetch-Site`, which pages cannot forge; by `Origin` where a browser does not send it."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(connection.headers.get("origin", "")).netloc
    return origin != "" and origin == connection.headers.get("host")


def _device(request: Request[Any, Any, Any]) -> Device:
    address = request.client.host if request.client else ""
    return Device(address=address, agent=request.headers.get("user-agent", "")[:200])


async def _me(db: Database, person: Actor | Staff) -> Me:
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
    )


def _cookie(token: str, terms: LoginTerms, *, max_age: int | None = None) -> Cookie:
    """No age: the browser forgets it when it is closed, the server when it was not used for long."""
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        httponly=True,
        samesite="strict",
        secure=terms.cookie_secure,
        max_age=max_age,
    )


def _without_cookie(terms: LoginTerms) -> Response[None]:
    return Response(None, status_code=204, cookies=[_cookie("", terms, max_age=0)])
