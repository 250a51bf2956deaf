"""Reading the audit log in tests, as it stands in the table."""

from collections.abc import Sequence
from typing import Any

from helpline.audit import commands, verification
from helpline.audit.model import Anchor, Line, Report, Subject
from helpline.audit.verifier import KeySource
from helpline.kit.db import Database


async def lines(db: Database, *, but: tuple[str, ...] = ("people.sign_in",)) -> list[dict[str, Any]]:
    """All lines in the order of their writing, without the log-ins that tests begin with."""
    async with db.reading() as read:
        rows = await read.fetch("select * from audit_line where deed <> all($1) order by id", list(but))
    return [dict(row) for row in rows]


async def some_lines(db: Database, count: int) -> None:
    """Lines of `count` deeds, each in a transaction of its own."""
    for number in range(count):
        async with db.deed() as tx:
            await commands.record(
                tx, Line(deed="cases.close", subject=Subject("case", f"{number}"), detail={"n": number})
            )


async def bend(db: Database, *statements: str) -> None:
    """Do what a superuser can do who switches the triggers off."""
    async with db.deed() as tx:
        await tx.execute("set local session_replication_role = replica")
        for statement in statements:
            await tx.execute(statement)


async def verified(db: Database, keys: KeySource, anchors: Sequence[Anchor] = (), first: int = 1) -> Report:
    """The report on the whole chain."""
    return await verification.verify(db, keys, await verification.opening(db, first, None), anchors)


def told(report: Report) -> list[tuple[str, int]]:
    """What was found where."""
    return [(finding.fault, finding.counter) for finding in report.findings]
