"""Who answered for a conversation, how soon, and which promises were broken."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.conversations.flow.actions import Breach, FirstReply, StintBegan, StintEnded
from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id

Mark = StintBegan | FirstReply | StintEnded | Breach


async def mark(tx: Tx, conversation_id: UUID, action: Mark) -> None:
    """Record one of the flow's marks."""
    match action:
        case StintBegan():
            await _begin(tx, conversation_id, action)
        case FirstReply():
            await tx.execute(
                """update stint set first_reply_at = $2
                   where conversation_id = $1 and ended_at is null and first_reply_at is null""",
                conversation_id,
                action.at,
            )
        case StintEnded():
            await tx.execute(
                "update stint set ended_at = $2, why = $3 where conversation_id = $1 and ended_at is null",
                conversation_id,
                tx.now,
                action.why,
            )
        case Breach():
            await _breach(tx, conversation_id, action)


async def _begin(tx: Tx, conversation_id: UUID, stint: StintBegan) -> None:
    await tx.execute(
        """insert into stint (id, conversation_id, staff_id, offered_at, taken_at, how)
           values ($1, $2, $3, $4, $5, $6)""",
        new_id(),
        conversation_id,
        stint.staff_id,
        stint.offered_at,
        tx.now,
        stint.how,
    )


async def _breach(tx: Tx, conversation_id: UUID, breach: Breach) -> None:
    await tx.execute(
        "insert into breach (id, conversation_id, staff_id, kind, due_at, at) values ($1, $2, $3, $4, $5, $6)",
        new_id(),
        conversation_id,
        breach.staff_id,
        breach.kind,
        breach.due_at,
        tx.now,
    )


async def breaches_of(read: ReadTx, conversation_id: UUID) -> list[asyncpg.Record]:
    return await read.fetch(
        "select kind, due_at, at, staff_id, why from breach where conversation_id = $1 order by at",
        conversation_id,
    )


async def served(read: ReadTx, staff_id: UUID, visitors: Sequence[UUID]) -> set[UUID]:
    """Those of `visitors` whom this consultant served before."""
    rows = await read.fetch(
        """select distinct c.visitor_id from stint s join conversation c on c.id = s.conversation_id
           where s.staff_id = $1 and c.visitor_id = any($2::uuid[])""",
        staff_id,
        list(visitors),
    )
    return {row["visitor_id"] for row in rows}


async def tallies(
    read: ReadTx, staff_id: UUID, since: datetime, within_seconds: int
) -> asyncpg.Record | None:
    """A consultant's own stints since a moment: how many, how many answered, how many within the limit."""
    return await read.fetchrow(
        """select count(*) as taken,
             count(*) filter (where first_reply_at is not null) as answered,
             count(*) filter (where first_reply_at <= offered_at + make_interval(secs => $3)) as in_time
           from stint where staff_id = $1 and taken_at >= $2""",
        staff_id,
        since,
        float(within_seconds),
    )


async def last_consultant(read: ReadTx, visitor_id: UUID) -> UUID | None:
    """Who served this visitor last."""
    found: UUID | None = await read.fetchval(
        """select s.staff_id from stint s join conversation c on c.id = s.conversation_id
           where c.visitor_id = $1 order by s.taken_at desc, s.id desc limit 1""",
        visitor_id,
    )
    return found
