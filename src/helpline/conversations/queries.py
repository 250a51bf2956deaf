"""Questions about conversations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from helpline.conversations import slices
from helpline.conversations.model import (
    LAST_NUMBER,
    Content,
    Conversation,
    Phase,
    QueuePlace,
    Slice,
    Text,
    VisitorId,
)
from helpline.conversations.rules import NotInSight, token_hash
from helpline.conversations.store import changes, conversations, dialogues, stints, tiers, visitors
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.routing import queries as queues

MOST_CHANGES = 500
"""Changes in one slice; a longer absence is told in several."""


async def visitor_of(read: ReadTx, token: str) -> VisitorId | None:
    """The visitor who holds `token`."""
    found = await visitors.by_token(read, token_hash(token))
    return VisitorId(found) if found else None


async def find(read: ReadTx, conversation_id: UUID) -> Conversation:
    """Raises `NotFound` for an unknown id."""
    found = await conversations.find(read, conversation_id)
    if found is None:
        raise NotInSight()
    return found


async def find_many(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, Conversation]:
    return await conversations.find_many(read, ids)


async def open_of(read: ReadTx, visitor_id: UUID) -> Conversation | None:
    """The visitor's open conversation; there is at most one."""
    return await conversations.open_of(read, visitor_id)


async def of_visitor(read: ReadTx, visitor_id: UUID, most: int = 30) -> list[Conversation]:
    return await conversations.of_visitor(read, visitor_id, most)


async def slice_after(read: ReadTx, conversation: Conversation, after: int) -> Slice:
    """The changes after number `after`, and the state."""
    told = await changes.after(read, conversation.id, after, MOST_CHANGES)
    seq = told[-1].seq if told else max(after, conversation.state.seq)
    place = await _place(read, conversation)
    return Slice(seq=seq, changes=told, state=slices.view(conversation, place), now=read.now)


async def _place(read: ReadTx, conversation: Conversation) -> QueuePlace | None:
    if conversation.state.phase not in (Phase.WAITING, Phase.RESERVED):
        return None
    place = await queues.place_and_wait(read, conversation.id)
    if place is None:  # the queue let it go a moment ago; the next slice says so
        return None
    return QueuePlace(
        place=place.place, expected_wait_seconds=place.expected_seconds, opens_at=place.opens_at
    )


async def words_upto(
    read: ReadTx, conversation_id: UUID, seq: int, most: int = 12
) -> list[tuple[str, Content]]:
    """The newest posts up to a number, oldest first, as (party, content)."""
    rows = await changes.texts(read, conversation_id, seq, most)
    return [(row["by_party"], changes.decode(row["body"])) for row in reversed(rows)]


async def attachment(read: ReadTx, conversation_id: UUID, attachment_id: UUID) -> asyncpg.Record:
    """Raises `NotFound` for a file that does not belong to the conversation."""
    found = await visitors.attachment(read, conversation_id, attachment_id)
    if found is None:
        raise NotFound("文件不存在或已被清理。")
    return found


async def breaches_of(read: ReadTx, conversation_id: UUID) -> list[asyncpg.Record]:
    """Broken promises on record: kind, due_at, at, staff_id, why."""
    return await stints.breaches_of(read, conversation_id)


async def served_before(read: ReadTx, staff_id: UUID, visitors_: Sequence[UUID]) -> set[UUID]:
    """Those of the visitors whom this consultant served before."""
    return await stints.served(read, staff_id, visitors_)


async def tallies(
    read: ReadTx, staff_id: UUID, since: datetime, within_seconds: int
) -> asyncpg.Record | None:
    """A consultant's own figures since a moment: taken, answered, in_time."""
    return await stints.tallies(read, staff_id, since, within_seconds)


async def dialogues_of(read: ReadTx, staff_id: UUID, unfiled: Sequence[UUID]) -> list[asyncpg.Record]:
    """A consultant's list: id, last_words, last_by, last_at, online, unread."""
    return await dialogues.of_consultant(read, staff_id, unfiled, read.now)


async def in_hands(read: ReadTx, staff_ids: Sequence[UUID]) -> list[Conversation]:
    """Running conversations of many consultants."""
    rows = await dialogues.in_hands(read, staff_ids)
    found = await conversations.find_many(read, [row["id"] for row in rows])
    return list(found.values())


async def arrivals(
    read: ReadTx, start: datetime, end: datetime, provider_id: UUID | None, district_id: UUID | None
) -> dict[datetime, int]:
    """How many conversations of the provider and the district began in each half hour from `start` on."""
    rows = await dialogues.arrivals(read, start, end, provider_id, district_id)
    return {row["slot"]: row["count"] for row in rows}


async def team_tallies(
    read: ReadTx,
    staff_ids: Sequence[UUID],
    since: datetime,
    within_seconds: int,
    district_id: UUID | None = None,
) -> asyncpg.Record | None:
    """R4.2 for a team since a moment: taken, answered, in_time; of a district's taxpayers alone where one is named."""
    return await dialogues.team_tallies(read, staff_ids, since, within_seconds, district_id)


async def ids_of_district(read: ReadTx, district_id: UUID, since: datetime) -> list[UUID]:
    """R14.1: dialogues of a district's taxpayers in which something was said since a moment."""
    return await dialogues.ids_of_district(read, district_id, since)


async def taken_of_no_district(read: ReadTx, staff_ids: Sequence[UUID], since: datetime) -> int:
    """R14.1: dialogues of these people whose taxpayer named no district: they count for no district's figures."""
    return await dialogues.taken_of_no_district(read, staff_ids, since)


async def tier_tallies(read: ReadTx, since: datetime, within_seconds: int) -> list[asyncpg.Record]:
    """R4.2 by district and consultant since a moment: taken, answered, in_time, running."""
    return await tiers.by_district(read, since, within_seconds)


async def served_since(
    read: ReadTx, since: datetime, staff_ids: Sequence[UUID], district_id: UUID | None
) -> int:
    """R12.1: how many taxpayers these consultants served since a moment."""
    return await tiers.served(read, since, staff_ids, district_id)


async def peak_since(
    read: ReadTx, since: datetime, staff_ids: Sequence[UUID], district_id: UUID | None
) -> tuple[int, datetime | None]:
    """R12.1: the most dialogues side by side since a moment, and when first; 0 and None where there were none."""
    row = await tiers.peak(read, since, staff_ids, district_id)
    return (row["many"], row["at"]) if row else (0, None)


async def ended_after(read: ReadTx, after: UUID, most: int) -> list[UUID]:
    """Ended conversations in the order of their ids, from after one of them."""
    return await conversations.ended_after(read, after, most)


async def districts_of(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Where conversations belong, and nothing else of them."""
    return await conversations.districts_of(read, ids)


async def words_of(read: ReadTx, conversation_id: UUID, most: int = 2000) -> list[str]:
    """What the two sides wrote, the newest first; not what the system and the assistant said."""
    rows = await changes.texts(read, conversation_id, LAST_NUMBER, most)
    contents = [changes.decode(row["body"]) for row in rows if row["by_party"] in {"taxpayer", "consultant"}]
    return [content.text for content in contents if isinstance(content, Text)]
