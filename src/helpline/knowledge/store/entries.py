"""SQL of entries, their revisions and steps, and of what is searchable."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.knowledge.model import (
    Content,
    Entry,
    EntryId,
    Kind,
    Revision,
    Shown,
    Signature,
    State,
    Step,
    StepKind,
)
from helpline.knowledge.search import Searchable

CONTENT = (
    "r.system, r.kind, r.topic, r.title, r.wordings, r.answer, r.keywords, r.source, r.source_date, "
    "r.valid_from, r.valid_until"
)
_SHOWN = f"""
select e.id as entry_id, e.number, e.state, r.version, {CONTENT}, s.name as system_name, t.name as topic_name,
  (select max(p.at) from knowledge_step p
   where p.entry_id = e.id and p.version = r.version and p.step = 'published') as reviewed_at
from knowledge_entry e join knowledge_revision r on r.entry_id = e.id
join consultation_system s on s.code = r.system join topic t on t.code = r.topic
"""
_ENTRY = "select id, number, state, latest, live, changed_at from knowledge_entry where number = $1"
_IN_DATE = "(r.valid_from is null or r.valid_from <= $1) and (r.valid_until is null or r.valid_until >= $1)"


async def lock(tx: Tx, number: str) -> Entry | None:
    row = await tx.fetchrow(
        _ENTRY + " for update",
        number,
    )
    return _entry(row) if row else None


async def lock_counter(tx: Tx) -> int:
    """The last entry number given; nobody else gives one until this deed ends."""
    last: int = await tx.fetchval("select last_number from knowledge_counter for update")
    return last


async def set_last_number(tx: Tx, last: int) -> None:
    await tx.execute("update knowledge_counter set last_number = greatest(last_number, $1)", last)


async def place_and_version(read: ReadTx) -> tuple[str, int]:
    """The name of the database, and the version of what is searchable in it."""
    rows = await read.fetch("select current_database()::text as place, version from knowledge_counter")
    return rows[0]["place"], rows[0]["version"]


async def mark_searchable_changed(tx: Tx) -> None:
    await tx.execute("update knowledge_counter set version = version + 1")


async def save(tx: Tx, entries: Sequence[Entry]) -> None:
    await tx.executemany(
        """insert into knowledge_entry (id, number, state, latest, live, changed_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (id) do update set state = excluded.state, latest = excluded.latest,
             live = excluded.live, changed_at = excluded.changed_at""",
        [(e.id, e.number, e.state, e.latest, e.live, e.changed_at) for e in entries],
    )


async def add_revisions(tx: Tx, revisions: Sequence[Revision]) -> None:
    columns = (
        "entry_id, version, system, kind, topic, title, wordings, answer, keywords, source, source_date, "
        "valid_from, valid_until, written_at, written_by, written_by_name, why"
    )
    await tx.copy(
        "knowledge_revision", columns.split(", "), [_revision_row(revision) for revision in revisions]
    )


async def add_steps(tx: Tx, steps: Sequence[tuple[EntryId, int, StepKind, Signature, str]]) -> None:
    columns = ("id", "entry_id", "version", "step", "at", "by_id", "by_name", "why")
    rows = [
        (new_id(), entry, version, step, tx.now, by.staff_id, by.name, why)
        for entry, version, step, by, why in steps
    ]
    await tx.copy("knowledge_step", columns, rows)


async def revision(read: ReadTx, entry_id: EntryId, version: int) -> Revision:
    rows = await _revisions(read, entry_id, version)
    return rows[0]


async def record(read: ReadTx, number: str) -> tuple[Entry, tuple[Revision, ...], tuple[Step, ...]] | None:
    row = await read.fetchrow(_ENTRY, number)
    if row is None:
        return None
    steps = await read.fetch(
        """select version, step, at, by_id, by_name, why from knowledge_step
           where entry_id = $1 order by at, id""",
        row["id"],
    )
    return _entry(row), tuple(await _revisions(read, row["id"], None)), tuple(_step(each) for each in steps)


async def shown_live(read: ReadTx, ids: Sequence[EntryId], today: date) -> list[Shown]:
    """Those of the entries that may be shown today, by the version that is live."""
    rows = await read.fetch(
        _SHOWN + f"where e.id = any($2::uuid[]) and r.version = e.live and {_IN_DATE}", today, list(ids)
    )
    return [_shown(row) for row in rows]


async def shown_by_number(read: ReadTx, number: str, today: date) -> Shown | None:
    row = await read.fetchrow(
        _SHOWN + f"where e.number = $2 and r.version = e.live and {_IN_DATE}", today, number
    )
    return _shown(row) if row else None


async def listed(
    read: ReadTx, *, state: State | None, system: str | None, before: str | None, limit: int
) -> list[Shown]:
    """Entries by their newest revision, latest number first, those before the number `before`."""
    rows = await read.fetch(
        _SHOWN
        + """where r.version = e.latest and ($1::text is null or e.state = $1)
             and ($2::text is null or r.system = $2)
             and ($3::text is null or (length(e.number), e.number) < (length($3), $3))
             order by length(e.number) desc, e.number desc limit $4""",
        state,
        system,
        before,
        limit,
    )
    return [_shown(row) for row in rows]


async def lapsing(read: ReadTx, today: date, until: date) -> list[Shown]:
    rows = await read.fetch(
        _SHOWN
        + "where r.version = e.live and r.valid_until between $1 and $2 order by r.valid_until, e.number",
        today,
        until,
    )
    return [_shown(row) for row in rows]


async def searchable(read: ReadTx, model: str) -> list[Searchable]:
    """Every live revision in the order of its number, with its vector of `model` where that is up to date."""
    rows = await read.fetch(
        """select e.id as entry_id, r.system, array[s.name, s.short_name] || s.aliases as system_names, r.title,
             r.wordings, r.keywords, r.answer, v.vector
           from knowledge_entry e join knowledge_revision r on r.entry_id = e.id and r.version = e.live
           join consultation_system s on s.code = r.system
           left join knowledge_vector v on v.entry_id = e.id and v.version = e.live and v.model = $1
           where e.live is not null order by length(e.number), e.number""",
        model,
    )
    return [
        Searchable(
            entry_id=row["entry_id"],
            system=row["system"],
            system_names=tuple(row["system_names"]),
            title=row["title"],
            wordings=tuple(row["wordings"]),
            keywords=tuple(row["keywords"]),
            answer=row["answer"],
            vector=row["vector"],
        )
        for row in rows
    ]


async def existing(read: ReadTx) -> list[tuple[Entry, Content]]:
    """Every entry with its newest content."""
    rows = await read.fetch(
        f"""select e.id, e.number, e.state, e.latest, e.live, e.changed_at, {CONTENT}
            from knowledge_entry e join knowledge_revision r on r.entry_id = e.id and r.version = e.latest
            order by length(e.number), e.number"""
    )
    return [(_entry(row), _content(row)) for row in rows]


async def _revisions(read: ReadTx, entry_id: EntryId, version: int | None) -> list[Revision]:
    rows = await read.fetch(
        f"""select r.entry_id, r.version, {CONTENT}, r.written_at, r.written_by, r.written_by_name, r.why
            from knowledge_revision r where r.entry_id = $1 and ($2::integer is null or r.version = $2)
            order by r.version""",
        entry_id,
        version,
    )
    return [
        Revision(
            entry_id=row["entry_id"],
            version=row["version"],
            content=_content(row),
            written_at=row["written_at"],
            written_by=Signature(row["written_by_name"], row["written_by"]),
            why=row["why"],
        )
        for row in rows
    ]


def _revision_row(revision: Revision) -> tuple[object, ...]:
    content = revision.content
    said: tuple[object, ...] = (
        content.system, content.kind, content.topic, content.title, list(content.wordings), content.answer,
        list(content.keywords), content.source, content.source_date, content.valid_from, content.valid_until,
    )  # fmt: skip
    by = revision.written_by
    return (
        revision.entry_id,
        revision.version,
        *said,
        revision.written_at,
        by.staff_id,
        by.name,
        revision.why,
    )


def _entry(row: Any) -> Entry:
    live: int | None = row["live"]
    changed_at: datetime = row["changed_at"]
    return Entry(
        id=row["id"],
        number=row["number"],
        state=State(row["state"]),
        latest=row["latest"],
        live=live,
        changed_at=changed_at,
    )


def _content(row: Any) -> Content:
    return Content(
        system=row["system"],
        kind=Kind(row["kind"]),
        topic=row["topic"],
        title=row["title"],
        wordings=tuple(row["wordings"]),
        answer=row["answer"],
        keywords=tuple(row["keywords"]),
        source=row["source"],
        source_date=row["source_date"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
    )


def _shown(row: Any) -> Shown:
    return Shown(
        entry_id=row["entry_id"],
        number=row["number"],
        version=row["version"],
        content=_content(row),
        state=State(row["state"]),
        system_name=row["system_name"],
        topic_name=row["topic_name"],
        reviewed_at=row["reviewed_at"],
    )


def _step(row: Any) -> Step:
    by = Signature(row["by_name"], row["by_id"])
    return Step(version=row["version"], step=row["step"], at=row["at"], by=by, why=row["why"])
