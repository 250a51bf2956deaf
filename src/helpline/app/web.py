"""The web process: doors, pages and the live socket."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from litestar import Litestar, Request
from litestar.config.compression import CompressionConfig
from litestar.di import NamedDependency, Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler

from helpline.app import pages, welcome
from helpline.app.arrivals import Arrivals, ProofDoor
from helpline.app.auditing import AuditDoor
from helpline.app.description import description
from helpline.app.doors import DOORS
from helpline.app.errands import Errands
from helpline.app.floods import Floods
from helpline.app.health import HealthDoor
from helpline.app.live_door import live
from helpline.app.parts import Parts, running
from helpline.app.phone_door import PhoneDoor, phone_line
from helpline.app.problem import HANDLERS, RefusedSockets
from helpline.app.programs import TOKEN_DOORS
from helpline.app.security import BODY_LIMIT, Guarded
from helpline.conversations.http.callers import provide_visitor
from helpline.kit.db import Database
from helpline.people.http import SameOrigin, provide_caller
from helpline.people.http import dependencies as people_dependencies

PAGES_PACKED = CompressionConfig(backend="gzip", gzip_compress_level=6, exclude="^/api")
"""Pages and scripts travel packed. Answers do not: packed beside a secret, their length would tell about it."""


async def provide_visitor_id(request: Request[Any, Any, Any], db: NamedDependency[Database]) -> UUID:
    """Dependency `visitor_id`, for rooms that know visitors by id only."""
    return (await provide_visitor(request, db)).id


def make_app(parts: Parts, *, with_worker: bool = True, with_ticker: bool = True) -> ASGIApp:
    """The whole web process as an ASGI application; its loops run while it is up."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with running(parts, with_worker=with_worker, with_ticker=with_ticker):
            yield

    app = Litestar(
        route_handlers=[*_handlers(), live, phone_line],
        dependencies=_dependencies(parts),
        exception_handlers=HANDLERS,
        middleware=[
            RefusedSockets(),
            Errands(lambda _scope: parts.db),
            SameOrigin(),
            Arrivals(parts.settings.visitors_per_minute, parts.proofs, parts.db.clock),
            Floods(parts.settings.limits_percent, parts.db.clock),
        ],
        lifespan=[lifespan],
        openapi_config=_openapi(),
        compression_config=PAGES_PACKED,
        logging_config=None,  # kit.log has set it up
        request_max_body_size=BODY_LIMIT,
    )
    return Guarded(app, https=parts.settings.cookie_secure, origins=parts.settings.widget_origins)


def _handlers() -> Sequence[ControllerRouterHandler]:
    return [
        *DOORS,
        AuditDoor,
        welcome.WelcomeDoor,
        HealthDoor,
        ProofDoor,
        PhoneDoor,
        description,
        *pages.ROUTES,
    ]


def _dependencies(parts: Parts) -> dict[str, Provide]:
    return {
        **people_dependencies(parts.login_terms),
        "staff": Provide(provide_caller),
        "token_doors": Provide(lambda: TOKEN_DOORS, sync_to_thread=False),
        "db": Provide(lambda: parts.db, sync_to_thread=False),
        "files": Provide(lambda: parts.files, sync_to_thread=False),
        "writer": Provide(lambda: parts.writer, sync_to_thread=False),
        "parts": Provide(lambda: parts, sync_to_thread=False),
        "visitor_id": Provide(provide_visitor_id),
    }


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="税务咨询服务平台",
        version="0.1.0",
        description="沪税函〔2020〕14号：咨询、监督、考核、支付。实时主题见 docs/live.md。",
        path="/schema",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )
