"""An application around some doors, with the guards of the real one, on a database of the test's own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.testing import AsyncTestClient
from litestar.types import ControllerRouterHandler

from helpline.app.errands import Errands
from helpline.app.problem import HANDLERS, RefusedSockets
from helpline.app.security import BODY_LIMIT, Guarded
from helpline.kit.clock import Clock
from helpline.kit.db import Database
from helpline.people.http import SameOrigin, dependencies
from helpline.people.model import LoginTerms
from tests.support.people import PASSWORD

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a request from our own page; deeds of staff are refused without it."""


async def _database(state: State) -> Database:
    database: Database = state.db
    return database


def client(
    dsn: str, clock: Clock, doors: Sequence[ControllerRouterHandler], terms: LoginTerms | None = None
) -> AsyncTestClient[Any]:
    """A client of `doors`. The test client runs the application on a loop of its own, hence its own pool."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        app.state.db = await Database.open(dsn, clock, size=4)
        yield
        await app.state.db.close()

    app = Litestar(
        route_handlers=doors,
        lifespan=[lifespan],
        dependencies={
            "db": Provide(_database),
            **dependencies(terms or LoginTerms()),
        },
        middleware=[
            RefusedSockets(),
            Errands(lambda scope: scope["litestar_app"].state.db),
            SameOrigin(),
        ],
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        openapi_config=None,
    )
    app.asgi_handler = Guarded(app.asgi_handler, https=False)
    return AsyncTestClient(app, raise_server_exceptions=False)


async def sign_in(visitor: AsyncTestClient[Any], number: str) -> None:
    """Log in through the door; the client keeps the cookie."""
    answer = await visitor.post(
        "/api/session", json={"number": number, "password": PASSWORD}, headers=OWN_PAGE
    )
    assert answer.status_code == 201, answer.text
