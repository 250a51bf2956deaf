"""SQL of regulation."""

from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.regulation.model import Change


async def changes(read: ReadTx) -> list[Change]:
    """What was entered later than shipped, in the order it was entered."""
    rows = await read.fetch(
        "select name, value, effective_from, why, set_by, set_at from term order by set_at, id"
    )
    return [Change(**dict(row)) for row in rows]


async def lock(tx: Tx) -> None:
    """One change at a time: two that contradict each other must not both be found fit."""
    await tx.execute("lock table term in share row exclusive mode")


async def insert(tx: Tx, change: Change) -> None:
    await tx.execute(
        """insert into term (id, name, value, effective_from, why, set_by, set_at)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        new_id(),
        change.name,
        change.value,
        change.effective_from,
        change.why,
        change.set_by,
        change.set_at,
    )
