"""SQL of programs' tokens."""

from typing import Any
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.people.programs import ProgramToken, Right

_COLUMNS = "id, name, rights, district_id, provider_id, issued_at, expires_at, last_used_at, revoked_at"


async def add(tx: Tx, token: ProgramToken, token_hash: bytes) -> None:
    await tx.execute(
        """insert into program_token (id, name, token_hash, rights, district_id, provider_id, issued_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        token.id,
        token.name,
        token_hash,
        [right.value for right in token.rights],
        token.district_id,
        token.provider_id,
        token.issued_at,
        token.expires_at,
    )


async def all_of(read: ReadTx) -> list[ProgramToken]:
    rows = await read.fetch(f"select {_COLUMNS} from program_token order by issued_at desc, id desc")
    return [_token(row) for row in rows]


async def by_hash(read: ReadTx, token_hash: bytes) -> ProgramToken | None:
    row = await read.fetchrow(f"select {_COLUMNS} from program_token where token_hash = $1", token_hash)
    return _token(row) if row else None


async def revoke(tx: Tx, token_id: UUID) -> ProgramToken | None:
    """None where there is no such token, or it was revoked already."""
    row = await tx.fetchrow(
        f"update program_token set revoked_at = $2 where id = $1 and revoked_at is null returning {_COLUMNS}",
        token_id,
        tx.now,
    )
    return _token(row) if row else None


async def save_use(tx: Tx, token_id: UUID) -> None:
    await tx.execute("update program_token set last_used_at = $2 where id = $1", token_id, tx.now)


def _token(row: Any) -> ProgramToken:
    fields = dict(row)
    return ProgramToken(**{**fields, "rights": tuple(Right(word) for word in fields["rights"])})
