"""SQL of organisations in one shape."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.people.model import Matching
from helpline.people.units import Kind, Remains, Unit, UnitEvent

_COLUMNS = """id, kind, parent_id, name, short_name, code, address, longitude, latitude, since, closed_on,
  provider_id, district_id, position"""

_ADD: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    "office": (
        """insert into office (id, code, name, since, position)
           values ($1, $2, $3, $4, (select coalesce(max(position), 0) + 1 from office))""",
        ("id", "code", "name", "since"),
    ),
    "district": (
        "insert into district (id, code, name, bureau_name, since) values ($1, $2, $3, $4, $5)",
        ("id", "code", "short_name", "name", "since"),
    ),
    "branch": (
        """insert into branch (id, district_id, name, code, address, since)
           values ($1, $2, $3, nullif($4, ''), $5, $6)""",
        ("id", "parent_id", "name", "code", "address", "since"),
    ),
    "hall": (
        """insert into hall (id, district_id, name, address, longitude, latitude, since)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        ("id", "parent_id", "name", "address", "longitude", "latitude", "since"),
    ),
    "provider": (
        "insert into provider (id, code, name, short_name, since) values ($1, $2, $3, $4, $5)",
        ("id", "code", "name", "short_name", "since"),
    ),
    "department": (
        "insert into department (id, provider_id, name, since) values ($1, $2, $3, $4)",
        ("id", "parent_id", "name", "since"),
    ),
    "team": (
        "insert into team (id, provider_id, department_id, name, since) values ($1, $2, $3, $4, $5)",
        ("id", "provider_id", "parent_id", "name", "since"),
    ),
}

_SAVE: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    "bureau": ("update municipal_bureau set name = $2 where id = $1", ("id", "name")),
    "office": (
        "update office set name = $2, closed_on = $3 where id = $1",
        ("id", "name", "closed_on"),
    ),
    "district": (
        "update district set bureau_name = $2, name = $3, closed_on = $4 where id = $1",
        ("id", "name", "short_name", "closed_on"),
    ),
    "branch": (
        "update branch set name = $2, address = $3, district_id = $4, closed_on = $5 where id = $1",
        ("id", "name", "address", "parent_id", "closed_on"),
    ),
    "hall": (
        """update hall set name = $2, address = $3, longitude = $4, latitude = $5, district_id = $6, closed_on = $7
           where id = $1""",
        ("id", "name", "address", "longitude", "latitude", "parent_id", "closed_on"),
    ),
    "provider": (
        "update provider set name = $2, short_name = $3, closed_on = $4 where id = $1",
        ("id", "name", "short_name", "closed_on"),
    ),
    "department": (
        "update department set name = $2, closed_on = $3 where id = $1",
        ("id", "name", "closed_on"),
    ),
    "team": (
        "update team set name = $2, department_id = $3, closed_on = $4 where id = $1",
        ("id", "name", "parent_id", "closed_on"),
    ),
}


async def lock_all(tx: Tx) -> None:
    """Deeds about organisations wait for each other: they are rare, and each looks at others than its own."""
    await tx.fetchval("select 1 from municipal_bureau for update")


async def add(tx: Tx, unit: Unit) -> None:
    sql, names = _ADD[unit.kind]
    await tx.execute(sql, *(getattr(unit, name) for name in names))


async def save(tx: Tx, unit: Unit) -> None:
    sql, names = _SAVE[unit.kind]
    await tx.execute(sql, *(getattr(unit, name) for name in names))


async def add_events(tx: Tx, events: Sequence[UnitEvent]) -> None:
    await tx.executemany(
        """insert into unit_event (id, unit_id, at, since, what, by_id, why, state)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        [msgspec.structs.astuple(event) for event in events],
    )


async def by_id(read: ReadTx, unit_id: UUID) -> Unit | None:
    row = await read.fetchrow(f"select {_COLUMNS} from unit where id = $1", unit_id)
    return _unit(row) if row else None


async def by_ids(read: ReadTx, ids: Sequence[UUID]) -> list[Unit]:
    rows = await read.fetch(f"select {_COLUMNS} from unit where id = any($1::uuid[])", list(ids))
    return [_unit(row) for row in rows]


async def visible(
    read: ReadTx, provider_ids: Sequence[UUID] | None, district_ids: Sequence[UUID] | None
) -> list[Unit]:
    """Every organisation, or the bureau's own and those of these providers and districts."""
    rows = await read.fetch(
        f"""select {_COLUMNS} from unit
            where $1::uuid[] is null or kind in ('bureau', 'office')
              or provider_id = any($1) or district_id = any($2::uuid[])
            order by position, code, name""",
        None if provider_ids is None else list(provider_ids),
        None if district_ids is None else list(district_ids),
    )
    return [_unit(row) for row in rows]


async def unrecorded(read: ReadTx) -> list[Unit]:
    """Organisations without any state on record."""
    rows = await read.fetch(
        f"""select {_COLUMNS} from unit u
            where not exists (select 1 from unit_event e where e.unit_id = u.id)"""
    )
    return [_unit(row) for row in rows]


async def is_taken(read: ReadTx, unit: Unit) -> bool:
    """Whether another organisation bears the name beside it, or the code anywhere."""
    found: bool = await read.fetchval(
        """select exists (select 1 from unit where kind = $2 and id <> $1 and (
             (code <> '' and code = $4)
             or (name = $3 and case $2 when 'team' then provider_id = $6 else parent_id = $5 end)))""",
        unit.id,
        unit.kind,
        unit.name,
        unit.code,
        unit.parent_id,
        unit.provider_id,
    )
    return found


async def remains(read: ReadTx, unit: Unit, day: date) -> Remains:
    """What still hangs on it on that day and afterwards."""
    names = await read.fetch(
        """select name from unit where parent_id = $1 and (closed_on is null or closed_on > $2) order by name limit 5""",
        unit.id,
        day,
    )
    staff = await read.fetchval(
        """select count(*) from staff s where (s.active_until is null or s.active_until > $3) and case $2
             when 'office' then s.office = $4
             when 'district' then s.district_id = $1
             when 'provider' then s.provider_id = $1
             when 'team' then s.team_id = $1
             else false end""",
        unit.id,
        unit.kind,
        read.now,
        unit.code,
    )
    matchings = await read.fetchval(
        """select count(*) from matching
           where case $2 when 'district' then district_id = $1 when 'provider' then provider_id = $1 else false end
             and (until is null or until > $3)""",
        unit.id,
        unit.kind,
        day,
    )
    return Remains(units=[row["name"] for row in names], staff=staff, matchings=matchings)


async def events(read: ReadTx, unit_id: UUID) -> list[UnitEvent]:
    rows = await read.fetch(
        """select id, unit_id, at, since, what, by_id, why, state from unit_event
           where unit_id = $1 order by at desc, id desc""",
        unit_id,
    )
    return [UnitEvent(**dict(row)) for row in rows]


async def matchings(read: ReadTx, unit_id: UUID) -> list[Matching]:
    """All that ever were of a district or a provider, the latest first."""
    rows = await read.fetch(
        """select district_id, provider_id, since, until from matching
           where district_id = $1 or provider_id = $1 order by since desc""",
        unit_id,
    )
    return [Matching(**dict(row)) for row in rows]


def _unit(row: Any) -> Unit:
    return Unit(**dict(row))
