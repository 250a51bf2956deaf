"""SQL of what is left out of the measures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.measures.model import Exclusion, Outage

_OUTAGE = "id, since, until, why, declared_by, declared_at, approved_by, approved_at"


async def excluded(read: ReadTx, call_ids: Sequence[UUID]) -> dict[UUID, Exclusion]:
    """Which of these calls are left out one by one."""
    rows = await read.fetch(
        "select call_id, reason from call_exclusion where call_id = any($1::uuid[])", list(call_ids)
    )
    return {row["call_id"]: Exclusion(row["reason"]) for row in rows}


async def exclude(tx: Tx, call_id: UUID, reason: Exclusion, why: str, by: UUID) -> None:
    await tx.execute(
        """insert into call_exclusion (call_id, reason, why, set_by, set_at) values ($1, $2, $3, $4, $5)
           on conflict (call_id) do update set reason = excluded.reason, why = excluded.why, set_by = excluded.set_by,
             set_at = excluded.set_at""",
        *(call_id, reason.value, why, by, tx.now),
    )


async def include(tx: Tx, call_id: UUID) -> bool:
    """Whether it was left out before."""
    status = await tx.execute("delete from call_exclusion where call_id = $1", call_id)
    return status.endswith(" 1")


async def outages(read: ReadTx, start: datetime, end: datetime) -> list[Outage]:
    """Those that touch a stretch of time, the first first."""
    rows = await read.fetch(
        f"select {_OUTAGE} from outage where since < $2 and until > $1 order by since", start, end
    )
    return [Outage(**dict(row)) for row in rows]


async def declare(tx: Tx, outage: Outage) -> None:
    await tx.execute(
        "insert into outage (id, since, until, why, declared_by, declared_at) values ($1, $2, $3, $4, $5, $6)",
        *(outage.id, outage.since, outage.until, outage.why, outage.declared_by, outage.declared_at),
    )


async def lock_outage(tx: Tx, outage_id: UUID) -> Outage | None:
    row = await tx.fetchrow(f"select {_OUTAGE} from outage where id = $1 for update", outage_id)
    return Outage(**dict(row)) if row else None


async def approve(tx: Tx, outage_id: UUID, by: UUID) -> None:
    await tx.execute(
        "update outage set approved_by = $2, approved_at = $3 where id = $1", outage_id, by, tx.now
    )
