"""Deeds that let somebody in: unlocking a number, and the record of a password given."""

from helpline.audit.commands import record
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict
from helpline.people import rules
from helpline.people.attempts import Guard
from helpline.people.model import Staff
from helpline.people.store import logins as store


class NotLocked(Conflict):
    code = "not-locked"


async def unlock(tx: Tx, person: Staff, why: str) -> None:
    """GB/T 22239, 8.1.4.1: the number may be tried again before its time; the reason is put on record.

    Raises:
        NotLocked: it is not locked.
    """
    if not rules.is_locked(await store.lock_guard(tx, person.number), tx.now):
        raise NotLocked(f"工号 {person.number} 没有被锁定。")
    await store.save_guard(tx, person.number, Guard())
    await record(tx, Line(deed="people.unlock", subject=Subject("staff", person.number), why=why))


async def note_given(tx: Tx, person: Staff, why: str) -> None:
    """R18.1: somebody else chose the person's password."""
    await record(tx, Line(deed="people.start_password", subject=Subject("staff", person.number), why=why))
