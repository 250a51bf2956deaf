"""The line: the lock, who is able, and the offer of the best work to the best seat.

`ABLE` and the two orders say in SQL what `is_able`, `choose_seat` and `choose_work` of `rules` say in Python.
A property test holds them together.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.routing.model import Offer

LOCK = 20_200_402
"""Advisory lock of this room, held until the commit.

Without it two deeds could each see half: one enqueues work and sees no free seat, the other frees a seat and
sees no work, both commit, and a dialogue waits while somebody able is free. Under the lock the second sees
what the first wrote. Deeds of routing are a few milliseconds long, so one at a time is fast enough.
"""

SERVES = """(w.provider_id is null or s.provider_id = w.provider_id)
  and (w.system is null or w.system = any(s.systems))
  and w.language = any(s.languages)
  and s.costs ? w.channel"""
"""Seat `s` has the skills for work `w`."""

ANY_PROVIDER = UUID(int=0)
"""Stands for 'no provider named' in the index of the line, which cannot look for null."""

CONNECTED = "s.lease_until > $2 and s.disconnected_at is null"

ON_DUTY = f"s.presence <> 'away' and {CONNECTED}"
"""Seat `s` takes part in the service, be it at this moment on a break."""

ABLE = f"""s.presence = 'available' and {CONNECTED}
  and {SERVES}
  and s.held + s.offered + (s.costs ->> w.channel)::int <= s.units
  and (w.reserved_until is null or w.reserved_until <= $2 or w.preferred = s.staff_id)
  and not exists (
    select from offer p
    where p.work_id = w.id and p.staff_id = s.staff_id and p.not_again_before > $2)"""
"""Seat `s` may be offered work `w` at moment $2."""

LOAD = "(s.held + s.offered) * 10000 / s.units"

IN_LINE = "w.state = 'waiting' and w.not_before is null"

BEST_SEAT = f"""
select s.staff_id, w.id as work_id, w.channel, (s.costs ->> w.channel)::int as cost
from waiting w, seat s
where w.id = $1 and {IN_LINE} and {ABLE}
order by s.staff_id is distinct from w.preferred, {LOAD}, s.idle_since, s.staff_id
limit 1"""

# One look at the head of each line that the seat serves (index waiting_line), so that ten thousand who wait cost no
# more than ten. The heads stand in the order of the whole line, and the first of them is the first that fits.
BEST_WORK = f"""
select s.staff_id, w.id as work_id, w.channel, (s.costs ->> w.channel)::int as cost
from seat s
cross join unnest(array[s.provider_id, '{ANY_PROVIDER}'::uuid]) as p (provider_id)
cross join unnest(s.systems || '{{""}}'::text[]) as t (system)
cross join lateral (
  select * from waiting w
  where coalesce(w.provider_id, '{ANY_PROVIDER}') = p.provider_id and coalesce(w.system, '') = t.system
    and {IN_LINE} and {ABLE}
  order by w.priority desc, w.enqueued_at, w.seq
  limit 1
) w
where s.staff_id = $1
order by w.priority desc, w.enqueued_at, w.seq
limit 1"""

_OFFER = """
with choice as ({choice}),
moved as (update waiting w set state = 'offered', state_since = $2 from choice where w.id = choice.work_id),
loaded as (update seat s set offered = offered + choice.cost from choice where s.staff_id = choice.staff_id)
insert into offer (id, work_id, staff_id, channel, kind, offered_at, due_at)
select $3, work_id, staff_id, channel, 'queue', $2, $4 from choice
returning *"""

_OFFER_BEST_SEAT = _OFFER.format(choice=BEST_SEAT)
_OFFER_BEST_WORK = _OFFER.format(choice=BEST_WORK)


async def lock(tx: Tx) -> None:
    """Wait until nobody else changes the room."""
    await tx.execute("select pg_advisory_xact_lock($1)", LOCK)


async def offer_to_best_seat(tx: Tx, work_id: UUID, due_at: datetime) -> Offer | None:
    """Offer the work to the best able seat; None if there is none, or the work is not in line."""
    row = await tx.fetchrow(_OFFER_BEST_SEAT, work_id, tx.now, new_id(), due_at)
    return Offer(**row) if row else None


async def offer_best_work(tx: Tx, staff_id: UUID, due_at: datetime) -> Offer | None:
    """Offer the seat the first work in line that it is able to take; None if there is none."""
    row = await tx.fetchrow(_OFFER_BEST_WORK, staff_id, tx.now, new_id(), due_at)
    return Offer(**row) if row else None


async def in_line(tx: Tx, work_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the works that may be offered, in their order."""
    rows = await tx.fetch(
        f"""select w.id from waiting w where w.id = any($1) and {IN_LINE}
            order by w.priority desc, w.enqueued_at, w.seq""",
        list(work_ids),
    )
    return [row["id"] for row in rows]


async def with_room(tx: Tx, staff_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the seats that are on duty and not full, the least loaded and longest idle first."""
    rows = await tx.fetch(
        f"""select s.staff_id from seat s
            where s.staff_id = any($1) and s.presence = 'available' and {CONNECTED}
              and s.held + s.offered < s.units
            order by {LOAD}, s.idle_since, s.staff_id""",
        list(staff_ids),
        tx.now,
    )
    return [row["staff_id"] for row in rows]


async def next_wake(tx: Tx, work_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When something that only time changes makes another seat able: a pause or a reservation ends."""
    rows = await tx.fetch(
        f"""select w.id, least(min(r.until), min(p.not_again_before)) as wake
            from waiting w
            left join lateral (select w.reserved_until where w.reserved_until > $2) r (until) on true
            left join offer p on p.work_id = w.id and p.not_again_before > $2
            where w.id = any($1) and {IN_LINE} group by w.id""",
        list(work_ids),
        tx.now,
    )
    return {row["id"]: row["wake"] for row in rows if row["wake"] is not None}


async def places_changed(tx: Tx, most: int) -> list[UUID]:
    """Works whose place in the queue may have changed, `most` of them at most."""
    rows = await tx.fetch("select id from waiting where state = 'waiting' limit $1", most)
    return [row["id"] for row in rows]
