"""Who knocks: the session behind the cookie; and whether a deed comes from our own pages."""

import re
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as AsgiScope

from helpline.kit import errand
from helpline.kit.db import Database
from helpline.kit.refusal import Refused
from helpline.people import login, rules
from helpline.people.login import Trial
from helpline.people.model import Actor, Device, HeldSession, LoginTerms, Proving
from helpline.people.openid.wire import Wire

COOKIE = "helpline_session"
SIGN_IN_PATH = "/api/session"
ISSUERS_PATH = "/api/openid"
LOGOUT_PATH = re.compile(rf"{ISSUERS_PATH}/[^/]+/logout")
"""Where an issuer itself knocks, without a browser."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignPage(Refused):
    code, status = "foreign-page", 403


async def provide_actor(
    scope: AsgiScope, db: NamedDependency[Database], login_terms: NamedDependency[LoginTerms]
) -> Actor:
    """Dependency `staff`: who knocks, by the cookie; for requests and for sockets at their handshake.

    Raises:
        NotSignedIn: nobody who is logged in.
        PasswordDue: something has to be done in this log-in first.
    """
    actor = await login.require_actor(db, _token(scope), login_terms)
    _name_errand(actor)
    return actor


async def provide_held(
    scope: AsgiScope, db: NamedDependency[Database], login_terms: NamedDependency[LoginTerms]
) -> HeldSession:
    """Dependency `held`: the log-in itself, whatever is due in it; for the few doors that see to what is due or unlock.

    Raises:
        NotSignedIn: nobody who is logged in.
    """
    held = await login.require_held(db, _token(scope), login_terms)
    _name_errand(held.actor)
    return held


async def provide_settling(held: NamedDependency[HeldSession]) -> HeldSession:
    """Dependency `settling`: a log-in in which something may be due, but which nobody has locked.

    Raises:
        SessionLocked: it is locked.
    """
    rules.check_open((), is_locked=held.is_locked)
    return held


def _name_errand(actor: Actor) -> None:
    """From here on what this request does is done by that person."""
    errand.refine(
        kind="staff",
        id=actor.staff_id,
        number=actor.number,
        role=actor.role.value,
        session_id=actor.session_id,
    )


def _token(scope: AsgiScope) -> str | None:
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    return connection.cookies.get(COOKIE)


def dependencies(terms: LoginTerms) -> dict[str, Provide]:
    """What the app makes known to every door: `staff`, `held`, `settling`, `login_terms`, and `wire` to the issuers."""
    wire = Wire(terms.issuers.patience)
    return {
        "wire": Provide(lambda: wire, sync_to_thread=False),
        "login_terms": Provide(lambda: terms, sync_to_thread=False),
        "staff": Provide(provide_actor),
        "held": Provide(provide_held),
        "settling": Provide(provide_settling),
    }


def device_of(request: Request[Any, Any, Any]) -> Device:
    """Where a request comes from, as it says itself."""
    address = request.client.host if request.client else ""
    return Device(address=address, agent=request.headers.get("user-agent", "")[:200])


def trial_of(request: Request[Any, Any, Any], proving: Proving, terms: LoginTerms) -> Trial:
    """The password is asked for once more by this request."""
    return Trial(proving=proving, device=device_of(request), terms=terms)


def session_cookie(token: str, terms: LoginTerms, *, max_age: int | None = None) -> Cookie:
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


def without_cookie(terms: LoginTerms) -> Response[None]:
    return Response(None, status_code=204, cookies=[session_cookie("", terms, max_age=0)])


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
    path = scope["path"]
    is_entrance = path == SIGN_IN_PATH or (path.startswith(ISSUERS_PATH) and not LOGOUT_PATH.fullmatch(path))
    return is_deed and (COOKIE in connection.cookies or is_entrance)


def _is_own_page(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """By `Sec-Fetch-Site`, which pages cannot forge; by `Origin` where a browser does not send it."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(connection.headers.get("origin", "")).netloc
    return origin != "" and origin == connection.headers.get("host")
