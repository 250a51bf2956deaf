"""Reading the audit log in tests, as it stands in the table."""

from typing import Any

from helpline.kit.db import Database


async def lines(db: Database, *, but: tuple[str, ...] = ("people.sign_in",)) -> list[dict[str, Any]]:
    """All lines in the order of their writing, without the log-ins that tests begin with."""
    async with db.reading() as read:
        rows = await read.fetch("select * from audit_line where deed <> all($1) order by id", list(but))
    return [dict(row) for row in rows]
