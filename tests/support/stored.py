"""What stands in a database, seen by somebody who stole its files."""

from collections.abc import Iterable

from helpline.kit.db import Database


async def rows_with(db: Database, values: Iterable[str]) -> list[tuple[str, str]]:
    """(table, value) wherever one of the values stands in the clear, as text or as bytes, in any column."""
    found = []
    async with db.reading() as read:
        tables = await read.fetch(
            "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1"
        )
        for table in [row["name"] for row in tables]:
            rows = [row["row"] for row in await read.fetch(f"select t::text as row from {table} t")]
            for value in values:
                hidden = value.encode().hex()
                found += [(table, value) for row in rows if value in row or hidden in row]
    return found
