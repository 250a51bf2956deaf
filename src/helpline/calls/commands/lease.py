"""One process leads a node, for as long as it says so every few seconds; when it falls silent, the next one does."""

from datetime import timedelta
from uuid import UUID

from helpline.calls.store import nodes
from helpline.kit.db import Tx

LEASE = timedelta(seconds=6)


async def lead(tx: Tx, node: str, holder: UUID) -> bool:
    """Take or renew the lease of a node; whether `holder` leads it now."""
    return await nodes.lease(tx, node, holder, tx.now + LEASE)


async def step_down(tx: Tx, node: str, holder: UUID) -> None:
    """Lead no more: a spare need not wait."""
    await nodes.give_up(tx, node, holder)
