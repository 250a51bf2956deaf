"""Rows of seats: presence, lease, load."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.routing.model import CONNECTION_LOST, Channel, Presence, Scope, Seat, Staff

_UPSERT = """
insert into seat (staff_id, name, provider_id, team_id, systems, languages, units, costs,
  presence, presence_since, why, idle_since)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'away', $9, '', $9)
on conflict (staff_id) do update set
  name = excluded.name, provider_id = excluded.provider_id, team_id = excluded.team_id,
  systems = excluded.systems, languages = excluded.languages,
  units = excluded.units, costs = excluded.costs"""

_RENEW = """
with renewed as (
  update seat s set lease_until = greatest(s.lease_until, $3), disconnected_at = null
  from (select staff_id, lease_until, disconnected_at from seat where staff_id = any($1)) before
  where s.staff_id = before.staff_id
  returning s.*, (before.lease_until > $2 and before.disconnected_at is null) is not true as returned
)
select * from renewed where returned order by staff_id"""

_SET_PRESENCE = """
update seat s set presence = $2, why = $3, wrap_up_until = coalesce($5, s.wrap_up_until), before_lost = null,
  presence_since = case when before.presence = $2 then s.presence_since else $4 end,
  idle_since = case when $2 = 'available' and before.presence <> 'available' then $4 else s.idle_since end
from (select staff_id, presence, why from seat where staff_id = any($1)) before
where s.staff_id = before.staff_id and (before.presence, before.why) is distinct from ($2, $3)
returning s.staff_id, s.provider_id, before.presence as former"""

_LOSE = """
update seat s set lease_until = null, disconnected_at = null, lost_at = $2,
  before_lost = nullif(s.presence, 'away'), presence = 'away',
  presence_since = case when s.presence = 'away' then s.presence_since else $2 end,
  why = case when s.presence = 'away' then s.why else $3 end
where s.lease_until <= $1
returning s.*"""

_RECOUNT = """
update seat s set
  held = (select coalesce(sum(coalesce((s.costs ->> o.channel)::int, s.units)), 0) from offer o
          where o.staff_id = s.staff_id and o.outcome = 'claimed' and o.held_until is null),
  offered = (select coalesce(sum(coalesce((s.costs ->> o.channel)::int, s.units)), 0) from offer o
          where o.staff_id = s.staff_id and o.outcome is null)
where s.staff_id = any($1)"""


async def upsert(tx: Tx, staff: Staff, units: int, costs: dict[Channel, int]) -> None:
    await tx.execute(
        _UPSERT,
        staff.staff_id,
        staff.name,
        staff.provider_id,
        staff.team_id,
        list(staff.systems),
        list(staff.languages),
        units,
        costs,
        tx.now,
    )


async def get(read: ReadTx, staff_id: UUID) -> Seat | None:
    row = await read.fetchrow("select * from seat where staff_id = $1", staff_id)
    return _seat(row) if row else None


async def in_scope(read: ReadTx, scope: Scope) -> list[Seat]:
    """Seats of the provider and team, by name."""
    rows = await read.fetch(
        """select * from seat
           where ($1::uuid is null or provider_id = $1) and ($2::uuid is null or team_id = $2)
           order by name, staff_id""",
        scope.provider_id,
        scope.team_id,
    )
    return [_seat(row) for row in rows]


async def renew(tx: Tx, staff_ids: Sequence[UUID], until: datetime) -> list[Seat]:
    """Let the leases run until then; the seats that were not connected before."""
    rows = await tx.fetch(_RENEW, list(staff_ids), tx.now, until)
    return [_seat(row) for row in rows]


async def mark_disconnected(tx: Tx, staff_id: UUID) -> None:
    await tx.execute(
        "update seat set disconnected_at = $2 where staff_id = $1 and lease_until > $2", staff_id, tx.now
    )


async def set_presence(
    tx: Tx,
    staff_ids: Sequence[UUID],
    presence: Presence,
    why: str,
    wrap_up_until: datetime | None = None,
) -> list[tuple[UUID, UUID, Presence]]:
    """Change presence; (staff, provider, former presence) of those it changed."""
    rows = await tx.fetch(_SET_PRESENCE, list(staff_ids), presence, why, tx.now, wrap_up_until)
    return [(row["staff_id"], row["provider_id"], row["former"]) for row in rows]


async def lose(tx: Tx, at: datetime) -> list[Seat]:
    """Seats whose lease ran out by `at` are lost; those seats, what they were in `before_lost`."""
    return [_seat(row) for row in await tx.fetch(_LOSE, at, tx.now, CONNECTION_LOST)]


async def close(tx: Tx, staff_id: UUID) -> None:
    """The seat is out of service: nothing is offered there by hand either, and nothing is gone back to."""
    await tx.execute(
        """update seat set lease_until = null, disconnected_at = null, lost_at = null, before_lost = null,
             wrap_up_until = null where staff_id = $1""",
        staff_id,
    )


async def found_again(tx: Tx, staff_ids: Sequence[UUID]) -> None:
    """The seats are lost no more, or so long that there is nothing to go back to."""
    await tx.execute(
        "update seat set lost_at = null, before_lost = null where staff_id = any($1)", list(staff_ids)
    )


async def next_lease_end(tx: Tx) -> datetime | None:
    end: datetime | None = await tx.fetchval("select min(lease_until) from seat")
    return end


async def set_idle(tx: Tx, staff_ids: Sequence[UUID]) -> None:
    """The seats have just been relieved of work."""
    await tx.execute("update seat set idle_since = $2 where staff_id = any($1)", list(staff_ids), tx.now)


async def recount(tx: Tx, staff_ids: Sequence[UUID]) -> None:
    """Count the load anew from what is held and offered, so that it cannot drift."""
    await tx.execute(_RECOUNT, list(staff_ids))


async def providers(tx: Tx, staff_ids: Sequence[UUID], work_ids: Sequence[UUID]) -> list[UUID]:
    """Providers of the seats and of the works."""
    rows = await tx.fetch(
        """select provider_id from seat where staff_id = any($1)
           union select provider_id from waiting where id = any($2) and provider_id is not null""",
        list(staff_ids),
        list(work_ids),
    )
    return [row["provider_id"] for row in rows]


def _seat(row: Any) -> Seat:
    fields = {name: value for name, value in row.items() if name != "returned"}
    return Seat(**{**fields, "systems": tuple(row["systems"]), "languages": tuple(row["languages"])})
