"""What taxpayers and wallboards read: places, waits, loads."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx
from helpline.routing.model import Channel, Scope, WorkState
from helpline.routing.store.line import ON_DUTY, SERVES


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """Raw figures of one place. `parallel`: pieces of work the seats on duty can hold at once.

    `measured` pieces of work were in these seats' hands for `total_seconds` together.
    """

    state: WorkState
    opens_at: datetime | None
    ahead: int
    on_duty: int
    parallel: int
    measured: int
    total_seconds: float


class LineFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Raw figures of one queue."""

    system: str | None
    channel: Channel
    waiting: int
    for_opening: int
    longest_since: datetime | None
    on_duty: int
    free: int
    busy_units: int
    units: int
    parallel: int


# Works are counted by what they ask for, not one by one: ten thousand of them ask for a few dozen things.
_AHEAD = f"""
with me as (select * from waiting where id = $1),
mine as (select s.* from seat s, me w where {ON_DUTY} and {SERVES}),
profile as (
  select w.provider_id, w.system, w.language, w.channel, count(*) as many
  from waiting w, me
  where w.state = 'waiting' and w.id <> me.id and (w.not_before is null or me.not_before is not null)
    and (-w.priority, w.enqueued_at, w.seq) < (-me.priority, me.enqueued_at, me.seq)
  group by 1, 2, 3, 4
),
competing as (
  select sum(w.many) as many from profile w, me
  where exists (select from mine s where {SERVES})
    or (not exists (select from mine) and (w.provider_id, w.system, w.language, w.channel)
      is not distinct from (me.provider_id, me.system, me.language, me.channel))
),
handled as (
  select count(*) as many, sum(extract(epoch from o.held_until - o.outcome_at)) as seconds
  from offer o, me
  where o.channel = me.channel and o.held_until >= $3 and o.staff_id in (select staff_id from mine)
)
select me.state, me.not_before as opens_at, coalesce(competing.many, 0)::int as ahead,
  (select count(*) from mine)::int as on_duty,
  coalesce((select sum(s.units / (s.costs ->> me.channel)::int) from mine s), 0)::int as parallel,
  handled.many::int as measured, coalesce(handled.seconds, 0)::float8 as total_seconds
from me, competing, handled"""

_LINES = f"""
with duty as materialized (
  select s.* from seat s
  where {ON_DUTY} and ($1::uuid is null or s.provider_id = $1) and ($3::uuid is null or s.team_id = $3)
),
asked as materialized (
  select w.system, w.channel,
    count(*) filter (where w.not_before is null) as waiting,
    count(*) filter (where w.not_before is not null) as for_opening,
    min(w.enqueued_at) filter (where w.not_before is null) as longest_since
  from waiting w
  where w.state = 'waiting' and ($1::uuid is null or w.provider_id is null or w.provider_id = $1)
    and ($4::uuid is null or w.district_id = $4)
  group by 1, 2
),
line as (
  select system, channel from asked
  union
  select t.system, c.channel from duty s, unnest(s.systems) t (system), jsonb_object_keys(s.costs) c (channel)
)
select l.system, l.channel, coalesce(a.waiting, 0)::int as waiting,
  coalesce(a.for_opening, 0)::int as for_opening, a.longest_since, d.*
from line l
left join asked a on a.channel = l.channel and a.system is not distinct from l.system
cross join lateral (
  select count(*)::int as on_duty,
    (count(*) filter (where s.presence = 'available'
      and s.held + s.offered + (s.costs ->> l.channel)::int <= s.units))::int as free,
    coalesce(sum(s.held + s.offered), 0)::int as busy_units,
    coalesce(sum(s.units), 0)::int as units,
    coalesce(sum(s.units / (s.costs ->> l.channel)::int), 0)::int as parallel
  from duty s where s.costs ? l.channel and (l.system is null or l.system = any(s.systems))
) d
order by l.system nulls last, l.channel"""


async def ahead(read: ReadTx, work_id: UUID, since: datetime) -> Ahead | None:
    """Figures of the work's place; handling is measured from what ended since then. None: no such work."""
    row = await read.fetchrow(_AHEAD, work_id, read.now, since)
    return Ahead(**row) if row else None


async def lines(read: ReadTx, scope: Scope) -> list[LineFigures]:
    """Figures of all queues in which somebody waits or somebody on duty serves."""
    rows = await read.fetch(_LINES, scope.provider_id, read.now, scope.team_id, scope.district_id)
    return [LineFigures(**row) for row in rows]


async def handled(read: ReadTx, scope: Scope, since: datetime) -> dict[Channel, tuple[int, float]]:
    """By channel, how many pieces of work left somebody's hands since then, and their seconds together."""
    rows: list[Any] = await read.fetch(
        """select o.channel, count(*)::int as many,
             sum(extract(epoch from o.held_until - o.outcome_at))::float8 as seconds
           from offer o join seat s on s.staff_id = o.staff_id
           where o.held_until >= $1 and ($2::uuid is null or s.provider_id = $2)
           group by o.channel""",
        since,
        scope.provider_id,
    )
    return {row["channel"]: (row["many"], row["seconds"]) for row in rows}


async def expired_by_district(read: ReadTx, since: datetime) -> list[tuple[UUID | None, UUID, int]]:
    """Missed offers that ended since then: district of the work, who was asked, how many."""
    rows = await read.fetch(
        """select w.district_id, o.staff_id, count(*)::int as many from offer o join waiting w on w.id = o.work_id
           where o.outcome = 'expired' and o.outcome_at >= $1 group by 1, 2""",
        since,
    )
    return [(row["district_id"], row["staff_id"], row["many"]) for row in rows]


async def waiting_by_district(read: ReadTx) -> list[tuple[UUID | None, UUID | None, int]]:
    """Who waits now, offered or not: district, provider (None: any may serve), how many."""
    rows = await read.fetch(
        """select district_id, provider_id, count(*)::int as many from waiting
           where state in ('waiting', 'offered') and not_before is null group by 1, 2"""
    )
    return [(row["district_id"], row["provider_id"], row["many"]) for row in rows]
