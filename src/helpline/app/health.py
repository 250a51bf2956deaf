"""Is it alive, is it ready, what is it doing."""

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Response

from helpline.calendars import queries as calendars
from helpline.kit.clock import shanghai
from helpline.kit.db import Database


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """`undelivered`: facts that wait for their listeners; `late_seconds`: how late the latest deadline is."""

    status: str
    undelivered: int
    parked: int
    late_seconds: float
    calendar_missing: int | None


class HealthDoor(Controller):
    """For operators and their tools."""

    tags = ["运维"]

    @get("/healthz", media_type="text/plain")
    async def alive(self) -> str:
        return "ok"

    @get("/readyz")
    async def ready(self, db: NamedDependency[Database]) -> Health:
        async with db.reading() as read:
            missing = await calendars.missing_year(read, shanghai(read.now).date())
            oldest = await read.fetchval("select min(due_at) from deadline where outcome is null")
            late = max(0.0, (read.now - oldest).total_seconds()) if oldest else 0.0
            return Health(
                status="ready",
                undelivered=await read.fetchval("select count(*) from outbox where delivered_at is null"),
                parked=await read.fetchval("select count(*) from parked_delivery"),
                late_seconds=late,
                calendar_missing=missing.year if missing else None,
            )

    @get("/metrics", media_type="text/plain; version=0.0.4")
    async def metrics(self, db: NamedDependency[Database]) -> Response[str]:
        async with db.reading() as read:
            rows = {
                "helpline_outbox_undelivered": await read.fetchval(
                    "select count(*) from outbox where delivered_at is null"
                ),
                "helpline_deliveries_parked": await read.fetchval("select count(*) from parked_delivery"),
                "helpline_deadlines_running": await read.fetchval(
                    "select count(*) from deadline where outcome is null"
                ),
                "helpline_conversations_active": await read.fetchval(
                    "select count(*) from conversation where phase = 'active'"
                ),
                "helpline_conversations_waiting": await read.fetchval(
                    "select count(*) from conversation where phase = 'waiting'"
                ),
            }
        lines = [f"# TYPE {name} gauge\n{name} {value}\n" for name, value in rows.items()]
        return Response("".join(lines), media_type="text/plain; version=0.0.4")
