"""SQL of the roll."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from helpline.kit.db import ReadTx
from helpline.people.career import RollFilter
from helpline.people.model import Role
from helpline.people.policy import Scope

_LINES = """
select s.id, s.number, s.name, s.role, s.systems, s.languages, s.max_level, s.chat_capacity,
  s.active_since, s.active_until,
  coalesce(t.name, o.name, p.short_name, d.name, '') as place,
  c.staff_id is not null as has_password, g.locked_until,
  a.since as away_since, a.until as away_until
from staff s
  left join team t on t.id = s.team_id
  left join office o on o.code = s.office
  left join provider p on p.id = s.provider_id
  left join district d on d.id = s.district_id
  left join credential c on c.staff_id = s.id
  left join sign_in_guard g on g.number = s.number and g.locked_until > $6
  left join lateral (
    select since, until from absence
    where staff_id = s.id and ended_at is null and until > $6 order by since limit 1) a on true
where ($1::uuid is null or s.provider_id = $1)
  and ($2::uuid is null or s.district_id = $2 or s.provider_id in (
    select m.provider_id from matching m
    where m.district_id = $2 and m.since <= $3 and (m.until is null or m.until > $3)))
  and ($4::uuid is null or s.team_id = $4 or s.provider_id = $4 or s.district_id = $4 or o.id = $4
    or t.department_id = $4
    or (s.provider_id is null and s.district_id is null and s.office is null
        and exists (select 1 from municipal_bureau where id = $4)))
  and ($5 = '' or s.number like $5 || '%' or position($5 in s.name) > 0)
  and ($7 or s.active_until is null or s.active_until > $6)
  and s.number > $8
order by s.number limit $9"""

Row = dict[str, Any]
"""A line as the database tells it; Any: columns of several types."""


async def lines(read: ReadTx, scope: Scope, day: date, wanted: RollFilter) -> list[Row]:
    """Who is looked for, by number."""
    rows = await read.fetch(
        _LINES,
        scope.provider_id,
        scope.district_id,
        day,
        wanted.unit,
        wanted.text,
        read.now,
        wanted.left,
        wanted.after,
        wanted.limit,
    )
    return [dict(row) for row in rows]


async def heirs(read: ReadTx, provider_id: UUID, team_id: UUID | None, roles: Sequence[Role]) -> list[Row]:
    """Who could answer for another's work there: not away, of the team first, in the order of the roles."""
    rows = await read.fetch(
        """select id, number, name, role from staff s where provider_id = $1 and role = any($3::text[])
             and active_since <= $4 and (active_until is null or active_until > $4)
             and not exists (select 1 from absence a where a.staff_id = s.id and a.ended_at is null
                             and a.since <= $4 and a.until > $4)
           order by array_position($3::text[], role), team_id is distinct from $2, number""",
        provider_id,
        team_id,
        [str(role) for role in roles],
        read.now,
    )
    return [dict(row) for row in rows]
