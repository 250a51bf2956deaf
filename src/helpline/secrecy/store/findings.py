"""SQL of what was found in texts: counts only, never the numbers."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from helpline.kit.db import ReadTx, Tx

FIRST = UUID(int=0)


async def keep(tx: Tx, kind: str, subject: UUID, counts: Mapping[str, int], at: datetime) -> None:
    """What the texts of a thing of that moment hold; looked at again, it is counted anew."""
    await tx.execute("delete from text_finding where kind = $1 and subject = $2", kind, subject)
    await tx.executemany(
        "insert into text_finding (kind, subject, sort, count, at) values ($1, $2, $3, $4, $5)",
        [(kind, subject, sort, count, at) for sort, count in counts.items()],
    )


async def totals(read: ReadTx, since: datetime) -> list[tuple[str, str, int, int]]:
    """Kind of thing, sort of number, how many things, how many numbers, since a moment."""
    rows = await read.fetch(
        """select kind, sort, count(*) as things, sum(count) as numbers from text_finding
           where at >= $1 group by kind, sort order by kind, sort""",
        since,
    )
    return [(row["kind"], row["sort"], row["things"], row["numbers"]) for row in rows]


async def reached(tx: Tx, kind: str, rules: int) -> UUID:
    """Up to where things of a kind were swept by these rules. Locked: of several who sweep, one goes on."""
    await tx.execute(
        "insert into text_sweep (kind, rules, upto) values ($1, $2, $3) on conflict do nothing",
        kind,
        rules,
        FIRST,
    )
    [row] = await tx.fetch("select rules, upto from text_sweep where kind = $1 for update", kind)
    upto: UUID = row["upto"] if row["rules"] == rules else FIRST
    return upto


async def reach(tx: Tx, kind: str, rules: int, upto: UUID) -> None:
    """Note how far the sweep has come."""
    await tx.execute("update text_sweep set rules = $2, upto = $3 where kind = $1", kind, rules, upto)
