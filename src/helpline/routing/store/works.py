"""Rows of work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.routing.model import FIRST_IN_LINE, Card, Held, Scope, Waiting, Work, WorkState

_INSERT = """
insert into waiting (id, channel, provider_id, district_id, system, language, priority, enqueued_at,
  preferred, reserved_until, not_before, state, state_since, card)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', $8, $12)
on conflict (id) do update set
  seq = default, channel = excluded.channel, provider_id = excluded.provider_id,
  district_id = excluded.district_id, system = excluded.system, language = excluded.language,
  priority = excluded.priority, enqueued_at = excluded.enqueued_at, preferred = excluded.preferred,
  reserved_until = excluded.reserved_until, not_before = excluded.not_before, state = excluded.state,
  state_since = excluded.state_since, why = '', card = excluded.card
where waiting.state in ('left', 'released')
returning id"""


async def insert(tx: Tx, work: Work, reserved_until: datetime | None) -> bool:
    """Let work in; whether it was not in the room already. What left or was finished may come again."""
    entered = await tx.fetchval(
        _INSERT,
        work.id,
        work.channel,
        work.provider_id,
        work.district_id,
        work.system,
        work.language,
        work.priority,
        tx.now,
        work.preferred,
        reserved_until,
        work.not_before if work.not_before is not None and work.not_before > tx.now else None,
        msgspec.to_builtins(work.card),
    )
    return entered is not None


async def get(read: ReadTx, work_id: UUID) -> Waiting | None:
    row = await read.fetchrow("select * from waiting where id = $1", work_id)
    return _waiting(row) if row else None


async def held_by(read: ReadTx, staff_ids: Sequence[UUID]) -> list[Waiting]:
    """What the staff hold, the longest held first."""
    rows = await read.fetch(
        "select * from waiting where holder = any($1) order by state_since, seq", list(staff_ids)
    )
    return [_waiting(row) for row in rows]


async def offered_to(tx: Tx, work_id: UUID) -> None:
    """Work that waited is being offered by hand."""
    await tx.execute(
        "update waiting set state = 'offered', state_since = $2 where id = $1 and state = 'waiting'",
        work_id,
        tx.now,
    )


async def put_back(tx: Tx, work_ids: Sequence[UUID]) -> None:
    """Offered work waits again, for anybody. What somebody holds stays where it is."""
    await tx.execute(
        """update waiting set state = 'waiting', state_since = $2, reserved_until = null
           where id = any($1) and state = 'offered'""",
        list(work_ids),
        tx.now,
    )


async def return_to_line(tx: Tx, work_ids: Sequence[UUID], why: str) -> None:
    """Held work waits again, first in line."""
    await tx.execute(
        f"""update waiting set state = 'waiting', state_since = $2, holder = null, why = $3,
              priority = {FIRST_IN_LINE}, reserved_until = null, not_before = null
            where id = any($1) and state = 'claimed'""",
        list(work_ids),
        tx.now,
        why,
    )


async def set_priority(tx: Tx, work_id: UUID, priority: int) -> None:
    await tx.execute("update waiting set priority = greatest(priority, $2) where id = $1", work_id, priority)


async def set_system(tx: Tx, work_id: UUID, system: str | None) -> None:
    """The work waits for other skills; whom it was kept for no longer matters."""
    await tx.execute("update waiting set system = $2, reserved_until = null where id = $1", work_id, system)


async def close(tx: Tx, work_id: UUID, state: WorkState, why: str) -> None:
    """The work leaves the room."""
    await tx.execute(
        "update waiting set state = $2, state_since = $3, holder = null, why = $4 where id = $1",
        work_id,
        state,
        tx.now,
        why,
    )


async def open_places(tx: Tx, at: datetime) -> list[UUID]:
    """Places in the queue for opening become places in the queue; the works, in order of arrival."""
    rows = await tx.fetch(
        """update waiting set not_before = null
           where not_before <= $1 and state in ('waiting', 'offered') returning id, seq""",
        at,
    )
    return [row["id"] for row in sorted(rows, key=lambda row: row["seq"])]


async def held_cards(read: ReadTx, staff_id: UUID) -> list[Held]:
    rows = await read.fetch(
        """select id as work_id, channel, state_since as claimed_at, card from waiting
           where holder = $1 order by state_since, seq""",
        staff_id,
    )
    return [msgspec.convert(dict(row), Held) for row in rows]


async def longest(read: ReadTx, scope: Scope) -> Waiting | None:
    """The work that has waited longest since it first queued."""
    row = await read.fetchrow(
        """select * from waiting where state = 'waiting' and not_before is null
             and ($1::uuid is null or provider_id is null or provider_id = $1)
             and ($2::uuid is null or district_id = $2)
           order by enqueued_at, seq limit 1""",
        scope.provider_id,
        scope.district_id,
    )
    return _waiting(row) if row else None


async def in_scope(read: ReadTx, scope: Scope, most: int) -> list[Waiting]:
    """Work that waits or is being offered, in the order of the line."""
    rows = await read.fetch(
        """select * from waiting where state in ('waiting', 'offered') and not_before is null
             and ($1::uuid is null or provider_id is null or provider_id = $1)
             and ($2::uuid is null or district_id = $2)
           order by priority desc, enqueued_at, seq limit $3""",
        scope.provider_id,
        scope.district_id,
        most,
    )
    return [_waiting(row) for row in rows]


def _waiting(row: Any) -> Waiting:
    fields = dict(row)
    return Waiting(**{**fields, "card": msgspec.convert(fields["card"], Card)})
