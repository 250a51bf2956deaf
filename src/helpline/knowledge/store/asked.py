"""SQL of what was asked, what found nothing, and what people said of entries."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.knowledge.model import (
    EntryId,
    Feedback,
    FeedbackId,
    Gap,
    GapId,
    HotQuestion,
    Note,
    Question,
    Shown,
    Signature,
    Verdict,
)

_AMONG = "(f.by_id is null or ${0}::uuid[] is null or f.by_id = any(${0}))"
"""Taxpayers' words, and of the staff's those of certain people."""


async def add_question(tx: Tx, question: Question, matter: str, on: date) -> None:
    await tx.execute(
        """insert into knowledge_question
             (id, asked_at, asked_on, words, matter, system, outcome, entry_id, version)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        new_id(),
        tx.now,
        on,
        question.words,
        matter,
        question.system,
        question.outcome,
        question.entry_id,
        question.version,
    )


async def count_gap(tx: Tx, question: Question, matter: str) -> None:
    """One more asker; a gap that was closed is open again."""
    await tx.execute(
        """insert into knowledge_gap (id, matter, words, system, times, first_at, last_at)
           values ($1, $2, $3, $4, 1, $5, $5)
           on conflict (matter) do update set times = knowledge_gap.times + 1, last_at = excluded.last_at,
             system = coalesce(excluded.system, knowledge_gap.system),
             closed_at = null, closed_by = null, closed_why = null""",
        new_id(),
        matter,
        question.words,
        question.system,
        tx.now,
    )


async def close_gap(tx: Tx, gap_id: GapId, by: str, why: str) -> bool:
    status = await tx.execute(
        """update knowledge_gap set closed_at = $2, closed_by = $3, closed_why = $4
           where id = $1 and closed_at is null""",
        gap_id,
        tx.now,
        by,
        why,
    )
    return status.endswith("1")


async def figures(read: ReadTx, on: date) -> asyncpg.Record | None:
    """R12.1: live entries, questions of a day and how many found an entry, gaps that are open: live, asked, hits, gaps."""
    return await read.fetchrow(
        """select (select count(*) from knowledge_entry where live is not null)::int as live,
             (select count(*) from knowledge_question where asked_on = $1)::int as asked,
             (select count(*) from knowledge_question where asked_on = $1 and outcome = 'answered')::int as hits,
             (select count(*) from knowledge_gap where closed_at is null)::int as gaps""",
        on,
    )


async def gaps(read: ReadTx, limit: int) -> list[Gap]:
    rows = await read.fetch(
        """select id, words, system, times, first_at, last_at from knowledge_gap
           where closed_at is null order by times desc, last_at desc, id limit $1""",
        limit,
    )
    return [Gap(**dict(row)) for row in rows]


async def hot(read: ReadTx, since: date, until: date, limit: int) -> list[HotQuestion]:
    """The entries shown most often on these days, of those that may be shown on the last."""
    rows = await read.fetch(
        """select e.number, r.title, r.system, count(*)::integer as times
           from knowledge_question q join knowledge_entry e on e.id = q.entry_id
           join knowledge_revision r on r.entry_id = e.id and r.version = e.live
           where q.asked_on between $1 and $2
             and (r.valid_from is null or r.valid_from <= $2)
             and (r.valid_until is null or r.valid_until >= $2)
           group by e.number, r.title, r.system order by count(*) desc, max(q.asked_at) desc limit $3""",
        since,
        until,
        limit,
    )
    return [HotQuestion(**dict(row)) for row in rows]


async def newest(read: ReadTx, today: date, limit: int) -> list[HotQuestion]:
    """Entries in the order of their numbers, for the days before anybody has asked."""
    rows = await read.fetch(
        """select e.number, r.title, r.system, 0 as times
           from knowledge_entry e join knowledge_revision r on r.entry_id = e.id and r.version = e.live
           where (r.valid_from is null or r.valid_from <= $1)
             and (r.valid_until is null or r.valid_until >= $1)
           order by length(e.number), e.number limit $2""",
        today,
        limit,
    )
    return [HotQuestion(**dict(row)) for row in rows]


async def add_feedback(tx: Tx, note: Note, by: Signature, shown: Shown | None) -> FeedbackId:
    feedback_id = FeedbackId(new_id())
    await tx.execute(
        """insert into knowledge_feedback
             (id, entry_id, version, verdict, words, conversation, at, by_id, by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        feedback_id,
        shown.entry_id if shown else None,
        shown.version if shown else None,
        note.verdict,
        note.words,
        note.conversation,
        tx.now,
        by.staff_id,
        by.name,
    )
    return feedback_id


async def handle_feedback(
    tx: Tx, feedback_id: FeedbackId, by: str, why: str, among: Sequence[UUID] | None
) -> bool:
    status = await tx.execute(
        f"""update knowledge_feedback f set handled_at = $2, handled_by = $3, handled_why = $4
           where f.id = $1 and f.handled_at is null and {_AMONG.format(5)}""",
        feedback_id,
        tx.now,
        by,
        why,
        among,
    )
    return status.endswith("1")


async def open_feedback(read: ReadTx, limit: int, among: Sequence[UUID] | None) -> list[Feedback]:
    """What is to be looked into: said to be wrong or missing, and not handled yet; newest first."""
    rows = await read.fetch(
        f"""select f.id, e.number, r.title, f.version, f.verdict, f.words,
             f.conversation, f.at, f.by_name as by
           from knowledge_feedback f left join knowledge_entry e on e.id = f.entry_id
           left join knowledge_revision r on r.entry_id = f.entry_id and r.version = f.version
           where f.handled_at is null and f.verdict in ('wrong', 'missing') and {_AMONG.format(2)}
           order by f.at desc, f.id limit $1""",
        limit,
        among,
    )
    return [Feedback(**dict(row)) for row in rows]


async def votes(read: ReadTx, number: str, among: Sequence[UUID] | None) -> dict[Verdict, int]:
    rows = await read.fetch(
        f"""select f.verdict, count(*)::integer as times from knowledge_feedback f
           join knowledge_entry e on e.id = f.entry_id where e.number = $1 and {_AMONG.format(2)}
           group by f.verdict""",
        number,
        among,
    )
    return {row["verdict"]: row["times"] for row in rows}


async def vectors_missing(read: ReadTx, model: str, limit: int) -> list[tuple[EntryId, int, str]]:
    """Live revisions without a vector of `model`: entry, version and the text to embed."""
    rows = await read.fetch(
        """select e.id, e.live, r.title || chr(10) || r.answer as text
           from knowledge_entry e join knowledge_revision r on r.entry_id = e.id and r.version = e.live
           left join knowledge_vector v on v.entry_id = e.id and v.version = e.live and v.model = $1
           where v.entry_id is null order by e.id limit $2""",
        model,
        limit,
    )
    return [(row["id"], row["live"], row["text"]) for row in rows]


async def save_vectors(tx: Tx, model: str, rows: list[tuple[EntryId, int, bytes]]) -> None:
    await tx.executemany(
        """insert into knowledge_vector (entry_id, version, model, vector) values ($1, $2, $3, $4)
           on conflict (entry_id, model)
           do update set version = excluded.version, vector = excluded.vector""",
        [(entry, version, model, vector) for entry, version, vector in rows],
    )
