"""SQL of reveals: what was seen, and what was asked for. The value itself is never kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.secrecy.model import Path, Request, Wish

_REQUEST = """
select r.id, r.staff_id, r.provider_id, r.kind, r.subject, r.field, r.reason, r.words, r.asked_at, r.expires_at,
  r.used_at, array(select a.staff_id from reveal_approval a where a.request_id = r.id order by a.at) as approvers
from reveal_request r"""


async def record(tx: Tx, staff_id: UUID, wish: Wish, path: Path) -> None:
    await tx.execute(
        """insert into reveal (id, at, staff_id, kind, subject, field, reason, words, path)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        *(new_id(), tx.now, staff_id, wish.kind, wish.subject, wish.field, wish.reason, wish.words, path),
    )


async def since(read: ReadTx, staff_id: UUID, start: datetime, path: Path | None = None) -> int:
    """How often somebody revealed something since a moment."""
    count: int = await read.fetchval(
        "select count(*) from reveal where staff_id = $1 and at >= $2 and ($3::text is null or path = $3)",
        *(staff_id, start, path),
    )
    return count


async def ask(tx: Tx, request: Request) -> None:
    await tx.execute(
        """insert into reveal_request (id, staff_id, provider_id, kind, subject, field, reason, words, asked_at,
             expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        *(request.id, request.staff_id, request.provider_id, request.kind, request.subject, request.field),
        *(request.reason, request.words, request.asked_at, request.expires_at),
    )


async def lock(tx: Tx, request_id: UUID) -> Request | None:
    await tx.execute("select from reveal_request where id = $1 for update", request_id)
    return next(iter(_requests(await tx.fetch(f"{_REQUEST} where r.id = $1", request_id))), None)


async def running(read: ReadTx, now: datetime, *, of: UUID | None, provider_id: UUID | None) -> list[Request]:
    """Requests that can still be approved or used, of a person or of a provider's people (None: of all)."""
    rows = await read.fetch(
        f"""{_REQUEST} where r.expires_at > $1 and r.used_at is null and ($2::uuid is null or r.staff_id = $2)
            and ($3::uuid is null or r.provider_id = $3) order by r.asked_at limit 200""",
        *(now, of, provider_id),
    )
    return _requests(rows)


async def approve(tx: Tx, request_id: UUID, staff_id: UUID) -> None:
    await tx.execute(
        "insert into reveal_approval (request_id, staff_id, at) values ($1, $2, $3)",
        *(request_id, staff_id, tx.now),
    )


async def use(tx: Tx, request_id: UUID) -> None:
    await tx.execute("update reveal_request set used_at = $2 where id = $1", request_id, tx.now)


def _requests(rows: Sequence[asyncpg.Record]) -> list[Request]:
    return [Request(**{**dict(row), "approvers": tuple(row["approvers"])}) for row in rows]
