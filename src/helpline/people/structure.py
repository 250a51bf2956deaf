"""R14.1: the organisations as far as somebody may see them, each with its history."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx
from helpline.people import names, policy, queries
from helpline.people.policy import Scope
from helpline.people.store import units as store
from helpline.people.units import Turn, Unit


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A turn in an organisation's history: how it stood from the day `since`, entered `at`, by whom and why."""

    what: Turn
    since: date
    at: datetime
    by: str
    why: str
    name: str
    parent: str
    detail: str


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """R14.1: a provider serves a district from `since` to before `until` (None: it still does)."""

    district_id: UUID
    district: str
    provider_id: UUID
    provider: str
    since: date
    until: date | None


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """The organisations that somebody sees; `may_edit`: and may change."""

    may_edit: bool
    units: list[Unit]


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation with its history, the latest first, and what it serves or is served by."""

    unit: Unit
    history: list[Past]
    matchings: list[Serving]


async def units_of(read: ReadTx, scope: Scope) -> list[Unit]:
    """R14.1: the bureau's offices, and what lies within `scope`: a provider sees itself and the districts it serves."""
    if scope.is_citywide:
        return await store.visible(read, None, None)
    now = await queries.matchings_at(read, read.now)
    mine = [
        each
        for each in now
        if policy.covers(scope, provider_id=each.provider_id, district_id=each.district_id)
    ]
    providers = {each.provider_id for each in mine} | ({scope.provider_id} - {None})
    districts = {each.district_id for each in mine} | ({scope.district_id} - {None})
    return await store.visible(
        read, [each for each in providers if each], [each for each in districts if each]
    )


async def unit_view(read: ReadTx, scope: Scope, unit_id: UUID) -> UnitView | None:
    """One organisation with its history; None where there is none, or none to see in `scope`."""
    seen = {each.id: each for each in await units_of(read, scope)}
    unit = seen.get(unit_id)
    if unit is None:
        return None
    return UnitView(
        unit=unit,
        history=await _history(read, scope, unit, seen),
        matchings=await _matchings(read, scope, unit, seen),
    )


async def _history(read: ReadTx, scope: Scope, unit: Unit, seen: dict[UUID, Unit]) -> list[Past]:
    """R14.1: a provider reads its own history, not the bureau's: that would name who served before it."""
    if scope.provider_id is not None and unit.provider_id != scope.provider_id:
        return []
    events = await store.events(read, unit.id)
    people = await queries.staff_by_ids(read, [each.by_id for each in events if each.by_id])
    doers = {each.id: f"{each.number} {names.masked(each.name)}" for each in people.values()}
    return [
        Past(
            what=each.what,
            since=each.since,
            at=each.at,
            by=next((words for id_, words in doers.items() if id_ == each.by_id), ""),
            why=each.why,
            name=str(each.state.get("name", "")),
            parent=_name_of(seen, each.state.get("parent_id")),
            detail=str(each.state.get("serving_name") or each.state.get("address") or ""),
        )
        for each in events
    ]


def _name_of(seen: dict[UUID, Unit], parent_id: object) -> str:
    return next((each.name for each in seen.values() if str(each.id) == parent_id), "")


async def _matchings(read: ReadTx, scope: Scope, unit: Unit, seen: dict[UUID, Unit]) -> list[Serving]:
    found = [
        each
        for each in await store.matchings(read, unit.id)
        if policy.covers(scope, provider_id=each.provider_id, district_id=each.district_id)
    ]
    unseen = {each.provider_id for each in found} | {each.district_id for each in found}
    every = seen | {each.id: each for each in await store.by_ids(read, list(unseen - set(seen)))}
    return [
        Serving(
            district_id=each.district_id,
            district=every[each.district_id].short_name,
            provider_id=each.provider_id,
            provider=every[each.provider_id].name,
            since=each.since,
            until=each.until,
        )
        for each in found
    ]
