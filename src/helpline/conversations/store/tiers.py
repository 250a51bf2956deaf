"""Figures by district and consultant, and how many dialogues ran side by side."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx


async def by_district(read: ReadTx, since: datetime, within_seconds: int) -> list[asyncpg.Record]:
    """R4.2 since a moment, by district of the taxpayer and consultant: taken, answered, in_time, running."""
    return await read.fetch(
        """select c.district_id, s.staff_id,
             count(*) filter (where s.taken_at >= $1) as taken,
             count(*) filter (where s.taken_at >= $1 and s.first_reply_at is not null) as answered,
             count(*) filter (where s.taken_at >= $1
               and s.first_reply_at <= s.offered_at + make_interval(secs => $2)) as in_time,
             count(*) filter (where s.ended_at is null) as running
           from stint s join conversation c on c.id = s.conversation_id
           where s.taken_at >= $1 or s.ended_at is null group by 1, 2""",
        since,
        float(within_seconds),
    )


async def served(read: ReadTx, since: datetime, staff_ids: Sequence[UUID], district_id: UUID | None) -> int:
    """How many taxpayers were served by these consultants since a moment, each counted once."""
    found: int = await read.fetchval(
        """select count(distinct c.visitor_id) from stint s join conversation c on c.id = s.conversation_id
           where s.taken_at >= $1 and s.staff_id = any($2::uuid[]) and ($3::uuid is null or c.district_id = $3)""",
        since,
        list(staff_ids),
        district_id,
    )
    return found


async def peak(
    read: ReadTx, since: datetime, staff_ids: Sequence[UUID], district_id: UUID | None
) -> asyncpg.Record | None:
    """The most dialogues at one moment since then, and the first such moment: many, at.

    What ends at the moment at which another begins makes room for it.
    """
    return await read.fetchrow(
        """with own as (
             select greatest(s.taken_at, $1) as began, s.ended_at as ended
             from stint s join conversation c on c.id = s.conversation_id
             where (s.ended_at is null or s.ended_at > $1) and s.taken_at <= $4
               and s.staff_id = any($2::uuid[]) and ($3::uuid is null or c.district_id = $3)
           ), moves as (
             select began as at, 1 as step from own union all
             select ended, -1 from own where ended is not null
           ), levels as (
             select at, sum(step) over (order by at, step rows unbounded preceding) as many from moves
           )
           select many::int as many, at from levels order by many desc, at limit 1""",
        since,
        list(staff_ids),
        district_id,
        read.now,
    )
