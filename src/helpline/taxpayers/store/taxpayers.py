"""SQL of taxpayers. What is personal is sealed, and found by blind indexes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring
from helpline.kit.secrets.vault import Vault
from helpline.taxpayers.blind import IDENTITY, NUMBER, blind_query
from helpline.taxpayers.model import Taxpayer, TaxpayerId
from helpline.taxpayers.store.sealed import NOTHING, TAXPAYER, Personal, values

COLUMNS = "id, tax_number, kind, legacy, name, added_at, district_id, address, personal"
INDEXES = "number_index, identity_index, name_search, name_grams"

UPDATE = """
update taxpayer set tax_number = $2, kind = $3, legacy = $4, name = $5, added_at = $6, district_id = $7, address = $8,
  personal = $9, number_index = $10, identity_index = $11, name_search = $12, name_grams = $13,
  changed_at = $14, changed_by = $15
where id = $1"""


async def insert(tx: Tx, taxpayer: Taxpayer, by: UUID | None) -> bool:
    """Whether it was entered; not if somebody has the number."""
    status = await tx.execute(
        f"""insert into taxpayer ({COLUMNS}, {INDEXES}, changed_at, changed_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            on conflict (number_index) do nothing""",
        *values(await keyring.vault(tx), taxpayer),
        tx.now,
        by,
    )
    return status.endswith(" 1")


async def update(tx: Tx, taxpayer: Taxpayer, by: UUID | None) -> None:
    """Write over what is on record. Raises asyncpg's UniqueViolationError if somebody has the number."""
    await tx.execute(UPDATE, *values(await keyring.vault(tx), taxpayer), tx.now, by)


async def lock(tx: Tx, taxpayer_id: UUID) -> Taxpayer | None:
    """The taxpayer, held until the deed ends."""
    rows = await tx.fetch(f"select {COLUMNS} from taxpayer where id = $1 for update", taxpayer_id)
    found = await opened(tx, rows)
    return found[0] if found else None


async def by_ids(read: ReadTx, ids: Sequence[UUID]) -> list[Taxpayer]:
    """Those of these ids that exist, in no order."""
    rows = await read.fetch(f"select {COLUMNS} from taxpayer where id = any($1::uuid[])", list(ids))
    return await opened(read, rows)


async def by_number(read: ReadTx, number: str) -> list[Taxpayer]:
    """Who pays under the number, then who has it as identity number."""
    vault = await keyring.vault(read)
    rows = await read.fetch(
        f"""select {COLUMNS} from taxpayer where number_index = $1 or identity_index = $2
            order by number_index = $1 desc, id limit 50""",
        vault.index(NUMBER, number),
        vault.index(IDENTITY, number),
    )
    return await opened(read, rows)


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
        return await opened(read, rows)

    def add_number(self, vault: Vault, number: str) -> None:
        """Narrow the list to whose number this is."""
        self.add(
            "(number_index = {} or identity_index = {})",
            vault.index(NUMBER, number),
            vault.index(IDENTITY, number),
        )

    def add_name_part(self, vault: Vault, folded: str, grams: list[str]) -> None:
        """Narrow the list to names with `folded` in them: companies' by its `grams`, persons' by blind ones."""
        self.add(
            "(name_grams @> {}::text[] and strpos(name_search, {}) > 0 or name_grams @> {}::text[])",
            grams,
            folded,
            blind_query(vault, folded, from_start=False),
        )

    def add_name_start(self, vault: Vault, folded: str) -> None:
        """Narrow the list to names that begin with `folded`."""
        self.add(
            "(name_search like {} or name_grams @> {}::text[])",
            folded + "%",
            blind_query(vault, folded, from_start=True),
        )


async def opened(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Taxpayer]:
    """Rows of `COLUMNS`; only what is sealed is unsealed."""
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    return [_taxpayer(vault, row) for row in rows]


def _taxpayer(vault: Vault, row: asyncpg.Record) -> Taxpayer:
    hidden = (
        vault.open_document(TAXPAYER, row["id"], row["personal"], Personal) if row["personal"] else NOTHING
    )
    return Taxpayer(
        id=TaxpayerId(row["id"]),
        tax_number=hidden.tax_number or row["tax_number"],
        kind=row["kind"],
        legacy=row["legacy"],
        name=hidden.name or row["name"],
        added_at=row["added_at"],
        district_id=row["district_id"],
        address=hidden.address or row["address"],
        identity_number=hidden.identity_number,
    )
