"""A consultant's dialogues as a list."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx

_LIST = """
select c.id, c.last_words, c.last_by, c.last_at, v.seen_until > $2 as online,
  (select count(*) from change h where h.conversation_id = c.id and h.seq > c.read_consultant
     and h.by_party = 'taxpayer' and h.kind = 'post') as unread
from conversation c join visitor v on v.id = c.visitor_id"""


async def of_consultant(
    read: ReadTx, staff_id: UUID, unfiled: Sequence[UUID], now: datetime
) -> list[asyncpg.Record]:
    """Those in the consultant's hands, and ended ones whose case still waits to be filed.

    What was taken back and waits for another is the consultant's to answer for, but not to work on.
    """
    sql = f"""{_LIST} where (c.consultant_id = $1 and c.phase = 'active')
              or (c.id = any($3::uuid[]) and c.phase = 'ended')"""
    return await read.fetch(sql, staff_id, now, list(unfiled))


async def in_hands(read: ReadTx, staff_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Running dialogues of many consultants: id, consultant_id, personal, system, flow."""
    return await read.fetch(
        """select id, consultant_id, personal, system, flow from conversation
           where phase = 'active' and consultant_id = any($1::uuid[])""",
        list(staff_ids),
    )


async def arrivals(
    read: ReadTx, start: datetime, end: datetime, provider_id: UUID | None, district_id: UUID | None
) -> list[asyncpg.Record]:
    """Conversations begun in a stretch of time, by half hour: slot (start), count."""
    return await read.fetch(
        """select date_bin('30 minutes', started_at, $1) as slot, count(*) as count from conversation
           where started_at >= $1 and started_at < $2 and ($3::uuid is null or provider_id = $3)
             and ($4::uuid is null or district_id = $4) group by 1 order by 1""",
        start,
        end,
        provider_id,
        district_id,
    )


async def ids_of_district(read: ReadTx, district_id: UUID, since: datetime) -> list[UUID]:
    rows = await read.fetch(
        "select id from conversation where district_id = $1 and last_at >= $2", district_id, since
    )
    return [row["id"] for row in rows]


async def taken_of_no_district(read: ReadTx, staff_ids: Sequence[UUID], since: datetime) -> int:
    """Dialogues taken since a moment whose taxpayer named no district."""
    count: int = await read.fetchval(
        """select count(*) from stint join conversation c on c.id = conversation_id
           where staff_id = any($1::uuid[]) and taken_at >= $2 and c.district_id is null""",
        list(staff_ids),
        since,
    )
    return count


async def team_tallies(
    read: ReadTx, staff_ids: Sequence[UUID], since: datetime, within_seconds: int, district_id: UUID | None
) -> asyncpg.Record | None:
    """R4.2 for a team since a moment: taken, answered, in_time; of a district's taxpayers alone where one is named."""
    return await read.fetchrow(
        """select count(*) as taken,
             count(*) filter (where first_reply_at is not null) as answered,
             count(*) filter (where first_reply_at <= offered_at + make_interval(secs => $3)) as in_time
           from stint join conversation c on c.id = conversation_id
           where staff_id = any($1::uuid[]) and taken_at >= $2 and ($4::uuid is null or c.district_id = $4)""",
        list(staff_ids),
        since,
        float(within_seconds),
        district_id,
    )
