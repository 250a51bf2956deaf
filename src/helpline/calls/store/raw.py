"""Calls as the measures see them: out of their raw events alone, so that a figure can be worked out again at any time."""

from datetime import datetime
from uuid import UUID

from helpline.calls.model import RawCall
from helpline.kit.db import ReadTx


async def between(
    read: ReadTx, start: datetime, end: datetime, provider_id: UUID | None, district_id: UUID | None
) -> list[RawCall]:
    """Calls to the hotline that arrived from `start` to before `end`, the first first."""
    rows = await read.fetch(
        """select c.id, c.number, c.arrived_at, c.line, c.provider_id, c.district_id,
              bool_or((e.detail ->> 'open')::boolean) filter (where e.kind = 'arrived') as is_open,
              min(e.at) filter (where e.kind = 'queued') as queued_at,
              (array_agg(e.detail ->> 'system' order by e.seq) filter (where e.kind = 'queued'))[1] as system,
              min(e.at) filter (where e.kind = 'connected') as connected_at,
              (array_agg(e.detail ->> 'staff' order by e.seq)
                filter (where e.kind = 'connected'))[1]::uuid as served_by,
              max(e.at) filter (where e.kind = 'released') as released_at,
              bool_or(true) filter (where e.kind = 'handed' and e.detail ->> 'to' = '12366') as is_handed,
              max(e.at) filter (where e.kind = 'ended') as ended_at,
              max(e.detail ->> 'outcome') filter (where e.kind = 'ended') as outcome
            from call c join call_event e on e.call_id = c.id
            where c.direction = 'in' and c.arrived_at >= $1 and c.arrived_at < $2
              and ($3::uuid is null or c.provider_id is null or c.provider_id = $3)
              and ($4::uuid is null or c.district_id = $4)
            group by c.id order by c.arrived_at, c.id""",
        start,
        end,
        provider_id,
        district_id,
    )
    return [RawCall(**{**dict(row), "is_handed": bool(row["is_handed"])}) for row in rows]


async def by_number(read: ReadTx, number: str) -> UUID | None:
    found: UUID | None = await read.fetchval("select id from call where number = $1", number)
    return found
