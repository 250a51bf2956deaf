"""What is counted and asked of the database around a backup."""

from typing import Any

from helpline.kit.refusal import Conflict


class NotEmpty(Conflict):
    code = "not-empty"


async def tables(connection: Any) -> list[str]:
    """Tables of ours, those that hold rows."""
    rows = await connection.fetch(
        """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
           order by c.relname"""
    )
    return [row["relname"] for row in rows]


async def counts(connection: Any) -> dict[str, int]:
    """Rows of every table, as this connection's snapshot sees them."""
    counted = {}
    for table in await tables(connection):
        counted[table] = int(await connection.fetchval(f'select count(*) from "{table}"'))
    return counted


async def revision(connection: Any) -> str:
    """The newest migration that ran."""
    return str(await connection.fetchval("select version_num from alembic_version"))


async def require_empty(connection: Any) -> None:
    """Raises `NotEmpty`: somebody's data are there; restoring would mix or overwrite them."""
    found = await tables(connection)
    if found:
        raise NotEmpty(f"目标数据库里已有 {len(found)} 张表，恢复不会覆盖它。请换一个空的数据库或数据目录。")
