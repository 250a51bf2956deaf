"""Calls of some days within a scope, as records that can be counted; whose each is, and what is left out."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from helpline.calls import raw
from helpline.calls.model import RawCall
from helpline.kit.clock import SHANGHAI
from helpline.kit.db import ReadTx
from helpline.kit.refusal import Invalid
from helpline.measures import store
from helpline.measures.from_calls import record_of
from helpline.measures.model import CallRecord, Exclusion
from helpline.people import queries as people
from helpline.people.policy import Scope

MOST_DAYS = 93
"""A quarter at once."""


class Read(msgspec.Struct, frozen=True):
    """A call, and what is counted of it; nothing while that is not decided."""

    call: RawCall
    record: CallRecord | None


def midnight(day: date) -> datetime:
    """Its beginning on Shanghai's wall clock."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def accept_days(since: date, until: date) -> None:
    """Raises `Invalid` where they are in the wrong order, or too many."""
    if until < since:
        raise Invalid("起止日期颠倒了。")
    if (until - since).days >= MOST_DAYS:
        raise Invalid(f"一次最多查看 {MOST_DAYS} 天，请缩短起止日期。")


async def read_calls(read: ReadTx, scope: Scope, since: date, until: date) -> list[Read]:
    """R5.2, R14.1: the calls that arrived on these days and are the scope's.

    A call is its number's provider's, else that of whom the caller talked with; one of neither is seen by the bureau alone.
    """
    start, end = midnight(since), midnight(until + timedelta(days=1))
    calls = await raw.between(read, start, end, scope)
    excluded = await _excluded(read, calls, start, end)
    servers = await people.staff_by_ids(read, list({each.served_by for each in calls if each.served_by}))
    providers: dict[UUID, UUID | None] = {UUID(str(each.id)): each.provider_id for each in servers.values()}
    found = []
    for call in calls:
        provider = call.provider_id or (providers.get(call.served_by) if call.served_by else None)
        if scope.provider_id in (None, provider):
            found.append(Read(call, record_of(call, excluded, provider)))
    return found


async def _excluded(
    read: ReadTx, calls: list[RawCall], start: datetime, end: datetime
) -> Mapping[UUID, Exclusion]:
    """One by one first, then by outages that two agreed on."""
    agreed = [each for each in await store.outages(read, start, end) if each.approved_at is not None]
    during = {
        call.id: Exclusion.OUTAGE
        for call in calls
        if any(each.since <= call.arrived_at < each.until for each in agreed)
    }
    return during | await store.excluded(read, [call.id for call in calls])
