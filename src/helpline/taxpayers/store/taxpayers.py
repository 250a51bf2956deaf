"""SQL of taxpayers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx
from helpline.taxpayers.model import Taxpayer
from helpline.taxpayers.names import fold, grams

COLUMNS = "id, tax_number, kind, legacy, name, added_at, district_id, address, identity_number"


async def insert(tx: Tx, taxpayer: Taxpayer, by: UUID | None) -> bool:
    """Whether it was entered; not if somebody has the number."""
    folded = fold(taxpayer.name)
    status = await tx.execute(
        f"""insert into taxpayer ({COLUMNS}, name_search, name_grams, changed_at, changed_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (tax_number) do nothing""",
        *_values(taxpayer),
        folded,
        grams(folded),
        tx.now,
        by,
    )
    return status.endswith(" 1")


async def update(tx: Tx, taxpayer: Taxpayer, by: UUID | None) -> None:
    """Write over what is on record. Raises asyncpg's UniqueViolationError if somebody has the number."""
    folded = fold(taxpayer.name)
    await tx.execute(
        """update taxpayer set tax_number = $2, kind = $3, legacy = $4, name = $5, added_at = $6,
             district_id = $7, address = $8, identity_number = $9, name_search = $10, name_grams = $11,
             changed_at = $12, changed_by = $13
           where id = $1""",
        *_values(taxpayer),
        folded,
        grams(folded),
        tx.now,
        by,
    )


async def lock(tx: Tx, taxpayer_id: UUID) -> Taxpayer | None:
    """The taxpayer, held until the deed ends."""
    row = await tx.fetchrow(f"select {COLUMNS} from taxpayer where id = $1 for update", taxpayer_id)
    return _taxpayer(row) if row else None


async def by_ids(read: ReadTx, ids: Sequence[UUID]) -> list[Taxpayer]:
    """Those of these ids that exist, in no order."""
    rows = await read.fetch(f"select {COLUMNS} from taxpayer where id = any($1::uuid[])", list(ids))
    return [_taxpayer(row) for row in rows]


async def by_number(read: ReadTx, number: str) -> list[Taxpayer]:
    """Who pays under the number, then who has it as identity number."""
    rows = await read.fetch(
        f"""select {COLUMNS} from taxpayer where tax_number = $1 or identity_number = $1
            order by tax_number = $1 desc, id limit 50""",
        number,
    )
    return [_taxpayer(row) for row in rows]


class Stretch:
    """The conditions of a list, gathered with their values; newest first, going on after a known place."""

    def __init__(self, districts: Sequence[UUID] | None, after: tuple[datetime, UUID] | None) -> None:
        self.conditions: list[str] = []
        self.values: list[object] = []
        if districts is not None:
            self.add("district_id = any({}::uuid[])", list(districts))
        if after is not None:
            self.add("(added_at, id) < ({}, {})", *after)

    def add(self, condition: str, *values: object) -> None:
        """Narrow the list; each `{}` stands for one value."""
        places = [f"${len(self.values) + at}" for at in range(1, len(values) + 1)]
        self.conditions.append(condition.format(*places))
        self.values += values

    async def read(self, read: ReadTx, limit: int) -> list[Taxpayer]:
        """At most so many of the list."""
        where = " and ".join(self.conditions) or "true"
        rows = await read.fetch(
            f"select {COLUMNS} from taxpayer where {where} order by added_at desc, id desc limit {limit:d}",
            *self.values,
        )
        return [_taxpayer(row) for row in rows]


def _values(taxpayer: Taxpayer) -> tuple[object, ...]:
    """In the order of `COLUMNS`."""
    return (
        taxpayer.id,
        taxpayer.tax_number,
        taxpayer.kind,
        taxpayer.legacy,
        taxpayer.name,
        taxpayer.added_at,
        taxpayer.district_id,
        taxpayer.address,
        taxpayer.identity_number,
    )


def _taxpayer(row: asyncpg.Record) -> Taxpayer:
    return Taxpayer(**dict(row))
