"""Questions to the audit log that other rooms ask."""

from datetime import datetime
from uuid import UUID

from helpline.audit import store
from helpline.kit.db import ReadTx


async def looks(read: ReadTx, door: str, since: datetime) -> list[tuple[UUID, int]]:
    """Who looked at how many different things through a door since a moment."""
    return [(row["who_id"], row["things"]) for row in await store.looks(read, door, since)]
