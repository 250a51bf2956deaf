"""Questions about feedback."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.feedback import rules, store
from helpline.feedback.model import Given, Tally, Version
from helpline.kit.db import ReadTx


async def tally(
    read: ReadTx,
    *,
    since: datetime,
    staff_ids: Sequence[UUID] | None = None,
    among: Sequence[UUID] | None = None,
) -> Tally:
    """R17.1: what was rated and asked to be rated since a moment, of these people's conversations or of all,
    and `among` these conversations alone where they are given.

    A rating counts when it was first given, with what it says now.
    """
    return await store.tally(read, since, staff_ids, among, rules.SATISFIED_FROM)


async def rated_since(read: ReadTx, since: datetime) -> list[tuple[UUID, UUID, bool]]:
    """R17.1: conversation, who was rated, and whether satisfied, since a moment; ratings of the assistant are left out."""
    return await store.rated_since(read, since, rules.SATISFIED_FROM)


async def rating_of(read: ReadTx, conversation_id: UUID) -> Given | None:
    """The rating of a conversation as it stands."""
    return await store.find(read, conversation_id)


async def versions(read: ReadTx, conversation_id: UUID) -> list[Version]:
    """All that was said of a conversation, the first first."""
    return await store.versions(read, conversation_id)
