"""Start and end clocks, inside the deed that gives the reason."""

from collections.abc import Sequence
from uuid import UUID

from helpline.deadlines import store
from helpline.deadlines.events import DeadlineMissed
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx

WAKE = "ticker"


async def start(tx: Tx, deadlines: Sequence[Deadline]) -> None:
    """Start clocks; one that already runs for the same subject and kind is set anew. Kinds are `room.name`."""
    if deadlines:
        await store.upsert(tx, deadlines)
        tx.wake(WAKE)


async def keep(tx: Tx, pairs: Sequence[tuple[UUID, str]]) -> None:
    """The promises (subject, kind) were kept in time."""
    if pairs:
        await store.end(tx, pairs, "kept")


async def void(tx: Tx, pairs: Sequence[tuple[UUID, str]]) -> None:
    """The clocks (subject, kind) no longer matter."""
    if pairs:
        await store.end(tx, pairs, "void")


async def fire_due(tx: Tx, most: int = 500) -> int:
    """End what has fallen due and announce each; the number ended."""
    due = await store.claim_due(tx, most)
    for deadline in due:
        tx.announce(
            DeadlineMissed(
                kind=deadline.kind,
                subject=deadline.subject,
                owner=deadline.owner,
                started_at=deadline.started_at,
                due_at=deadline.due_at,
            )
        )
    return len(due)
