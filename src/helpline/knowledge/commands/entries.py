"""Write, review, publish and withdraw entries."""

from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid, NotFound
from helpline.knowledge import rules
from helpline.knowledge.events import EntryPublished, EntryWithdrawn
from helpline.knowledge.model import Content, Entry, EntryId, Revision, Signature
from helpline.knowledge.store import catalogue
from helpline.knowledge.store import entries as store

TOPIC = "knowledge"
"""Live topic that is stirred when an entry changes."""


async def create(tx: Tx, content: Content, by: Signature, why: str) -> str:
    """R15.2: a new entry, as a draft; its number.

    Raises:
        Invalid: the content is incomplete, or system or topic are not in the catalogue.
    """
    tidy = await _checked(tx, content)
    last = await store.lock_counter(tx) + 1
    revision = _revision(tx, EntryId(new_id()), 1, tidy, (by, why))
    entry = rules.first_revision(revision.entry_id, rules.number_of(last), revision)
    await store.set_last_number(tx, last)
    await _save(tx, entry, revision)
    return entry.number


async def revise(
    tx: Tx, number: str, content: Content, by: Signature, why: str, *, based_on: int | None = None
) -> Revision:
    """R15.2: a new version of an entry, as a draft; what is published stays so until it is signed off.

    Raises:
        NotFound: no such entry.
        Overtaken: somebody wrote another version after `based_on`.
        Invalid: the content is incomplete, or system or topic are not in the catalogue.
    """
    entry = rules.revised(await _locked(tx, number), based_on, tx.now)
    revision = _revision(tx, entry.id, entry.latest, await _checked(tx, content), (by, why))
    await _save(tx, entry, revision)
    return revision


async def submit(tx: Tx, number: str, by: Signature, why: str = "") -> Entry:
    """R15.2: the newest version goes to review. Raises OutOfStep, NotFound."""
    entry = rules.submitted(await _locked(tx, number), tx.now)
    await store.save(tx, [entry])
    await store.add_steps(tx, [(entry.id, entry.latest, "submitted", by, why)])
    tx.stir(TOPIC)
    return entry


async def give_back(tx: Tx, number: str, by: Signature, why: str) -> Entry:
    """R15.2: the newest version goes back to its writer. Raises OutOfStep, NotFound, BadContent."""
    entry = rules.returned(await _locked(tx, number), why, tx.now)
    await store.save(tx, [entry])
    await store.add_steps(tx, [(entry.id, entry.latest, "returned", by, why)])
    tx.stir(TOPIC)
    return entry


async def publish(tx: Tx, number: str, by: Signature, why: str = "") -> Entry:
    """R15.2: the newest version is signed off and shown. Raises OutOfStep, OwnReview, Lapsed, NotFound."""
    entry = await _locked(tx, number)
    newest = await store.revision(tx, entry.id, entry.latest)
    entry = rules.published(entry, newest, by, today=shanghai(tx.now).date(), now=tx.now)
    await store.save(tx, [entry])
    await store.add_steps(tx, [(entry.id, entry.latest, "published", by, why)])
    await store.mark_searchable_changed(tx)
    tx.announce(EntryPublished(entry_id=entry.id, number=entry.number, version=entry.latest))
    tx.stir(TOPIC)
    return entry


async def withdraw(tx: Tx, number: str, by: Signature, why: str) -> Entry:
    """R15.2: the entry is no longer shown. Raises OutOfStep, NotFound, BadContent without a reason."""
    before = await _locked(tx, number)
    entry = rules.withdrawn(before, why, tx.now)
    await store.save(tx, [entry])
    await store.add_steps(tx, [(entry.id, before.live or entry.latest, "withdrawn", by, why)])
    await store.mark_searchable_changed(tx)
    tx.announce(EntryWithdrawn(entry_id=entry.id, number=entry.number, why=why))
    tx.stir(TOPIC)
    return entry


async def _locked(tx: Tx, number: str) -> Entry:
    entry = await store.lock(tx, number)
    if entry is None:
        raise NotFound(f"没有编号为 {number} 的知识条目。")
    return entry


async def _checked(tx: Tx, content: Content) -> Content:
    tidy = rules.tidied(content)
    if tidy.system not in {system.code for system in await catalogue.systems(tx)}:
        raise Invalid(f"系统目录里没有“{tidy.system}”。")
    if tidy.topic not in {topic.code for topic in await catalogue.topics(tx)}:
        raise Invalid(f"问题分类里没有“{tidy.topic}”。")
    return tidy


async def _save(tx: Tx, entry: Entry, revision: Revision) -> None:
    await store.save(tx, [entry])
    await store.add_revisions(tx, [revision])
    tx.stir(TOPIC)


def _revision(
    tx: Tx, entry_id: EntryId, version: int, content: Content, signed: tuple[Signature, str]
) -> Revision:
    by, why = signed
    return Revision(
        entry_id=entry_id,
        version=version,
        content=content,
        written_at=tx.now,
        written_by=by,
        why=why.strip(),
    )
