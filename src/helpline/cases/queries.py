"""Questions about cases."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.cases import store
from helpline.cases.model import Case, FollowUp
from helpline.cases.rules import NotYours
from helpline.kit.db import ReadTx
from helpline.people.policy import Scope


async def find(read: ReadTx, case_id: UUID) -> Case:
    """Raises `NotFound` for an unknown id."""
    case = await store.find(read, case_id)
    if case is None:
        raise NotYours()
    return case


async def of_conversation(read: ReadTx, conversation_id: UUID) -> Case | None:
    return await store.of_conversation(read, conversation_id)


async def of_call(read: ReadTx, call_id: UUID) -> Case | None:
    """It bears the call's id."""
    return await store.find(read, call_id)


async def of_conversations(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, Case]:
    return await store.of_conversations(read, ids)


async def open_of(read: ReadTx, owner: UUID) -> list[Case]:
    """Cases that wait for their owner to file and close them."""
    return await store.unfiled_of(read, owner)


async def earlier(read: ReadTx, conversation_ids: Sequence[UUID], taxpayer_id: UUID | None) -> list[Case]:
    """Matters of the same asker, newest first."""
    return await store.earlier(read, conversation_ids, taxpayer_id)


async def open_follow_ups(read: ReadTx, owner: UUID) -> list[FollowUp]:
    """R4.4: what this person still owes, by due time."""
    return await store.open_follow_ups(read, owner)


async def follow_ups_of(read: ReadTx, conversation_ids: Sequence[UUID]) -> dict[UUID, FollowUp]:
    return await store.follow_ups_of(read, conversation_ids)


async def closed_since(read: ReadTx, owner: UUID, since: datetime) -> int:
    return await store.closed_today(read, owner, since)


async def opened_between(read: ReadTx, scope: Scope, start: datetime, end: datetime, most: int) -> list[Case]:
    """Cases in `scope` opened in a stretch of time, the first opened first."""
    if scope.staff_id or scope.team_id:
        raise ValueError("cases are listed for a provider, a district or the city")
    return await store.opened_between(read, scope.provider_id, scope.district_id, start, end, most)
