"""Who is calling: a visitor by bearer token, or a member of staff by cookie."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from helpline.conversations import queries
from helpline.conversations.model import Author
from helpline.conversations.rules import label
from helpline.kit import errand
from helpline.kit.db import Database
from helpline.kit.refusal import Refused
from helpline.people.http import provide_actor
from helpline.people.model import LoginTerms


class NoVisitor(Refused):
    code, status = "no-visitor", 401


def bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The token of the Authorization header."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


async def visitor_author(db: Database, token: str | None) -> Author:
    """Raises `NoVisitor` when the token is missing or unknown; the page then asks for a new one."""
    async with db.reading() as read:
        visitor_id = await queries.visitor_of(read, token) if token else None
    if visitor_id is None:
        raise NoVisitor("页面已过期，请刷新后再试。")
    errand.refine(kind="visitor", id=visitor_id)
    return Author(party="taxpayer", id=visitor_id)


async def provide_visitor(request: Request[Any, Any, Any], db: NamedDependency[Database]) -> Author:
    """Dependency `visitor`."""
    return await visitor_author(db, bearer(request))


async def provide_author(
    request: Request[Any, Any, Any], db: NamedDependency[Database], login_terms: NamedDependency[LoginTerms]
) -> Author:
    """Dependency `author`: whichever of the two is calling."""
    token = bearer(request)
    if token is not None:
        return await visitor_author(db, token)
    actor = await provide_actor(request.scope, db, login_terms)
    return Author(party="consultant", id=actor.staff_id, label=label(actor.number))
