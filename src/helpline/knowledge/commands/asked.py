"""Write down what was asked, what found nothing, and what people said of entries."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.refusal import Invalid, NotFound
from helpline.knowledge.events import EntryQuestioned
from helpline.knowledge.model import FeedbackId, GapId, Note, Question, Signature
from helpline.knowledge.question import matter_key
from helpline.knowledge.redaction import struck
from helpline.knowledge.store import asked as store
from helpline.knowledge.store import entries


async def note_question(tx: Tx, question: Question) -> None:
    """R15.2: one question and its outcome, without numbers of persons; `unknown` counts as a gap too."""
    kept = msgspec.structs.replace(question, words=struck(question.words))
    matter = matter_key(kept.words)
    await store.add_question(tx, kept, matter, shanghai(tx.now).date())
    if kept.outcome == "unknown" and matter:
        await store.count_gap(tx, kept, matter)


async def close_gap(tx: Tx, gap_id: GapId, by: Signature, why: str) -> None:
    """R15.2: an editor has dealt with a gap. It opens again if the question is asked again in vain.

    Raises:
        NotFound: no such open gap.
        Invalid: no reason is given.
    """
    if not why.strip():
        raise Invalid("请写明如何处理的。")
    if not await store.close_gap(tx, gap_id, by.name, why.strip()):
        raise NotFound("没有这条待处理的缺口。")


async def give_feedback(tx: Tx, note: Note, by: Signature) -> FeedbackId:
    """R15.2: keep what somebody says of an entry, or of one that is missing.

    Raises:
        NotFound: the entry is not shown to anybody.
        Invalid: 'wrong' or 'missing' without words, or another verdict on no entry.
    """
    if note.verdict in ("wrong", "missing") and not note.words.strip():
        raise Invalid("请说明哪里有误，或缺少什么内容。")
    if note.verdict != "missing" and note.number is None:
        raise Invalid("请指明是哪一条知识。")
    shown = None
    if note.number is not None:
        shown = await entries.shown_by_number(tx, note.number, shanghai(tx.now).date())
        if shown is None:
            raise NotFound(f"没有编号为 {note.number} 的知识条目。")
    kept = msgspec.structs.replace(note, words=struck(note.words.strip()))
    feedback_id = await store.add_feedback(tx, kept, by, shown)
    if shown is not None and note.verdict == "wrong":
        tx.announce(EntryQuestioned(entry_id=shown.entry_id, number=shown.number, feedback_id=feedback_id))
    return feedback_id


async def handle_feedback(
    tx: Tx, feedback_id: FeedbackId, by: Signature, why: str, among: Sequence[UUID] | None = None
) -> None:
    """R15.2: an editor has dealt with it. Raises NotFound, also of what others said; Invalid without a reason."""
    if not why.strip():
        raise Invalid("请写明如何处理的。")
    if not await store.handle_feedback(tx, feedback_id, by.name, why.strip(), among):
        raise NotFound("没有这条待处理的意见。")
