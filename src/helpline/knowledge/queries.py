"""Questions about the catalogue, the entries, and what was asked."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.knowledge import index
from helpline.knowledge.model import (
    EntryRecord,
    Feedback,
    Gap,
    Hit,
    HotQuestion,
    Shown,
    State,
    System,
    Topic,
    Verdict,
)
from helpline.knowledge.search import Wish
from helpline.knowledge.store import asked, catalogue, entries

PLAIN = Wish()
SPARE = 20
"""Found beyond what is asked for, since some may lie outside their valid days."""


async def systems(read: ReadTx) -> list[System]:
    """R3.1: the catalogue, in its order."""
    return await catalogue.systems(read)


async def topics(read: ReadTx) -> list[Topic]:
    """R3.1: what questions are about, in its order."""
    return await catalogue.topics(read)


async def search(read: ReadTx, question: str, wish: Wish = PLAIN) -> list[Hit]:
    """R15.2: the published entries valid today that answer the question best, best first."""
    copy = await index.current(read)
    found = copy.find(question, msgspec.structs.replace(wish, limit=wish.limit + SPARE))
    shown = await entries.shown_live(read, [each.entry_id for each in found], shanghai(read.now).date())
    by_id = {each.entry_id: each for each in shown}
    hits = [
        Hit(
            shown=by_id[each.entry_id],
            score=round(each.score, 4),
            coverage=round(each.coverage, 4),
            matched=each.matched,
            layers=each.layers,
        )
        for each in found
        if each.entry_id in by_id and wish.system in (None, by_id[each.entry_id].content.system)
    ]
    return hits[: wish.limit]


async def shown(read: ReadTx, number: str) -> Shown:
    """R15.2: the entry as it may be shown today. Raises NotFound if it may not."""
    found = await entries.shown_by_number(read, number, shanghai(read.now).date())
    if found is None:
        raise NotFound(f"没有编号为 {number} 的知识条目，或已下线。")
    return found


async def record(read: ReadTx, number: str) -> EntryRecord:
    """R15.2: an entry with all its versions and steps. Raises NotFound."""
    found = await entries.record(read, number)
    if found is None:
        raise NotFound(f"没有编号为 {number} 的知识条目。")
    entry, revisions, steps = found
    return EntryRecord(entry=entry, revisions=revisions, steps=steps)


async def listed(
    read: ReadTx,
    *,
    state: State | None = None,
    system: str | None = None,
    before: str | None = None,
    limit: int = 50,
) -> list[Shown]:
    """Entries by their newest version, the latest number first; `before`: last number of the earlier page."""
    return await entries.listed(read, state=state, system=system, before=before, limit=limit)


async def lapsing(read: ReadTx, within: timedelta) -> list[Shown]:
    """R15.2: entries whose valid days end within so long, soonest first."""
    today = shanghai(read.now).date()
    return await entries.lapsing(read, today, today + within)


async def gaps(read: ReadTx, limit: int = 100) -> list[Gap]:
    """R15.2: questions that found nothing, most asked first."""
    return await asked.gaps(read, limit)


async def figures(read: ReadTx, on: date) -> tuple[int, int, int, int]:
    """R12.1: live entries, questions of a day, how many of them found an entry, open gaps."""
    row = await asked.figures(read, on)
    return (row["live"], row["asked"], row["hits"], row["gaps"]) if row else (0, 0, 0, 0)


async def open_feedback(
    read: ReadTx, limit: int = 100, among: Sequence[UUID] | None = None
) -> list[Feedback]:
    """R15.2: what people said is wrong or missing and nobody has dealt with, newest first.

    R14.1: `among` leaves of the staff's words those of these people; the taxpayers' stay.
    """
    return await asked.open_feedback(read, limit, among)


async def votes(read: ReadTx, number: str, among: Sequence[UUID] | None = None) -> dict[Verdict, int]:
    """How often an entry was said to have solved the matter, not to, or to be wrong; `among` as above."""
    return await asked.votes(read, number, among)


async def hot_questions(read: ReadTx, limit: int = 8) -> list[HotQuestion]:
    """R10.1: what was asked most today; on a quiet day, in the last week; else the first entries."""
    today = shanghai(read.now).date()
    found: dict[str, HotQuestion] = {}
    for days in (0, 7):
        for each in await asked.hot(read, today - timedelta(days=days), today, limit):
            found.setdefault(each.number, each)
    if len(found) < limit:
        for each in await asked.newest(read, today, limit):
            found.setdefault(each.number, each)
    return list(found.values())[:limit]
