"""Verifying what is in the database, or what was exported from it."""

from collections.abc import AsyncIterator, Iterable, Sequence

import msgspec

from helpline.audit import chain, store
from helpline.audit.model import Anchor, Head, Link, Report
from helpline.audit.verifier import MOST_FINDINGS, KeySource, Verifier
from helpline.kit.db import Database
from helpline.kit.refusal import Invalid

STEP = 5000
"""Links read at once."""

FORMAT = "helpline-audit-1"


class BadExport(Invalid):
    code = "bad-export"


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of an export: which links follow, what stood before them, and where the whole chain ended."""

    format: str
    first: int
    last: int
    before: bytes | None
    head: Head | None


_opening = msgspec.json.Decoder(Opening)
_link = msgspec.json.Decoder(Link)


async def opening(db: Database, first: int, last: int | None) -> Opening:
    """What an export from `first` to `last` (None: to the end) begins with.

    Raises:
        Invalid: there is no such part of the chain.
    """
    async with db.reading() as read:
        head = await store.head(read)
        end = max(head.counter if head else 0, (await store.last_link(read))[0])
        before = chain.START if first == 1 else await store.mac_at(read, first - 1)
    upto = end if last is None else min(last, end)
    if first < 1 or first > end + 1:
        raise Invalid(f"起始编号应在 1 到 {end + 1} 之间。")
    return Opening(format=FORMAT, first=first, last=upto, before=before, head=head)


async def links(db: Database, of: Opening) -> AsyncIterator[list[Link]]:
    """The links that `of` speaks of, some at a time."""
    after = of.first - 1
    while after < of.last:
        async with db.reading() as read:
            some = await store.links(read, after, of.last, STEP)
        if not some:
            return
        yield some
        after = some[-1].seal.counter


async def verify(
    db: Database, keys: KeySource, of: Opening, anchors: Sequence[Anchor] = (), *, alone: bool = True
) -> Report:
    """Verify the part of the chain that `of` speaks of. With `alone`, look for lines outside the chain too."""
    verifier = Verifier(keys, of.first, of.before)
    verifier.watch(anchors)
    async for some in links(db, of):
        verifier.take(some)
    async with db.reading() as read:
        waiting = await store.waiting(read)
        if alone:
            verifier.strays(await store.strays(read, MOST_FINDINGS))
    return _conclude(verifier, of, anchors, waiting)


def verify_export(lines: Iterable[bytes], keys: KeySource, anchors: Sequence[Anchor] = ()) -> Report:
    """Verify an export, anywhere: no database is asked.

    Raises:
        BadExport: it is none.
    """
    try:
        rows = iter(lines)
        of = _opening.decode(next(rows, b""))
        verifier = Verifier(keys, of.first, of.before)
        verifier.watch(anchors)
        verifier.take(_link.decode(row) for row in rows if row.strip())
    except msgspec.DecodeError as error:
        raise BadExport(f"导出文件的内容无法识别：{error}") from None
    return _conclude(verifier, of, anchors, 0)


def _conclude(verifier: Verifier, of: Opening, anchors: Sequence[Anchor], waiting: int) -> Report:
    end = of.head.counter if of.head else 0
    if of.last >= end:
        verifier.head(of.head)
    else:
        verifier.reach(of.last)
    verifier.anchors(anchors, upto=None if of.last >= end else of.last)
    return verifier.report(unsealed=waiting, head=end, anchors=len(anchors))
