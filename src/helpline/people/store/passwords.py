"""SQL of passwords: the hash that counts, and the last few that must not come again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.people.model import StaffId


async def save(tx: Tx, hashes: Mapping[StaffId, str], *, is_given: bool, keep: int) -> None:
    """New hashes; the ones before are remembered, `keep` of them."""
    ids = list(hashes)
    await tx.execute(
        """insert into former_password (staff_id, password_hash)
           select staff_id, password_hash from credential where staff_id = any($1::uuid[])""",
        ids,
    )
    await tx.execute(
        """delete from former_password f using (
             select id, row_number() over (partition by staff_id order by id desc) as age
             from former_password where staff_id = any($1::uuid[])) aged
           where aged.id = f.id and aged.age > $2""",
        ids,
        keep,
    )
    await tx.execute(
        """insert into credential (staff_id, password_hash, set_at, is_given)
           select *, $3, $4 from unnest($1::uuid[], $2::text[])
           on conflict (staff_id) do update set password_hash = excluded.password_hash,
             set_at = excluded.set_at, is_given = excluded.is_given""",
        ids,
        list(hashes.values()),
        tx.now,
        is_given,
    )


async def hash_of(read: ReadTx, number: str) -> str | None:
    """The hash of whoever works here now under that number."""
    found: str | None = await read.fetchval(
        """select c.password_hash from credential c join staff s on s.id = c.staff_id
           where s.number = $1
             and s.active_since <= $2 and (s.active_until is null or s.active_until > $2)""",
        number,
        read.now,
    )
    return found


async def age_of(read: ReadTx, staff_id: UUID) -> tuple[datetime, bool] | None:
    """Since when the password counts, and whether somebody else chose it; None where there is none."""
    row = await read.fetchrow("select set_at, is_given from credential where staff_id = $1", staff_id)
    return (row["set_at"], row["is_given"]) if row else None


async def latest(read: ReadTx, staff_id: UUID, count: int) -> list[str]:
    """The last `count` hashes, the present one first."""
    rows = await read.fetch(
        """(select password_hash, null::bigint as id from credential where staff_id = $1)
           union all (select password_hash, id from former_password where staff_id = $1)
           order by id desc nulls first limit $2""",
        staff_id,
        count,
    )
    return [row["password_hash"] for row in rows]
