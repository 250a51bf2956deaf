"""Deeds about people's life at work. Each is kept with who, when and why; nobody decides about oneself (R18.1)."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.audit.commands import record
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Forbidden, Invalid, NotFound
from helpline.people import roll, rules
from helpline.people.career import Absence, Hand, Posting, StaffEvent, What, posting_of
from helpline.people.commands import staff
from helpline.people.commands.logins import end_sessions
from helpline.people.events import AbsenceEntered, StaffAway, StaffMoved
from helpline.people.model import NewStaff, Role, Skills, Staff
from helpline.people.store import career as store


class OwnMatter(Forbidden):
    code = "own-matter"


class NotAway(NotFound):
    code = "not-away"


class UnfitHeir(Invalid):
    code = "unfit-heir"


class NoHeir(Conflict):
    code = "no-heir"


async def onboard(tx: Tx, person: NewStaff, by: Hand) -> Staff:
    """Somebody begins to work here, under a number that nobody ever had.

    Raises:
        NumberTaken, Misplaced, Invalid: see `commands.hire`.
    """
    await _real(
        tx,
        Posting(
            role=person.role,
            provider_id=person.provider_id,
            team_id=person.team_id,
            district_id=person.district_id,
            office=person.office,
        ),
    )
    [hired] = await staff.hire(tx, [person])
    await _note(tx, hired, "hired", by, _words(posting_of(hired)))
    return hired


async def move(tx: Tx, staff_id: UUID, posting: Posting, by: Hand) -> Staff:
    """R14.1: from now on the person works elsewhere, or as something else.

    Log-ins end, so that the old scope ends with them. Old work stays with the old provider and goes to the team's lead.

    Raises:
        UnknownStaff, AlreadyLeft: nobody of that id works here.
        OwnMatter: nobody changes the own role or place.
        Misplaced: the place does not fit the role.
        Unchanged: it is where the person works already.
        NoHeir: nobody is there to answer for the work left behind.
    """
    person = await staff.lock(tx, staff_id)
    _others_only(person, by)
    before = posting_of(person)
    if before == posting:
        raise Conflict("该人员现在就在这个岗位，无需调动。")
    moved = msgspec.structs.replace(person, **msgspec.structs.asdict(posting))
    rules.check_posting(moved)
    await _real(tx, posting)
    heir = await _heir(tx, person)
    await store.save_posting(tx, person.id, posting)
    await end_sessions(tx, [person.id], "moved")
    what: What = "moved" if before.role is posting.role else "role"
    await _note(tx, person, what, by, _words(before, "from_") | _words(posting))
    tx.announce(StaffMoved(staff_id=person.id, heir=heir))
    return moved


async def leave(
    tx: Tx, staff_id: UUID, by: Hand, heir: UUID | None = None, *, owes_nothing: bool = False
) -> Staff:
    """The person works here no more: log-ins end at once, nothing is offered, the number stays taken for ever.

    What was promised goes to `heir`; None: to whoever answers by default. Somebody has to unless the person
    `owes_nothing`.

    Raises:
        UnknownStaff, AlreadyLeft, OwnMatter, NoHeir: as with `move`.
        UnfitHeir: `heir` does not work for the same provider, or is away.
    """
    person = await staff.lock(tx, staff_id)
    _others_only(person, by)
    heir = await _chosen(tx, person, heir) if heir else await _heir(tx, person, is_needed=not owes_nothing)
    gone = await staff.deactivate(tx, staff_id, heir=heir)
    await _note(tx, person, "left", by, {"heir": str(heir)} if heir else {})
    return gone


async def train(tx: Tx, staff_id: UUID, skills: Skills, chat_capacity: int, by: Hand) -> Staff:
    """What the person can be asked from now on.

    Raises:
        UnknownStaff, AlreadyLeft, Invalid: see `commands.grant_skills`.
    """
    person = await staff.grant_skills(tx, staff_id, skills, chat_capacity)
    detail = {"systems": ",".join(skills.systems), "max_level": str(skills.max_level)}
    await _note(tx, person, "skills", by, {**detail, "chat_capacity": str(chat_capacity)})
    return person


async def take_leave(tx: Tx, staff_id: UUID, since: datetime, until: datetime, by: Hand) -> Absence:
    """The person is away from `since` to `until`: offered nothing, and what is owed is answered for by another.

    Raises:
        UnknownStaff, AlreadyLeft, NoHeir: as with `move`.
        Invalid: it ends before it begins, or has ended already.
        Conflict: another absence lies in that time.
    """
    person = await staff.lock(tx, staff_id)
    if until <= since or until <= tx.now:
        raise Invalid("休假的结束时间须晚于开始时间，且在今后。")
    if any(each.since < until and since < each.until for each in await store.absences(tx, staff_id)):
        raise Conflict("这段时间里已经登记了休假，请先核对。")
    await _heir(tx, person)
    absence = Absence(id=new_id(), staff_id=person.id, since=since, until=until, why=by.why)
    await store.add_absence(tx, absence)
    await _note(tx, person, "absent", by, {"since": since.isoformat(), "until": until.isoformat()})
    tx.announce(AbsenceEntered(absence_id=absence.id, since=since))
    return absence


async def begin_absence(tx: Tx, absence_id: UUID) -> None:
    """The time has come: log-ins end, others take over. Doing it again, or of one called off, changes nothing."""
    absence = await store.lock_absence(tx, absence_id)
    if absence is None or not absence.holds(tx.now):
        return
    person = await staff.lock(tx, absence.staff_id)
    await end_sessions(tx, [person.id], "absent")
    tx.announce(StaffAway(staff_id=person.id, heir=await _heir(tx, person)))


async def come_back(tx: Tx, staff_id: UUID, by: Hand) -> Absence:
    """The person is back before the time, or does not go at all.

    Raises:
        UnknownStaff, AlreadyLeft: nobody of that id works here.
        NotAway: no absence holds or is to come.
    """
    person = await staff.lock(tx, staff_id)
    absence = next(iter(await store.absences(tx, staff_id)), None)
    if absence is None:
        raise NotAway("该人员没有登记休假。")
    await store.end_absence(tx, absence.id, tx.now)
    await _note(tx, person, "back", by, {})
    return absence


def _others_only(person: Staff, by: Hand) -> None:
    if by.staff_id == person.id:
        raise OwnMatter("不能变更本人的岗位和权限，请由他人办理。")


async def _real(tx: Tx, posting: Posting) -> None:
    if not await store.is_real(tx, posting):
        raise rules.Misplaced("所选的机构不存在，或班组不属于该服务商，请重新选择。")


async def _heir(tx: Tx, person: Staff, *, is_needed: bool = True) -> UUID | None:
    """R5.3: who answers for what the person leaves; None where the person serves nobody."""
    if person.provider_id is None:
        return None
    found = await roll.heirs_of(tx, person, roll.BY_DEFAULT)
    if not found and is_needed and person.role in (Role.CONSULTANT, Role.TEAM_LEAD):
        raise NoHeir("没有在岗的班长或服务商管理员可以接手其未办结的工作，请先安排接手人。")
    return found[0].id if found else None


async def _chosen(tx: Tx, person: Staff, heir: UUID) -> UUID:
    """R5.3: an heir by name is of the same provider, serves or leads there, and is here."""
    if heir not in {each.id for each in await roll.heirs_of(tx, person)}:
        raise UnfitHeir("接手人须是同一服务商在岗的咨询员、班长或管理员，请另选。")
    return heir


async def _note(tx: Tx, person: Staff, what: What, by: Hand, detail: dict[str, str]) -> None:
    event = StaffEvent(
        id=new_id(), staff_id=person.id, at=tx.now, what=what, by_id=by.staff_id, why=by.why, detail=detail
    )
    await store.add_event(tx, event)
    line = Line(deed=f"staff.{what}", subject=Subject("staff", str(person.id)), why=by.why, detail=detail)
    await record(tx, line)


def _words(posting: Posting, prefix: str = "") -> dict[str, str]:
    given = msgspec.structs.asdict(posting).items()
    return {f"{prefix}{name}": str(value) for name, value in given if value is not None}
