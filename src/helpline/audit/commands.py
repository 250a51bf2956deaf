"""Deeds of the audit log: put lines on record, in the transaction of what they tell of."""

from collections.abc import Sequence

import msgspec

from helpline.audit import store
from helpline.audit.model import Entry, Line, Subject
from helpline.kit import errand
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.log import correlation

ANSWERABLE = frozenset({"staff", "token", "command_line"})
"""Whose every change is put on record, whether or not the room thought of it."""

WHY_LETTERS = 500


async def record(tx: Tx, line: Line) -> None:
    """Put one line on record; it stands if and only if the deed commits."""
    await record_all(tx, [line])


async def record_all(tx: Tx, lines: Sequence[Line]) -> None:
    """Put several lines on record, in one statement."""
    errand_now = errand.current()
    await store.add(tx, [_entry(tx, errand_now, line) for line in lines])
    tx.witnessed = True


async def witness(tx: Tx) -> None:
    """Before a commit: a change on somebody's errand that no room put on record gets its line from the door."""
    now = errand.current()
    if tx.witnessed or not now.changes or now.kind not in ANSWERABLE:
        return
    await record(tx, Line(deed=now.door, subject=Subject(*now.subject)))


def _entry(tx: Tx, on: errand.Errand, line: Line) -> Entry:
    return Entry(
        id=new_id(),
        at=tx.now,
        who_kind=on.kind,
        who_id=on.id,
        who_number=on.number,
        who_role=on.role,
        session_id=on.session_id,
        address=on.address,
        agent=on.agent,
        door=on.door,
        purpose=on.purpose,
        correlation=on.correlation or correlation.get(),
        deed=line.deed,
        subject_kind=line.subject.kind,
        subject_id=line.subject.id,
        outcome=line.outcome,
        why=line.why[:WHY_LETTERS],
        detail=msgspec.json.encode(line.detail, order="deterministic").decode() if line.detail else "{}",
    )
