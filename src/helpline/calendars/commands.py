"""Enter statutory days. Every change is on record with who, when and why."""

from uuid import UUID

import msgspec

from helpline.calendars import shipped, store
from helpline.calendars.model import DayKind, Notice, Reading, StatutoryDay
from helpline.calendars.rules import changes
from helpline.calendars.rules.working_time import accept_year
from helpline.kit.db import Tx

SHIPPED_REASON = "随系统提供的国务院办公厅放假安排"


async def seed(tx: Tx) -> int:
    """Enter the shipped years that nobody has entered yet; how many. Call it at every start.

    What people have entered, singly or as a notice, stays as it is.
    """
    await store.lock(tx)
    known = await store.years(tx)
    missing = [notice for notice in shipped.notices() if notice.year not in known]
    if not missing:
        return 0
    entered = {each.day for each in await store.days(tx)}
    fresh = [day for notice in missing for day in notice.days if day.day not in entered]
    await store.save_days(tx, fresh, None, SHIPPED_REASON)
    for notice in missing:
        await store.save_notice(tx, notice, None)
    await store.renew_version(tx)
    return len(missing)


async def put_day(tx: Tx, by: UUID, day: StatutoryDay, why: str) -> None:
    """Make one day off, worked or ordinary. It stays with the notice that named it, and makes no year known.

    Raises:
        NoReason, NoName: as they say.
        OutOfReach: calendars do not reach to that day.
    """
    accept_year(day.day.year)
    changes.accept_reason(why)
    changes.accept_day(day)
    await store.lock(tx)
    standing = {each.day: each for each in await store.days_of(tx, day.day.year)}.get(day.day)
    if standing is not None:
        day = msgspec.structs.replace(day, year=standing.year)
    if day == standing or (standing is None and day.kind is DayKind.ORDINARY):
        return
    await store.save_days(tx, [day], by, why.strip())
    await store.renew_version(tx)


async def enter_notice(tx: Tx, by: UUID, notice: Notice, why: str, *, amends: bool = False) -> int:
    """Enter a year's notice, or with `amends` a later one that changes single days; how many days changed.

    Raises:
        NoReason: `why` is empty.
        OutOfReach: calendars do not reach to that year.
        UnfitNotice: the notice cannot be believed.
        YearNotEntered: it amends a year whose notice is not there.
    """
    changes.accept_reason(why)
    accept_year(notice.year)
    await store.lock(tx)
    if amends and notice.year not in await store.years(tx):
        raise changes.YearNotEntered(f"{notice.year}年的放假通知尚未录入，请先录入全年安排，再录入调整。")
    changed = changes.by_notice(await store.days_of(tx, notice.year), notice, amends=amends)
    await store.save_days(tx, changed, by, why.strip())
    if not amends:
        await store.save_notice(tx, notice, by)
    await store.renew_version(tx)
    return len(changed)


async def enter_reading(tx: Tx, by: UUID, reading: Reading, why: str, *, amends: bool = False) -> int:
    """Enter a notice that was read from its words; how many days changed.

    Raises:
        DoubtfulNotice: the words do not agree with themselves.
        Refused: as `enter_notice`.
    """
    changes.accept_doubts(reading.doubts)
    return await enter_notice(tx, by, reading.notice, why, amends=amends)
