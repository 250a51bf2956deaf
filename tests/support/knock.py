"""Knocks at a room's doors as somebody, in the test's own event loop and without a socket."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
from litestar import Controller, Litestar, Request, Response
from litestar.di import Provide

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.refusal import Refused
from helpline.people.model import Actor, LoginTerms, Role, SessionId, StaffId


def actor(role: Role, *, office: str | None = None) -> Actor:
    """A signed-in person of that role."""
    return Actor(
        staff_id=StaffId(new_id()),
        session_id=SessionId(new_id()),
        number="S001",
        name="测试",
        role=role,
        office=office,
    )


@asynccontextmanager
async def doors(
    db: Database, handlers: Sequence[type[Controller]], staff: Actor
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of these doors, at which `staff` is logged in."""
    app = Litestar(
        route_handlers=handlers,
        dependencies={
            "db": Provide(lambda: db, sync_to_thread=False),
            "staff": Provide(lambda: staff, sync_to_thread=False),
            "login_terms": Provide(LoginTerms, sync_to_thread=False),
        },
        exception_handlers={Refused: _refused},
    )
    transport = httpx.ASGITransport(app=cast(Any, app))  # both are ASGI, each with types of its own
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


def _refused(_request: Request[Any, Any, Any], refusal: Refused) -> Response[dict[str, str]]:
    return Response({"code": refusal.code, "detail": refusal.message}, status_code=refusal.status)
