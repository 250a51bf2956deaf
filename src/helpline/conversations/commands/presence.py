"""Whose page is connected."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from helpline.conversations.store import visitors
from helpline.kit.db import Tx

LEASE = timedelta(seconds=20)
"""A page counts as connected for so long after its last sign of life."""


async def renew_visitors(tx: Tx, visitor_ids: Sequence[UUID]) -> None:
    """The pages of these visitors are connected now; all in one statement."""
    await visitors.renew(tx, list(visitor_ids), tx.now + LEASE)
