"""Who leads which telephone node, until when."""

from datetime import datetime
from uuid import UUID

from helpline.kit.db import Tx


async def lease(tx: Tx, node: str, holder: UUID, until: datetime) -> bool:
    """Take or renew the lease; whether it is the holder's now."""
    won = await tx.fetchval(
        """insert into call_node (node, holder, leased_until) values ($1, $2, $3)
           on conflict (node) do update set holder = $2, leased_until = $3
           where call_node.holder = $2 or call_node.leased_until < $4
           returning true""",
        node,
        holder,
        until,
        tx.now,
    )
    return won is True


async def give_up(tx: Tx, node: str, holder: UUID) -> None:
    await tx.execute(
        "update call_node set leased_until = $3 where node = $1 and holder = $2", node, holder, tx.now
    )
