"""Doors: log-in by a bureau's issuer. The page comes back from there with a code and posts it here."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody

from helpline.kit.db import Database
from helpline.people import journey, queries
from helpline.people.http.account import Code
from helpline.people.http.callers import ISSUERS_PATH, device_of, session_cookie
from helpline.people.http.sessions import Me, me_of
from helpline.people.journey import Arrivals, CodeAsked
from helpline.people.model import HeldSession, LoginTerms, SignedIn
from helpline.people.openid.model import JOURNEY_FOR, Answer
from helpline.people.openid.wire import Wire

JOURNEY_COOKIE = "helpline_openid"

Word = Annotated[str, msgspec.Meta(max_length=4096)]
Db = NamedDependency[Database]
Terms = NamedDependency[LoginTerms]
Line = NamedDependency[Wire]


class IssuerChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau's own log-in, as the sign-in page offers it."""

    id: UUID
    name: str


class Address(msgspec.Struct, frozen=True):
    """Where the browser goes next; None: it stays."""

    address: str | None


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the address with which the issuer sent the browser back."""

    state: Word = ""
    code: Word = ""
    iss: Word = ""
    error: Word = ""


class Arrival(msgspec.Struct, frozen=True):
    """Who is logged in now; None: the code from the phone is asked for as well."""

    me: Me | None


class LogoutToken(msgspec.Struct, frozen=True):
    """What an issuer sends when somebody logged out there."""

    logout_token: Annotated[str, msgspec.Meta(min_length=1, max_length=16_384)]


class OpenIdDoor(Controller):
    """Log-in by a bureau's own OpenID provider."""

    path = ISSUERS_PATH
    tags = ("people",)

    @get("/")
    async def issuer_choices(self, db: Db, login_terms: Terms) -> list[IssuerChoice]:
        """Which bureaus have their own log-in; none while the settings do not say where we are."""
        if not login_terms.issuers.public_url:
            return []
        async with db.reading() as read:
            return [IssuerChoice(id=each.id, name=each.name) for each in await queries.issuers(read)]

    @post("/{issuer_id:uuid}/departure", status_code=200)
    async def depart(
        self,
        issuer_id: FromPath[UUID],
        db: Db,
        wire: Line,
        login_terms: Terms,
        *,
        afresh: FromQuery[bool] = False,
    ) -> Response[Address]:
        """Set out for the issuer; the cookie is what has to be brought back. `afresh`: as somebody else than before."""
        departure = await journey.set_out(db, wire, issuer_id, login_terms, afresh=afresh)
        cookies = [_journey_cookie(departure.cookie, login_terms)]
        return Response(Address(departure.address), cookies=cookies)

    @post("/{issuer_id:uuid}/arrival", status_code=200)
    async def arrive(
        self,
        request: Request[Any, Any, Any],
        issuer_id: FromPath[UUID],
        data: JSONBody[Returned],
        db: Db,
        wire: Line,
        login_terms: Terms,
    ) -> Response[Arrival]:
        """Come back from the issuer; the answer sets the session's cookie, unless a code is asked for first."""
        answer = Answer(state=data.state, code=data.code, iss=data.iss, error=data.error)
        carried = request.cookies.get(JOURNEY_COOKIE, "")
        arrivals = Arrivals(db, wire, login_terms)
        entered = await arrivals.arrive(issuer_id, carried, answer, device_of(request))
        if isinstance(entered, CodeAsked):
            return Response(Arrival(None), cookies=[_journey_cookie(entered.cookie, login_terms)])
        return await _let_in(db, entered, login_terms)

    @post("/code", status_code=200)
    async def tell_code(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Code],
        db: Db,
        wire: Line,
        login_terms: Terms,
    ) -> Response[Arrival]:
        """The code from the phone, after the issuer vouched without one."""
        carried = request.cookies.get(JOURNEY_COOKIE, "")
        entered = await Arrivals(db, wire, login_terms).tell_code(carried, data.code, device_of(request))
        return await _let_in(db, entered, login_terms)

    @get("/farewell")
    async def farewell(
        self, held: NamedDependency[HeldSession], db: Db, wire: Line, login_terms: Terms
    ) -> Address:
        """Where to go after logging out here, to log out at the issuer too."""
        return Address(await journey.way_out(db, wire, held.actor, login_terms))

    @post("/{issuer_id:uuid}/logout", status_code=200)
    async def take_leave(
        self,
        issuer_id: FromPath[UUID],
        data: Annotated[LogoutToken, Body(media_type=RequestEncodingType.URL_ENCODED)],
        db: Db,
        wire: Line,
    ) -> None:
        """An issuer tells that somebody logged out there: open pages here close at once."""
        await journey.take_leave(db, wire, issuer_id, data.logout_token)


async def _let_in(db: Database, entered: SignedIn, terms: LoginTerms) -> Response[Arrival]:
    me = await me_of(db, entered.staff, entered.due, terms)
    cookies = [session_cookie(entered.token, terms), _journey_cookie("", terms)]
    return Response(Arrival(me), cookies=cookies)


def _journey_cookie(value: str, terms: LoginTerms) -> Cookie:
    """Strict: the issuer sends the browser to our page, and it is our page that posts."""
    return Cookie(
        key=JOURNEY_COOKIE,
        value=value,
        path=ISSUERS_PATH,
        httponly=True,
        samesite="strict",
        secure=terms.cookie_secure,
        max_age=int(JOURNEY_FOR.total_seconds()) if value else 0,
    )
