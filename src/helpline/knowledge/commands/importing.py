"""Take in many entries at once; what is broken is refused, the rest is kept."""

from collections.abc import Sequence

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.knowledge import rules
from helpline.knowledge.commands.entries import TOPIC
from helpline.knowledge.events import EntryPublished
from helpline.knowledge.model import Entry, EntryId, Revision, Signature, State, StepKind
from helpline.knowledge.reading import BadRow, Row
from helpline.knowledge.shelving import Defaults, Placed, Shelves
from helpline.knowledge.store import catalogue
from helpline.knowledge.store import entries as store


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the rows; `published` counts those that taxpayers are shown from now on."""

    imported: int
    updated: int
    unchanged: int
    published: int
    refused: tuple[BadRow, ...]
    topics_added: tuple[str, ...]


class _Batch(msgspec.Struct):
    """What is to be written."""

    entries: list[Entry] = msgspec.field(default_factory=list)
    revisions: list[Revision] = msgspec.field(default_factory=list)
    steps: list[tuple[EntryId, int, StepKind, Signature, str]] = msgspec.field(default_factory=list)
    signed: list[Entry] = msgspec.field(default_factory=list)


async def import_rows(
    tx: Tx, rows: Sequence[Row], defaults: Defaults, by: Signature, *, sign: bool, why: str = "批量导入"
) -> ImportReport:
    """R15.2: rows become entries in review; with `sign` they are signed off by `by` and shown at once.

    A row repeats an entry if it bears its number or, without a number, its system and title. What a row says
    already is left alone. With `sign` the caller answers for the review of the file as a whole.
    """
    last = await store.lock_counter(tx)
    shelves = Shelves(await catalogue.systems(tx), await catalogue.topics(tx), await store.existing(tx))
    placed = [shelves.place(row, defaults) for row in rows]
    kept = [each for each in placed if isinstance(each, Placed)]
    batch = _Batch()
    last = max([last, *(rules.ordinal_of(each.number) or 0 for each in kept)])
    for each in kept:
        last += each.fate == "new" and not each.number
        _lay(batch, tx, each, each.number or rules.number_of(last), (by, why, sign))
    await _write(tx, batch, shelves, by, last)
    return ImportReport(
        imported=sum(each.fate == "new" for each in kept),
        updated=sum(each.fate == "changed" for each in kept),
        unchanged=sum(each.fate == "same" for each in kept),
        published=len(batch.signed),
        refused=tuple(each for each in placed if isinstance(each, BadRow)),
        topics_added=tuple(topic.name for topic in shelves.new_topics),
    )


def _lay(batch: _Batch, tx: Tx, placed: Placed, number: str, how: tuple[Signature, str, bool]) -> None:
    """Add one row to what is to be written."""
    by, why, sign = how
    before = placed.entry
    entry_id = before.id if before else EntryId(new_id())
    version = 1 if before is None else before.latest + (placed.fate == "changed")
    live = before.live if before else None
    lapsed = placed.content.valid_until is not None and placed.content.valid_until < shanghai(tx.now).date()
    if (
        placed.fate == "same"
        and before is not None
        and (before.state is not State.IN_REVIEW or not sign or lapsed)
    ):
        return
    state = State.PUBLISHED if sign and not lapsed else State.IN_REVIEW
    entry = Entry(id=entry_id, number=number, state=state, latest=version, live=live, changed_at=tx.now)
    if placed.fate != "same":
        batch.revisions.append(
            Revision(
                entry_id=entry_id,
                version=version,
                content=placed.content,
                written_at=tx.now,
                written_by=by,
                why=why,
            )
        )
        batch.steps.append((entry_id, version, "submitted", by, why))
    if state is State.PUBLISHED:
        entry = msgspec.structs.replace(entry, live=version)
        batch.steps.append((entry_id, version, "published", by, why))
        batch.signed.append(entry)
    batch.entries.append(entry)


async def _write(tx: Tx, batch: _Batch, shelves: Shelves, by: Signature, last: int) -> None:
    for topic in shelves.new_topics:
        await catalogue.save_topic(tx, topic, by.name)
    await store.save(tx, batch.entries)
    await store.add_revisions(tx, batch.revisions)
    await store.add_steps(tx, batch.steps)
    await store.set_last_number(tx, last)
    if batch.signed:
        await store.mark_searchable_changed(tx)
    for entry in batch.signed:
        tx.announce(EntryPublished(entry_id=entry.id, number=entry.number, version=entry.latest))
    tx.stir(TOPIC)
