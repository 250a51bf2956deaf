"""SQL of deadlines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.deadlines.model import Deadline, Outcome
from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id

_UPSERT = """
insert into deadline (id, kind, subject, owner, started_at, due_at)
select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[])
on conflict (subject, kind) where outcome is null
do update set owner = excluded.owner, started_at = excluded.started_at, due_at = excluded.due_at"""

# `due_at <= $1` with a bound value uses the index; clock_timestamp() would scan every running clock.
_CLAIM = """
with due as (
  select id from deadline where outcome is null and due_at <= $1 order by due_at limit $2 for update skip locked
)
update deadline d set outcome = 'missed', ended_at = $1 from due where d.id = due.id
returning d.kind, d.subject, d.owner, d.started_at, d.due_at"""


async def upsert(tx: Tx, deadlines: Sequence[Deadline]) -> None:
    await tx.execute(
        _UPSERT,
        [new_id() for _ in deadlines],
        [d.kind for d in deadlines],
        [d.subject for d in deadlines],
        [d.owner for d in deadlines],
        [d.started_at for d in deadlines],
        [d.due_at for d in deadlines],
    )


async def end(tx: Tx, pairs: Sequence[tuple[UUID, str]], outcome: Outcome) -> None:
    await tx.execute(
        """update deadline d set outcome = $3, ended_at = $4
           from unnest($1::uuid[], $2::text[]) as e (subject, kind)
           where d.subject = e.subject and d.kind = e.kind and d.outcome is null""",
        [subject for subject, _ in pairs],
        [kind for _, kind in pairs],
        outcome,
        tx.now,
    )


async def claim_due(tx: Tx, most: int) -> list[Deadline]:
    rows = await tx.fetch(_CLAIM, tx.now, most)
    return sorted((_deadline(row) for row in rows), key=lambda d: d.due_at)


async def next_due(read: ReadTx) -> datetime | None:
    due: datetime | None = await read.fetchval("select min(due_at) from deadline where outcome is null")
    return due


async def running(read: ReadTx, subjects: Sequence[UUID]) -> list[Deadline]:
    rows = await read.fetch(
        """select kind, subject, owner, started_at, due_at from deadline
           where outcome is null and subject = any($1::uuid[]) order by due_at""",
        list(subjects),
    )
    return [_deadline(row) for row in rows]


def _deadline(row: asyncpg.Record) -> Deadline:
    kind, subject, owner, started_at, due_at = row
    return Deadline(kind=kind, subject=subject, owner=owner, started_at=started_at, due_at=due_at)
