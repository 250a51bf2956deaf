"""Deeds about staff."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, NotFound
from helpline.people import rules
from helpline.people.commands.logins import end_sessions
from helpline.people.events import SkillsGranted, StaffDeactivated
from helpline.people.model import NewStaff, Skills, Staff, StaffId
from helpline.people.store import staff as store


class NumberTaken(Conflict):
    code = "number-taken"


class UnknownStaff(NotFound):
    code = "unknown-staff"


class AlreadyLeft(Conflict):
    code = "already-left"


async def hire(tx: Tx, people: Sequence[NewStaff]) -> list[Staff]:
    """Enter staff, active from now; all of them or none.

    Raises:
        NumberTaken: a number is in use, or twice in `people`.
        Misplaced, Invalid: see `rules.check_hiring`.
    """
    for person in people:
        rules.check_hiring(person)
    hired = [_hired(person, tx) for person in people]
    added = await store.add(tx, hired)
    taken = sorted({each.number for each in hired} - added)
    if taken:
        raise NumberTaken(f"工号已被使用：{'、'.join(taken)}。")
    if len(added) < len(hired):
        raise NumberTaken("同一个工号在名单里出现了两次。")
    return hired


async def grant_skills(tx: Tx, staff_id: UUID, skills: Skills, chat_capacity: int) -> Staff:
    """From now on the person can be asked this, so many dialogues at once.

    Raises:
        UnknownStaff, AlreadyLeft: nobody of that id works here.
        Invalid: see `rules.check_skills`.
    """
    rules.check_skills(skills, chat_capacity)
    person = await lock(tx, staff_id)
    await store.save_skills(tx, person.id, skills, chat_capacity)
    tx.announce(SkillsGranted(staff_id=person.id))
    return msgspec.structs.replace(person, skills=skills, chat_capacity=chat_capacity)


async def deactivate(tx: Tx, staff_id: UUID, heir: UUID | None = None) -> Staff:
    """The person works here no more: every log-in ends at once; `heir` answers for what was owed.

    Raises:
        UnknownStaff, AlreadyLeft: nobody of that id works here.
    """
    person = await lock(tx, staff_id)
    await store.end(tx, person.id, tx.now)
    await end_sessions(tx, [person.id], "deactivated")
    tx.announce(StaffDeactivated(staff_id=person.id, heir=heir))
    return msgspec.structs.replace(person, active_until=tx.now)


async def lock(tx: Tx, staff_id: UUID) -> Staff:
    """The person, for a deed about them; deeds about one person wait for each other.

    Raises:
        UnknownStaff, AlreadyLeft: nobody of that id works here.
    """
    person = await store.lock(tx, staff_id)
    if person is None:
        raise UnknownStaff("没有这名人员。")
    if not person.is_active(tx.now):
        raise AlreadyLeft(f"工号 {person.number} 已停用。")
    return person


def _hired(person: NewStaff, tx: Tx) -> Staff:
    return Staff(id=StaffId(new_id()), active_since=tx.now, **msgspec.structs.asdict(person))
