"""Is it alive, is it ready, what is it doing."""

import asyncio
from contextlib import suppress
from hmac import compare_digest
from typing import Any, Literal

import msgspec
from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Response

from helpline.app import gauges
from helpline.app.gauges import Figures
from helpline.app.parts import Parts
from helpline.calendars import queries as calendars
from helpline.kit.clock import shanghai
from helpline.kit.db import Database, is_passing
from helpline.kit.refusal import NotFound

PATIENCE = 3.0
"""Seconds that the database may take to answer before it counts as away."""

LITTLE_ROOM = 256 * 1024 * 1024
"""Bytes free in the folder of files below which the operator is warned."""

LOOPBACK = frozenset({"127.0.0.1", "::1"})
PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers of requests that a proxy passes on: they come from this machine, but nobody on it asks."""

PartState = Literal["ok", "away", "stopped", "low"]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """`parts` tells which one is not well; the figures are None while the database is away.

    `undelivered`: facts that wait for their listeners; `late_seconds`: how late the latest deadline is.
    """

    status: Literal["ready", "not-ready", "leaving"]
    parts: dict[str, PartState]
    undelivered: int | None = None
    parked: int | None = None
    late_seconds: float | None = None
    calendar_missing: int | None = None


class HealthDoor(Controller):
    """For operators and their tools."""

    tags = ["运维"]

    @get("/healthz", media_type="text/plain")
    async def alive(self) -> str:
        return "ok"

    @get("/readyz", raises=[])
    async def ready(
        self, request: Request[Any, Any, Any], parts: NamedDependency[Parts], db: NamedDependency[Database]
    ) -> Response[Health]:
        """200 where requests may be sent here; 503 with the part that is not well where not. Figures are the operator's."""
        figures = await _asked(db)
        told = figures if is_operator(request, parts.settings.metrics_token) else None
        states = _states(parts, figures)
        well = all(state in ("ok", "low") for state in states.values())
        health = Health(
            status="leaving" if parts.leaving.has_begun else "ready" if well else "not-ready",
            parts=states,
            undelivered=told.undelivered if told else None,
            parked=told.parked if told else None,
            late_seconds=told.late_seconds if told else None,
            calendar_missing=told.calendar_missing if told else None,
        )
        return Response(health, status_code=200 if health.status == "ready" else 503)

    @get("/metrics", media_type="text/plain; version=0.0.4")
    async def metrics(
        self, request: Request[Any, Any, Any], parts: NamedDependency[Parts], db: NamedDependency[Database]
    ) -> Response[str]:
        """Prometheus, from this machine or with the operator's token: the figures are the whole city's (R14.1).

        While the database is away the process still tells of itself.
        """
        if not is_operator(request, parts.settings.metrics_token):
            raise NotFound("没有这个地址。")
        figures = await _asked(db)
        text = gauges.written(parts, figures)
        return Response(text, media_type="text/plain; version=0.0.4")


def is_operator(request: Request[Any, Any, Any], token: str) -> bool:
    """Whether somebody asks from this machine itself, not through a proxy on it, or brings the token."""
    brought = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and compare_digest(brought.encode(), token.encode()):
        return True
    is_passed_on = any(name in request.headers for name in PASSED_ON)
    return not is_passed_on and request.client is not None and request.client.host in LOOPBACK


async def _asked(db: Database) -> Figures | None:
    """None: the database is away."""
    try:
        async with asyncio.timeout(PATIENCE), db.reading() as read:
            missing = await calendars.missing_year(read, shanghai(read.now).date())
            return await gauges.look(read, missing.year if missing else None)
    except Exception as error:
        if not is_passing(error):
            raise
    return None


def _states(parts: Parts, figures: Figures | None) -> dict[str, PartState]:
    states: dict[str, PartState] = {
        "database": "ok" if figures else "away",
        "bus": "ok" if parts.bus.ready.is_set() else "away",
        "files": "ok" if _has_room(parts) else "low",
    }
    for name, loop in parts.loops.items():
        states[name] = "stopped" if loop.done() else "ok"
    return states


def _has_room(parts: Parts) -> bool:
    with suppress(OSError):
        return gauges.free_bytes(parts.settings.data_dir) >= LITTLE_ROOM
    return False
