"""SQL of contacts."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx
from helpline.taxpayers.model import Contact, ContactDraft, ContactId

COLUMNS = "id, taxpayer_id, name, phone, email, added_at"


async def find_or_make(tx: Tx, new: ContactId, taxpayer_id: UUID | None, draft: ContactDraft) -> Contact:
    """One contact for each way to reach somebody of a taxpayer; what is newly told of it is kept."""
    row = await tx.fetchrow(
        f"""insert into contact ({COLUMNS}) values ($1, $2, $3, $4, $5, $6)
            on conflict (taxpayer_id, reach) do update set
              name = case when excluded.name = '' then contact.name else excluded.name end,
              email = coalesce(excluded.email, contact.email)
            returning {COLUMNS}""",
        new,
        taxpayer_id,
        draft.name,
        draft.phone,
        draft.email,
        tx.now,
    )
    if row is None:
        raise RuntimeError("an upsert returns its row")
    return _contact(row)


async def of_taxpayers(read: ReadTx, ids: Sequence[UUID]) -> list[Contact]:
    """The contacts of these taxpayers, the first known first."""
    rows = await read.fetch(
        f"select {COLUMNS} from contact where taxpayer_id = any($1::uuid[]) order by added_at, id",
        list(ids),
    )
    return [_contact(row) for row in rows]


async def by_phone(read: ReadTx, phone: str) -> list[Contact]:
    """Whom the number reaches, the latest known first; at most 50."""
    rows = await read.fetch(
        f"select {COLUMNS} from contact where phone = $1 order by added_at desc, id desc limit 50",
        phone,
    )
    return [_contact(row) for row in rows]


def _contact(row: asyncpg.Record) -> Contact:
    return Contact(**dict(row))
