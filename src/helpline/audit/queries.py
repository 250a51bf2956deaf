"""Answers about the audit log: for the audit administrator, and for rooms that watch how much is looked at."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.audit import store
from helpline.audit.model import Anchor, Found, Report, Wanted
from helpline.kit.db import ReadTx

MOST_ANCHORS = 60


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Lines, the newest first; `next` continues, empty at the end."""

    items: list[Found]
    next: str = ""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The chain: where it ends, what waits for its seal, the last verification, the anchors handed over."""

    head: int
    unsealed: int
    verified_at: datetime | None
    report: Report | None
    anchors: list[Anchor]


async def search(read: ReadTx, wanted: Wanted) -> Page:
    """Lines that fit, the newest first."""
    found = await store.search(read, wanted)
    more = len(found) > wanted.limit
    items = found[: wanted.limit]
    return Page(items=items, next=items[-1].entry.id.hex if more else "")


async def state(read: ReadTx) -> State:
    """How the chain stands."""
    head = await store.head(read)
    last = await store.last_report(read)
    return State(
        head=head.counter if head else 0,
        unsealed=await store.waiting(read),
        verified_at=last[0] if last else None,
        report=last[1] if last else None,
        anchors=await store.anchors(read, MOST_ANCHORS),
    )


async def looks(read: ReadTx, door: str, since: datetime) -> list[tuple[UUID, int]]:
    """Who looked at how many different things through a door since a moment."""
    return [(row["who_id"], row["things"]) for row in await store.looks(read, door, since)]
