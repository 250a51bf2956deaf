"""Weeks of calls as their raw events tell them, written at once."""

import math
from datetime import datetime, timedelta
from uuid import UUID

from helpline.kit.clock import shanghai
from helpline.kit.db import Database
from helpline.kit.ids import new_id

SYSTEMS = ("etax_bureau", "etax_sh3", None)
FIRST_HALF_HOUR, LAST_HALF_HOUR = 17, 42
WEEKS = 4


async def a_month_of_calls(
    db: Database, provider_id: UUID, served_by: UUID, busy: float = 14.0
) -> list[UUID]:
    """Calls of today so far and of the same weekday in four weeks, most before noon; the answered, the last one first."""
    now = shanghai(db.clock.now())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    answered = []
    for week in range(WEEKS, -1, -1):
        for half_hour in range(FIRST_HALF_HOUR, LAST_HALF_HOUR):
            start = midnight - timedelta(weeks=week) + timedelta(minutes=30) * half_hour
            calls = round(busy * math.exp(-(((half_hour - 21) / 6) ** 2)) + 2)
            for place in range(calls):
                at = start + timedelta(minutes=30) * place / calls
                if at + timedelta(minutes=10) < now:
                    call = new_id()
                    rows.append(_row(call, at, provider_id, len(rows)))
                    events += _events(call, at, len(rows), served_by)
                    if len(rows) % 8:
                        answered.append(call)
    columns = "id number node channel direction line arrived_at provider_id phase flow ended_at outcome"
    async with db.deed() as tx:
        await tx.copy("call", columns.split(), rows)
        await tx.copy("call_event", ["call_id", "seq", "at", "kind", "detail"], events)
    return answered[::-1]


def _row(call: UUID, at: datetime, provider_id: UUID, place: int) -> tuple[object, ...]:
    number = f"DH-{at:%Y%m%d}-{place:04}"
    outcome = "answered" if (place + 1) % 8 else "left"
    line = "public" if place % 5 else "12366"
    return (call, number, "node1", str(call), "in", line, at, provider_id, "ended", "{}", at, outcome)


def _events(call: UUID, at: datetime, place: int, served_by: UUID) -> list[tuple[object, ...]]:
    """Every eighth gives up; every twenty-fifth never asks; waits run from 2 s to 88 s."""
    wait = timedelta(seconds=2 + place * 37 % 87 * (1 if place % 3 == 0 else 0.4))
    queued = at + timedelta(seconds=20)
    told: list[tuple[datetime, str, dict[str, object]]] = [(at, "arrived", {"open": True, "line": "public"})]
    if place % 25 == 0:
        told.append((queued, "ended", {"outcome": "left"}))
    else:
        told.append((queued, "queued", {"system": SYSTEMS[place % 3]}))
        if place % 8:
            end = queued + wait + timedelta(seconds=90 + place * 53 % 240)
            told += [
                (queued + wait, "connected", {"staff": str(served_by)}),
                (end, "released", {"staff": str(served_by)}),
                (end, "ended", {"outcome": "answered"}),
            ]
        else:
            told.append((queued + wait, "ended", {"outcome": "left"}))
    return [(call, seq, moment, kind, detail) for seq, (moment, kind, detail) in enumerate(told, 1)]
