"""SQL of people's life at work."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.people.career import Absence, Posting, StaffEvent


async def add_event(tx: Tx, event: StaffEvent) -> None:
    await tx.execute(
        """insert into staff_event (id, staff_id, at, what, by_id, why, detail)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        *msgspec.structs.astuple(event),
    )


async def events(read: ReadTx, staff_id: UUID) -> list[StaffEvent]:
    rows = await read.fetch(
        "select id, staff_id, at, what, by_id, why, detail from staff_event where staff_id = $1 order by at, id",
        staff_id,
    )
    return [StaffEvent(**dict(row)) for row in rows]


async def save_posting(tx: Tx, staff_id: UUID, posting: Posting) -> None:
    await tx.execute(
        """update staff set role = $2, provider_id = $3, team_id = $4, district_id = $5, office = $6
           where id = $1""",
        staff_id,
        *msgspec.structs.astuple(posting),
    )


async def is_real(read: ReadTx, posting: Posting) -> bool:
    """Whether the organisations named stand, for all that is entered, and belong together."""
    found: bool = await read.fetchval(
        """select ($1::uuid is null or exists (select 1 from provider where id = $1 and closed_on is null))
             and ($2::uuid is null
                  or exists (select 1 from team where id = $2 and provider_id = $1 and closed_on is null))
             and ($3::uuid is null or exists (select 1 from district where id = $3 and closed_on is null))
             and ($4::text is null or exists (select 1 from office where code = $4 and closed_on is null))""",
        posting.provider_id,
        posting.team_id,
        posting.district_id,
        posting.office,
    )
    return found


async def add_absence(tx: Tx, absence: Absence) -> None:
    await tx.execute(
        """insert into absence (id, staff_id, since, until, why, ended_at) values ($1, $2, $3, $4, $5, $6)""",
        *msgspec.structs.astuple(absence),
    )


async def end_absence(tx: Tx, absence_id: UUID, at: datetime) -> None:
    await tx.execute("update absence set ended_at = $2 where id = $1 and ended_at is null", absence_id, at)


async def lock_absence(tx: Tx, absence_id: UUID) -> Absence | None:
    row = await tx.fetchrow(
        "select id, staff_id, since, until, why, ended_at from absence where id = $1 for update", absence_id
    )
    return _absence(row) if row else None


async def absences(read: ReadTx, staff_id: UUID) -> list[Absence]:
    """Those that hold or are to come; the earliest first."""
    rows = await read.fetch(
        """select id, staff_id, since, until, why, ended_at from absence
           where staff_id = $1 and ended_at is null and until > $2 order by since""",
        staff_id,
        read.now,
    )
    return [_absence(row) for row in rows]


async def is_away(read: ReadTx, staff_id: UUID) -> bool:
    return any(each.holds(read.now) for each in await absences(read, staff_id))


def _absence(row: Any) -> Absence:
    return Absence(**dict(row))
