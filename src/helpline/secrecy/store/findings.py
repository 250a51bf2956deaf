"""SQL of what was found in texts: counts only, never the numbers."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from helpline.kit.db import ReadTx, Tx


async def keep(tx: Tx, kind: str, subject: UUID, counts: Mapping[str, int]) -> None:
    """What the texts of a thing hold; looked at again, it is counted anew."""
    await tx.execute("delete from text_finding where kind = $1 and subject = $2", kind, subject)
    await tx.executemany(
        "insert into text_finding (kind, subject, sort, count, at) values ($1, $2, $3, $4, $5)",
        [(kind, subject, sort, count, tx.now) for sort, count in counts.items()],
    )


async def totals(read: ReadTx, since: datetime) -> list[tuple[str, str, int, int]]:
    """Kind of thing, sort of number, how many things, how many numbers, since a moment."""
    rows = await read.fetch(
        """select kind, sort, count(*) as things, sum(count) as numbers from text_finding
           where at >= $1 group by kind, sort order by kind, sort""",
        since,
    )
    return [(row["kind"], row["sort"], row["things"], row["numbers"]) for row in rows]
