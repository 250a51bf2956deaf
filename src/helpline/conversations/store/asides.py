"""Asides: what staff say and do beside a conversation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx


async def insert(tx: Tx, aside_id: UUID, aside: Any) -> None:
    """Any: `asides.NewAside`, which reads this store. The same `client_id` twice stands once."""
    await tx.execute(
        """insert into aside (id, conversation_id, at, kind, by_staff, to_staff, deed, words, client_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing""",
        aside_id,
        aside.conversation_id,
        tx.now,
        aside.kind,
        aside.by_staff,
        aside.to_staff,
        aside.deed or "",
        aside.words,
        aside.client_id,
    )


async def of(read: ReadTx, conversation_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """All asides of the conversations, the oldest first."""
    return await read.fetch(
        """select id, conversation_id, at, kind, by_staff, deed, words from aside
           where conversation_id = any($1::uuid[]) order by at, id""",
        list(conversation_ids),
    )


async def told(read: ReadTx, staff_id: UUID, since: datetime) -> list[asyncpg.Record]:
    """Deeds on dialogues of somebody, the latest first: with the conversation's number."""
    return await read.fetch(
        """select a.id, a.at, a.by_staff, a.deed, a.words, c.number
           from aside a join conversation c on c.id = a.conversation_id
           where a.to_staff = $1 and a.kind = 'deed' and a.at >= $2 and a.deed <> 'listened'
           order by a.at desc, a.id desc limit 20""",
        staff_id,
        since,
    )
