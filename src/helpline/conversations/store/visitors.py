"""Visitors, their files and votes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx


async def insert(tx: Tx, visitor_id: UUID, token_hash: bytes) -> None:
    await tx.execute(
        "insert into visitor (id, token_hash, made_at) values ($1, $2, $3)", visitor_id, token_hash, tx.now
    )


async def lock(tx: Tx, visitor_id: UUID) -> None:
    """What a visitor opens is opened one after the other."""
    await tx.execute("select 1 from visitor where id = $1 for no key update", visitor_id)


async def by_token(read: ReadTx, token_hash: bytes) -> UUID | None:
    found: UUID | None = await read.fetchval("select id from visitor where token_hash = $1", token_hash)
    return found


async def add_attachment(tx: Tx, row: tuple[object, ...]) -> None:
    """id, conversation, party, author, name, media type, size, sha256."""
    await tx.execute(
        """insert into attachment (id, conversation_id, by_party, author, name, media_type, size, sha256, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        *row,
        tx.now,
    )


async def attachment(read: ReadTx, conversation_id: UUID, attachment_id: UUID) -> asyncpg.Record | None:
    return await read.fetchrow(
        "select * from attachment where id = $1 and conversation_id = $2", attachment_id, conversation_id
    )


async def attachments(
    read: ReadTx, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], asyncpg.Record]:
    """Of (conversation, file): those that were uploaded there."""
    rows = await read.fetch(
        """select a.conversation_id, a.id, a.name, a.media_type, a.size from attachment a
           join unnest($1::uuid[], $2::uuid[]) as p (conversation_id, id) using (conversation_id, id)""",
        [conversation_id for conversation_id, _ in pairs],
        [file_id for _, file_id in pairs],
    )
    return {(row["conversation_id"], row["id"]): row for row in rows}


async def vote(tx: Tx, conversation_id: UUID, seq: int, entry: str, *, solved: bool) -> None:
    await tx.execute(
        """insert into vote (conversation_id, seq, entry, solved, at) values ($1, $2, $3, $4, $5)
           on conflict (conversation_id, seq) do update set solved = $4, at = $5""",
        conversation_id,
        seq,
        entry,
        solved,
        tx.now,
    )


async def renew(tx: Tx, visitor_ids: list[UUID], until: datetime) -> None:
    await tx.execute("update visitor set seen_until = $2 where id = any($1::uuid[])", visitor_ids, until)
