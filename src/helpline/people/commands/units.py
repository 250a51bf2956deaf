"""Deeds about one organisation at a time. Nothing is deleted; each state is kept with who, since when and why (R14.1)."""

from datetime import date
from uuid import UUID

import msgspec

from helpline.audit.commands import record
from helpline.audit.model import Line, Subject
from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Invalid, NotFound
from helpline.people import rules, units
from helpline.people.career import Hand
from helpline.people.model import Matching
from helpline.people.store import organisations as organisations_store
from helpline.people.store import units as store
from helpline.people.units import Change, Turn, Unit, UnitEvent


class UnknownUnit(NotFound):
    code = "unknown-unit"


class NameTaken(Conflict):
    code = "name-taken"


class NotMatched(Conflict):
    code = "not-matched"


async def enter(tx: Tx, unit: Unit, by: Hand) -> Unit:
    """R13.1, R14.1: a new organisation, under its parent.

    Raises:
        Invalid, ClosedAlready: see `units.check_new`.
        NameTaken: another bears the name or the code.
    """
    await store.lock_all(tx)
    parent = await store.by_id(tx, unit.parent_id) if unit.parent_id else None
    units.check_new(unit, parent)
    own = unit.id if unit.kind in ("provider", "district") else None
    unit = msgspec.structs.replace(
        unit,
        provider_id=own if unit.kind == "provider" else parent and parent.provider_id,
        district_id=own if unit.kind == "district" else parent and parent.district_id,
    )
    await _check_free(tx, unit)
    await store.add(tx, unit)
    await _note(tx, unit, "entered", unit.since or _today(tx), by)
    return unit


async def change(tx: Tx, unit_id: UUID, wanted: Change, since: date | None, by: Hand) -> Unit:
    """R14.1: another name, short name, address or position.

    Raises:
        UnknownUnit, ClosedAlready: there is no such organisation, or no more.
        Invalid, Conflict: see `units.changed`; the day is to come.
        NameTaken: another bears the name.
    """
    unit, day = await _standing(tx, unit_id), since or _today(tx)
    units.check_noted(day, _today(tx))
    after = units.changed(unit, wanted)
    await _check_free(tx, after)
    await store.save(tx, after)
    await _note(tx, after, "changed", day, by)
    return after


async def move(tx: Tx, unit_id: UUID, parent_id: UUID, since: date | None, by: Hand) -> Unit:
    """R14.1: it stands under another parent.

    Raises:
        UnknownUnit, ClosedAlready: there is no such organisation, or no more.
        NotMovable: see `units.moved`.
        NameTaken: the new parent has one of that name.
    """
    unit, day = await _standing(tx, unit_id), since or _today(tx)
    units.check_noted(day, _today(tx))
    after = units.moved(unit, await _known(tx, parent_id))
    await _check_free(tx, after)
    await store.save(tx, after)
    await _note(tx, after, "moved", day, by)
    return after


async def close(tx: Tx, unit_id: UUID, day: date, by: Hand) -> Unit:
    """R14.1: it ends on that day, today or later.

    Raises:
        UnknownUnit: there is no such organisation.
        Invalid, ClosedAlready, StillInUse: see `units.closed`.
    """
    await store.lock_all(tx)
    unit = await _known(tx, unit_id)
    after = units.closed(unit, day, _today(tx), await store.remains(tx, unit, day))
    await store.save(tx, after)
    await _note(tx, after, "closed", day, by)
    return after


async def match(tx: Tx, district_id: UUID, provider_id: UUID, since: date, by: Hand) -> Matching:
    """R14.1: from the day `since` on, today or later, the provider serves the district, and the present one no more.

    Raises:
        UnknownUnit, ClosedAlready: there is no such district or provider, or no more.
        Invalid: the day is past.
        MatchedAlready: see `rules.make_way`.
    """
    district, provider = await _standing(tx, district_id), await _standing(tx, provider_id)
    if district.kind != "district" or provider.kind != "provider":
        raise UnknownUnit("请选择一个征管局和一家服务商。")
    if since < _today(tx):
        raise Invalid("对应关系不能从过去的日期开始；以往的服务情况已记录在案。")
    matching = Matching(district_id=district.id, provider_id=provider.id, since=since)  # type: ignore[arg-type]
    ended = rules.make_way(await organisations_store.open_matching(tx, district.id), matching)
    if ended is not None:
        await organisations_store.end_matching(tx, ended)
    await organisations_store.add_matching(tx, matching)
    await _note(tx, district, "matched", since, by, provider)
    return matching


async def unmatch(tx: Tx, district_id: UUID, day: date, by: Hand) -> Matching:
    """R14.1: from that day on nobody serves the district.

    Raises:
        UnknownUnit, ClosedAlready: there is no such district, or no more.
        NotMatched: nobody serves it, or only from a later day on.
        Invalid: the day is past.
    """
    district = await _standing(tx, district_id)
    current = await organisations_store.open_matching(tx, district.id)
    if current is None or day <= current.since:
        raise NotMatched("该区现在没有可在这一天结束的对应关系。")
    if day < _today(tx):
        raise Invalid("结束日期不能早于今天。")
    ended = msgspec.structs.replace(current, until=day)
    await organisations_store.end_matching(tx, ended)
    await _note(tx, district, "unmatched", day, by, await _known(tx, current.provider_id))
    return ended


async def note_entered(tx: Tx) -> None:
    """The first state of organisations that were entered in bulk and have none on record."""
    today = _today(tx)
    found = await store.unrecorded(tx)
    await store.add_events(tx, [_event(tx, each, "entered", each.since or today, Hand()) for each in found])


async def note_matched(tx: Tx, matching: Matching) -> None:
    """A matching that was entered in bulk."""
    district, provider = await _known(tx, matching.district_id), await _known(tx, matching.provider_id)
    await store.add_events(tx, [_event(tx, district, "matched", matching.since, Hand(), provider)])


async def _known(read: ReadTx, unit_id: UUID) -> Unit:
    unit = await store.by_id(read, unit_id)
    if unit is None:
        raise UnknownUnit("没有这个机构，请重新选择。")
    return unit


async def _standing(tx: Tx, unit_id: UUID) -> Unit:
    await store.lock_all(tx)
    unit = await _known(tx, unit_id)
    if unit.closed_on is not None:
        raise units.ClosedAlready(f"“{unit.name}”已登记于 {unit.closed_on} 撤销，不能再变更。")
    return unit


async def _check_free(tx: Tx, unit: Unit) -> None:
    if await store.is_taken(tx, unit):
        raise NameTaken(f"同一上级下已有“{unit.name}”，或代码“{unit.code}”已被使用。")


async def _note(tx: Tx, unit: Unit, what: Turn, since: date, by: Hand, provider: Unit | None = None) -> None:
    event = _event(tx, unit, what, since, by, provider)
    await store.add_events(tx, [event])
    detail = {name: str(value) for name, value in event.state.items()}
    line = Line(deed=f"unit.{what}", subject=Subject("unit", str(unit.id)), why=by.why, detail=detail)
    await record(tx, line)


def _event(tx: Tx, unit: Unit, what: Turn, since: date, by: Hand, provider: Unit | None = None) -> UnitEvent:
    told = {name: value for name, value in msgspec.to_builtins(unit).items() if value not in (None, "", 0)}
    state = told | ({"serving": str(provider.id), "serving_name": provider.name} if provider else {})
    return UnitEvent(
        id=new_id(),
        unit_id=unit.id,
        at=tx.now,
        since=since,
        what=what,
        by_id=by.staff_id,
        why=by.why,
        state=state,
    )


def _today(tx: Tx) -> date:
    return shanghai(tx.now).date()
