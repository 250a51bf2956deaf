"""Questions about clocks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.deadlines import store
from helpline.deadlines.model import Deadline
from helpline.kit.db import ReadTx


async def next_due(read: ReadTx) -> datetime | None:
    """When the next running clock falls due."""
    return await store.next_due(read)


async def running(read: ReadTx, subjects: Sequence[UUID]) -> list[Deadline]:
    """The clocks running on `subjects`, what runs out first standing first."""
    return await store.running(read, subjects)
