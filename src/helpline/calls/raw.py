"""The raw events of calls, for those who count: the measures are computed from these alone (R5.2)."""

from datetime import datetime
from uuid import UUID

from helpline.calls.model import RawCall
from helpline.calls.store import raw
from helpline.kit.db import ReadTx
from helpline.people.policy import Scope


async def between(read: ReadTx, start: datetime, end: datetime, scope: Scope) -> list[RawCall]:
    """Calls to the hotline that arrived from `start` to before `end`, the first first.

    For a provider: those of its numbers, and those of nobody's number; whose the latter are, is for who counts to say.
    """
    return await raw.between(read, start, end, scope.provider_id, scope.district_id)


async def by_number(read: ReadTx, number: str) -> UUID | None:
    """The call of that number."""
    return await raw.by_number(read, number)
