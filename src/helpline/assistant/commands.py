"""Writes down what was asked and what became of it."""

from helpline.assistant.model import (
    Answered,
    AskBack,
    Context,
    HandOver,
    OutOfScope,
    Reply,
    SmallTalk,
)
from helpline.kit.db import Tx
from helpline.knowledge.commands import asked as knowledge
from helpline.knowledge.model import EntryId, Outcome, Question


async def note(tx: Tx, text: str, reply: Reply, context: Context) -> None:
    """R15.2: the question and its outcome, for hot questions and gaps; small talk is not kept."""
    if isinstance(reply, SmallTalk):
        return
    shown = reply if isinstance(reply, Answered) else None
    await knowledge.note_question(
        tx,
        Question(
            words=text,
            outcome=_outcome(reply),
            system=context.system,
            entry_id=EntryId(shown.entry_id) if shown else None,
            version=shown.revision if shown else None,
        ),
    )


def _outcome(reply: Reply) -> Outcome:
    match reply:
        case Answered():
            return "answered"
        case AskBack():
            return "asked_back"
        case OutOfScope():
            return "out_of_scope"
        case HandOver():
            return "handed_over"
        case _:
            return "unknown"
