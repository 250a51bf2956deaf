"""SQL of feedback."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.feedback.model import Given, Rating, Tally, Version
from helpline.kit.db import ReadTx, Tx

_GIVEN = "conversation_id, staff_id, rated_at, version, satisfaction, solved, tags, words"


async def invite(tx: Tx, conversation_id: UUID, staff_id: UUID | None, at: datetime) -> None:
    """Asked once, however often it is said."""
    await tx.execute(
        """insert into rating_invitation (conversation_id, staff_id, invited_at) values ($1, $2, $3)
           on conflict do nothing""",
        conversation_id,
        staff_id,
        at,
    )


async def add(tx: Tx, given: Given) -> bool:
    """Whether it is the first; a second at the same time waits for the first and is told no."""
    status = await tx.execute(
        f"insert into rating ({_GIVEN}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        given.conversation_id,
        given.staff_id,
        given.rated_at,
        given.version,
        *_said(given.rating),
    )
    return status != "INSERT 0 0"


async def lock(tx: Tx, conversation_id: UUID) -> Given | None:
    sql = f"select {_GIVEN} from rating where conversation_id = $1 for update"
    return _given(await tx.fetchrow(sql, conversation_id))


async def find(read: ReadTx, conversation_id: UUID) -> Given | None:
    sql = f"select {_GIVEN} from rating where conversation_id = $1"
    return _given(await read.fetchrow(sql, conversation_id))


async def change(tx: Tx, given: Given) -> None:
    await tx.execute(
        """update rating set version = $2, satisfaction = $3, solved = $4, tags = $5, words = $6
           where conversation_id = $1""",
        given.conversation_id,
        given.version,
        *_said(given.rating),
    )


async def keep_version(tx: Tx, given: Given) -> None:
    """What was said stays on record, whatever is said later."""
    await tx.execute(
        """insert into rating_version (conversation_id, version, at, satisfaction, solved, tags, words)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        given.conversation_id,
        given.version,
        tx.now,
        *_said(given.rating),
    )


async def versions(read: ReadTx, conversation_id: UUID) -> list[Version]:
    rows = await read.fetch(
        """select version, at, satisfaction, solved, tags, words from rating_version
           where conversation_id = $1 order by version""",
        conversation_id,
    )
    return [Version(version=row["version"], at=row["at"], rating=_rating(row)) for row in rows]


async def tally(
    read: ReadTx,
    since: datetime,
    staff_ids: Sequence[UUID] | None,
    among: Sequence[UUID] | None,
    satisfied_from: int,
) -> Tally:
    row = await read.fetchrow(
        """select count(*) as rated, count(*) filter (where satisfaction >= $3) as satisfied,
             (select count(*) from rating_invitation
              where invited_at >= $1 and ($2::uuid[] is null or staff_id = any($2))
                and ($4::uuid[] is null or conversation_id = any($4))) as invited
           from rating where rated_at >= $1 and ($2::uuid[] is null or staff_id = any($2))
             and ($4::uuid[] is null or conversation_id = any($4))""",
        since,
        None if staff_ids is None else list(staff_ids),
        satisfied_from,
        None if among is None else list(among),
    )
    return Tally(**dict(row or {}))


async def rated_since(read: ReadTx, since: datetime, satisfied_from: int) -> list[tuple[UUID, UUID, bool]]:
    rows = await read.fetch(
        """select conversation_id, staff_id, satisfaction >= $2 as is_satisfied from rating
           where rated_at >= $1 and staff_id is not null""",
        since,
        satisfied_from,
    )
    return [(row["conversation_id"], row["staff_id"], row["is_satisfied"]) for row in rows]


def _said(rating: Rating) -> tuple[object, ...]:
    return rating.satisfaction, rating.solved, list(rating.tags), rating.words


def _given(row: asyncpg.Record | None) -> Given | None:
    if row is None:
        return None
    return Given(
        conversation_id=row["conversation_id"],
        staff_id=row["staff_id"],
        rated_at=row["rated_at"],
        version=row["version"],
        rating=_rating(row),
    )


def _rating(row: asyncpg.Record) -> Rating:
    return Rating(
        satisfaction=row["satisfaction"], solved=row["solved"], tags=tuple(row["tags"]), words=row["words"]
    )
