"""SQL of exports. The file is sealed, and gone when it expires; its mark can be traced for ever."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets.rotation import sealed
from helpline.people.policy import Scope
from helpline.secrecy.model import Export, ExportWish

FILE = sealed("export_file", "sealed")

_EXPORT = """
select e.id, e.serial, e.staff_id, e.wish, e.scope, e.asked_at, e.refused_at, e.made_at, e.expires_at, e.rows,
  array(select a.staff_id from export_approval a where a.export_id = e.id order by a.at) as approvers,
  (select count(*) from export_download d where d.export_id = e.id) as downloads
from export e"""


async def ask(tx: Tx, export_id: UUID, staff_id: UUID, wish: ExportWish, scope: Scope) -> int:
    """The serial of the new export."""
    serial: int = await tx.fetchval(
        "insert into export (id, staff_id, wish, scope, asked_at) values ($1, $2, $3, $4, $5) returning serial",
        *(export_id, staff_id, msgspec.to_builtins(wish), msgspec.to_builtins(scope), tx.now),
    )
    return serial


async def lock(tx: Tx, export_id: UUID) -> Export | None:
    await tx.execute("select from export where id = $1 for update", export_id)
    return next(iter(_exports(await tx.fetch(f"{_EXPORT} where e.id = $1", export_id))), None)


async def by_serials(read: ReadTx, serials: Sequence[int]) -> list[Export]:
    return _exports(await read.fetch(f"{_EXPORT} where e.serial = any($1::int[])", list(serials)))


async def newest(read: ReadTx, most: int, *, of: UUID | None = None) -> list[Export]:
    """The newest first, of a person or of all."""
    sql = f"{_EXPORT} where $2::uuid is null or e.staff_id = $2 order by e.serial desc limit $1"
    return _exports(await read.fetch(sql, most, of))


async def approve(tx: Tx, export_id: UUID, staff_id: UUID) -> None:
    await tx.execute("insert into export_approval values ($1, $2, $3)", export_id, staff_id, tx.now)


async def refuse(tx: Tx, export_id: UUID, staff_id: UUID) -> None:
    await tx.execute(
        "update export set refused_at = $2, refused_by = $3 where id = $1", export_id, tx.now, staff_id
    )


async def made(tx: Tx, export_id: UUID, rows: int, content: bytes, expires_at: datetime) -> None:
    await tx.execute(
        "update export set made_at = $2, rows = $3, expires_at = $4 where id = $1",
        *(export_id, tx.now, rows, expires_at),
    )
    await tx.execute("insert into export_file (id, sealed) values ($1, $2)", export_id, content)


async def file_of(read: ReadTx, export_id: UUID) -> bytes | None:
    content: bytes | None = await read.fetchval("select sealed from export_file where id = $1", export_id)
    return content


async def downloaded(tx: Tx, export_id: UUID, staff_id: UUID) -> None:
    await tx.execute("insert into export_download values ($1, $2, $3)", export_id, staff_id, tx.now)


async def destroy_expired(tx: Tx) -> int:
    """Files whose time is over are gone; how many."""
    status = await tx.execute(
        "delete from export_file f using export e where e.id = f.id and e.expires_at <= $1", tx.now
    )
    return int(status.rpartition(" ")[2])


async def keep_canaries(tx: Tx, export_id: UUID, indexes: Sequence[bytes]) -> None:
    await tx.executemany(
        "insert into export_canary (index, export_id) values ($1, $2) on conflict do nothing",
        [(index, export_id) for index in indexes],
    )


async def with_canaries(read: ReadTx, indexes: Sequence[bytes]) -> dict[int, int]:
    """Serial and count of the exports whose invented names these are."""
    rows = await read.fetch(
        """select e.serial, count(*) as count from export_canary c join export e on e.id = c.export_id
           where c.index = any($1::bytea[]) group by e.serial""",
        list(indexes),
    )
    return {row["serial"]: row["count"] for row in rows}


def _exports(rows: Sequence[asyncpg.Record]) -> list[Export]:
    return [
        Export(
            **{
                **dict(row),
                "wish": msgspec.convert(row["wish"], ExportWish),
                "scope": msgspec.convert(row["scope"], Scope),
                "approvers": tuple(row["approvers"]),
            }
        )
        for row in rows
    ]
