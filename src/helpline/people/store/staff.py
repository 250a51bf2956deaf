"""SQL of staff."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.people.model import Role, Skills, Staff, StaffFilter
from helpline.people.policy import Scope

_COLUMNS = """id, number, name, role, provider_id, team_id, district_id, office, systems, languages,
  max_level, chat_capacity, active_since, active_until"""

# jsonb carries the lists of systems, which unnest() could not: they differ in length.
_ADD = f"""
insert into staff ({_COLUMNS})
select id, number, name, role, provider_id, team_id, district_id, office,
  array(select jsonb_array_elements_text(systems)), array(select jsonb_array_elements_text(languages)),
  max_level, chat_capacity, $2, null
from jsonb_to_recordset($1) as new (id uuid, number text, name text, role text, provider_id uuid,
  team_id uuid, district_id uuid, office text, systems jsonb, languages jsonb,
  max_level integer, chat_capacity integer)
on conflict (number) do nothing returning number"""

_IN_SCOPE = f"""
select {_COLUMNS} from staff
where ($1::uuid is null or id = $1) and ($2::uuid is null or team_id = $2)
  and ($3::uuid is null or provider_id = $3)
  and ($4::uuid is null or district_id = $4 or provider_id in (
    select m.provider_id from matching m
    where m.district_id = $4 and m.since <= $5 and (m.until is null or m.until > $5)))
  and ($6::text is null or role = $6) and number > $7
  and active_since <= $8 and (active_until is null or active_until > $8)
order by number limit $9"""


async def add(tx: Tx, people: Sequence[Staff]) -> set[str]:
    """Insert; the numbers of those that were new."""
    rows = await tx.fetch(_ADD, [_flat(person) for person in people], tx.now)
    return {row["number"] for row in rows}


async def lock(tx: Tx, staff_id: UUID) -> Staff | None:
    row = await tx.fetchrow(f"select {_COLUMNS} from staff where id = $1 for update", staff_id)
    return _staff(row) if row else None


async def save_skills(tx: Tx, staff_id: UUID, skills: Skills, chat_capacity: int) -> None:
    await tx.execute(
        """update staff set systems = $2, languages = $3, max_level = $4, chat_capacity = $5 where id = $1""",
        staff_id,
        list(skills.systems),
        list(skills.languages),
        skills.max_level,
        chat_capacity,
    )


async def end(tx: Tx, staff_id: UUID, at: datetime) -> None:
    await tx.execute("update staff set active_until = $2 where id = $1", staff_id, at)


async def by_ids(read: ReadTx, ids: Sequence[UUID]) -> list[Staff]:
    rows = await read.fetch(f"select {_COLUMNS} from staff where id = any($1::uuid[])", list(ids))
    return [_staff(row) for row in rows]


async def ids_of(read: ReadTx, provider_id: UUID) -> list[UUID]:
    """Who works or has worked there."""
    rows = await read.fetch("select id from staff where provider_id = $1", provider_id)
    return [row["id"] for row in rows]


async def by_number(read: ReadTx, number: str) -> Staff | None:
    row = await read.fetchrow(f"select {_COLUMNS} from staff where number = $1", number)
    return _staff(row) if row else None


async def in_scope(read: ReadTx, scope: Scope, day: date, wanted: StaffFilter) -> list[Staff]:
    rows = await read.fetch(
        _IN_SCOPE,
        scope.staff_id,
        scope.team_id,
        scope.provider_id,
        scope.district_id,
        day,
        wanted.role,
        wanted.after,
        read.now,
        wanted.limit,
    )
    return [_staff(row) for row in rows]


def _staff(row: Any) -> Staff:
    fields = dict(row)
    skills = Skills(
        systems=tuple(fields.pop("systems")),
        languages=tuple(fields.pop("languages")),
        max_level=fields.pop("max_level"),
    )
    return Staff(**{**fields, "role": Role(fields["role"]), "skills": skills})


def _flat(person: Staff) -> dict[str, object]:
    """One level: the skills are columns."""
    fields = msgspec.structs.asdict(person)
    return {**fields, **msgspec.structs.asdict(fields.pop("skills"))}
