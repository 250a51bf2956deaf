"""Statutory days on record: shipped once, edited by named people, and seen by everybody at once."""

from datetime import date, datetime, timedelta

import asyncpg
import msgspec
import pytest

from helpline.calendars import commands, queries, shipped
from helpline.calendars.model import DayKind, Hours, Notice, StatutoryDay
from helpline.calendars.rules import changes
from helpline.calendars.rules.notice_file import UnfitNotice
from helpline.calendars.rules.notice_text import read_notice
from helpline.calendars.rules.three import Calendars
from helpline.calendars.rules.working_time import OutOfReach
from helpline.kit.clock import SHANGHAI, VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id

SPRING = "二、春节：2月5日至11日放假调休，共7天。1月31日（周日）、2月20日（周六）上班。"
WEDNESDAY = date(2026, 11, 11)


def single(day: date, kind: DayKind, name: str = "停电检修") -> StatutoryDay:
    return StatutoryDay(day=day, year=day.year, name=name, kind=kind, source="市局通知")


async def seed(db: Database) -> int:
    async with db.deed() as tx:
        return await commands.seed(tx)


async def put(db: Database, day: StatutoryDay, why: str = "市局通知") -> None:
    async with db.deed() as tx:
        await commands.put_day(tx, new_id(), day, why)


async def enter(db: Database, notice: Notice, *, amends: bool = False) -> int:
    async with db.deed() as tx:
        return await commands.enter_notice(tx, new_id(), notice, "国办通知", amends=amends)


async def load(db: Database) -> Calendars:
    async with db.reading() as read:
        return await queries.load(read)


async def test_shipped_days_are_entered_once(db: Database) -> None:
    assert await seed(db) == 16
    assert await seed(db) == 0

    made = await load(db)
    assert dict(made.statutory.days) == dict(shipped.statutory_days().days)
    assert made.statutory.years == shipped.statutory_days().years


async def test_an_unseeded_database_answers_from_the_shipped_days(db: Database) -> None:
    assert (await load(db)).statutory == shipped.statutory_days()


async def test_seeding_again_keeps_what_people_entered(db: Database) -> None:
    await seed(db)
    await put(db, single(WEDNESDAY, DayKind.OFF))

    await seed(db)

    assert not (await load(db)).working.is_open_day(WEDNESDAY)


async def test_what_was_entered_before_the_first_seeding_stays(db: Database) -> None:
    await put(db, single(date(2026, 10, 1), DayKind.WORK, "值班"))

    await seed(db)

    assert (await load(db)).working.is_open_day(date(2026, 10, 1))
    assert not (await load(db)).working.is_open_day(date(2026, 10, 2))


async def test_a_changed_day_is_seen_at_once_by_every_process(db: Database, clock: VirtualClock) -> None:
    await seed(db)
    other = await Database.open(db.dsn, clock)
    assert (await load(other)).service.is_open_day(WEDNESDAY)

    await put(db, single(WEDNESDAY, DayKind.OFF))

    assert not (await load(other)).service.is_open_day(WEDNESDAY)
    await other.close()


async def test_calendars_are_made_once_while_no_day_changes(db: Database) -> None:
    await seed(db)
    first = await load(db)

    assert await load(db) is first
    await put(db, single(WEDNESDAY, DayKind.OFF))
    assert await load(db) is not first


async def test_hours_are_those_of_the_terms_given(db: Database) -> None:
    late = msgspec.structs.replace(Hours(), cutoff_hour="24:00")

    async with db.reading() as read:
        working = (await queries.load(read, late)).working

    friday = datetime(2026, 11, 13, 20, tzinfo=SHANGHAI)
    assert working.due(friday, 1) == datetime(2026, 11, 17, tzinfo=SHANGHAI)


async def test_a_change_undone_with_its_deed_is_seen_by_nobody(db: Database) -> None:
    await seed(db)

    async def fail_after_putting() -> None:
        async with db.deed() as tx:
            await commands.put_day(tx, new_id(), single(WEDNESDAY, DayKind.OFF), "试")
            assert not (await queries.load(tx)).working.is_open_day(WEDNESDAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_putting()

    assert (await load(db)).working.is_open_day(WEDNESDAY)


async def test_a_day_can_be_made_ordinary_again(db: Database, clock: VirtualClock) -> None:
    await seed(db)
    await put(db, single(WEDNESDAY, DayKind.OFF))
    clock.advance(timedelta(hours=1))

    await put(db, single(WEDNESDAY, DayKind.ORDINARY, ""), "检修取消")

    async with db.reading() as read:
        view = await queries.year_view(read, 2026)
    made = [each for each in view.changes if each.changed_by is not None]
    assert (await load(db)).working.is_open_day(WEDNESDAY)
    assert WEDNESDAY not in {each.day for each in view.days}
    assert [(each.kind, each.why, each.changed_at) for each in made] == [
        (DayKind.OFF, "市局通知", clock.now() - timedelta(hours=1)),
        (DayKind.ORDINARY, "检修取消", clock.now()),
    ]


async def test_a_day_put_as_it_is_leaves_no_trace(db: Database) -> None:
    await seed(db)
    await put(db, single(WEDNESDAY, DayKind.OFF))
    before = await load(db)

    await put(db, single(WEDNESDAY, DayKind.OFF))
    await put(db, single(date(2026, 11, 12), DayKind.ORDINARY, ""))

    assert await load(db) is before


async def test_next_years_notice_makes_the_year_known(db: Database) -> None:
    await seed(db)
    async with db.reading() as read:
        assert (await queries.missing_year(read, date(2026, 11, 30))) is None
        missing = await queries.missing_year(read, date(2026, 12, 1))
    assert missing is not None
    assert (missing.year, missing.in_use) == (2027, False)

    changed = await enter(db, read_notice(SPRING, 2027, "国办发明电〔2026〕1号").notice)

    async with db.reading() as read:
        assert (await queries.missing_year(read, date(2026, 12, 1))) is None
        view = await queries.year_view(read, 2027)
    made = await load(db)
    assert changed == 9
    assert (view.known, view.source) == (True, "国办发明电〔2026〕1号")
    assert made.working.due(datetime(2027, 2, 4, 10, tzinfo=SHANGHAI), 1) == datetime(
        2027, 2, 12, 21, tzinfo=SHANGHAI
    )
    assert not made.is_provisional(
        datetime(2027, 2, 4, tzinfo=SHANGHAI), datetime(2027, 2, 12, tzinfo=SHANGHAI)
    )


async def test_a_single_day_does_not_silence_the_alarm(db: Database) -> None:
    await seed(db)
    await put(db, single(date(2027, 2, 5), DayKind.OFF, "春节"))

    async with db.reading() as read:
        assert await queries.missing_year(read, date(2026, 12, 1)) is not None


async def test_a_corrected_notice_takes_the_place_of_the_first(db: Database) -> None:
    await seed(db)
    await enter(db, read_notice(SPRING, 2027).notice)

    changed = await enter(db, read_notice(SPRING.replace("2月20日（周六）", "2月21日（周日）"), 2027).notice)

    made = await load(db)
    assert changed == 2
    assert not made.working.is_open_day(date(2027, 2, 20))
    assert made.working.is_open_day(date(2027, 2, 21))


async def test_an_amendment_changes_only_the_days_it_names(db: Database) -> None:
    await seed(db)
    await enter(db, read_notice(SPRING, 2027).notice)

    changed = await enter(db, read_notice("2月12日补休。", 2027).notice, amends=True)

    made = await load(db)
    assert changed == 1
    assert not made.working.is_open_day(date(2027, 2, 12))
    assert not made.working.is_open_day(date(2027, 2, 5))


async def test_what_cannot_be_entered_is_refused(db: Database) -> None:
    await seed(db)
    notice = read_notice(SPRING, 2027).notice

    with pytest.raises(changes.YearNotEntered):
        await enter(db, notice, amends=True)
    with pytest.raises(UnfitNotice):
        await enter(db, msgspec.structs.replace(notice, days=()))
    with pytest.raises(changes.NoReason):
        await put(db, single(WEDNESDAY, DayKind.OFF), " ")
    with pytest.raises(changes.NoName):
        await put(db, single(WEDNESDAY, DayKind.OFF, ""))
    with pytest.raises(OutOfReach):
        await put(db, single(date(9999, 1, 1), DayKind.OFF))


async def test_the_record_of_changes_cannot_be_rewritten(db: Database) -> None:
    await seed(db)

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        async with db.deed() as tx:
            await tx.execute("delete from statutory_change")


async def test_a_year_is_shown_with_its_days_changes_and_filing_periods(db: Database) -> None:
    await seed(db)

    async with db.reading() as read:
        known = await queries.year_view(read, 2018)
        unknown = await queries.year_view(read, 2031)

    assert date(2018, 12, 31) in {each.day for each in known.days}  # named by the notice of 2019
    assert {each.why for each in known.changes} == {commands.SHIPPED_REASON}
    assert [each.month for each in known.filing] == list(range(1, 13))
    assert (unknown.known, unknown.days, unknown.changes) == (False, [], [])
    assert all(each.provisional for each in unknown.filing)
