"""Laws of the three calendars, of filing periods, and of notices written out and read back."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.calendars import shipped
from helpline.calendars.model import DayKind, Hours
from helpline.calendars.rules.months import add_months
from helpline.calendars.rules.notice_text import read_notice
from helpline.calendars.rules.three import calendars
from helpline.kit.clock import SHANGHAI

MADE = calendars(shipped.statutory_days(), Hours())
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
MONTHS = st.tuples(st.integers(2011, 2030), st.integers(1, 12))
WEEKDAYS = "一二三四五六日"


@given(DAYS)
def test_a_holiday_is_closed_in_every_calendar(day: date) -> None:
    if MADE.statutory.kind(day) is DayKind.OFF:
        assert not MADE.service.is_open_day(day)
        assert not MADE.working.is_open_day(day)
        assert not MADE.onsite.is_open_day(day)


@given(DAYS)
def test_a_working_day_is_a_service_day_unless_it_is_a_made_up_sunday(day: date) -> None:
    if MADE.working.is_open_day(day):
        made_up_sunday = day.weekday() == 6 and MADE.statutory.kind(day) is DayKind.WORK
        assert MADE.service.is_open_day(day) != made_up_sunday


@given(DAYS, st.times(), st.integers(1, 20))
def test_a_message_left_later_is_never_due_earlier(day: date, left: time, n: int) -> None:
    first = datetime.combine(day, left, tzinfo=SHANGHAI)
    next_day = first + timedelta(days=1)

    assert MADE.working.due(first, n) <= MADE.working.due(next_day, n)
    assert MADE.working.due(first, n) > first


@settings(deadline=None)
@given(MONTHS)
def test_filing_ends_on_a_working_day_from_the_15th_on(year_month: tuple[int, int]) -> None:
    year, month = year_month

    deadline = MADE.filing_deadline(year, month)

    assert (deadline.year, deadline.month) == (year, month)
    assert deadline.day >= 15
    assert MADE.working.is_open_day(deadline)


@given(DAYS, st.integers(-30, 30), st.integers(0, 30))
def test_a_later_day_never_ends_its_months_earlier(day: date, months: int, later: int) -> None:
    ends = add_months(day, months)

    assert ends <= add_months(day + timedelta(days=later), months)
    assert ends.day in {day.day, 28, 29, 30}
    assert (ends.year * 12 + ends.month) - (day.year * 12 + day.month) == months


@st.composite
def holidays(draw: st.DrawFn) -> tuple[list[date], list[date]]:
    """A run of days off within a year, and days around it that are worked."""
    first = date(2027, 1, 10) + timedelta(days=draw(st.integers(0, 320)))
    off = [first + timedelta(days=offset) for offset in range(draw(st.integers(1, 9)))]
    worked = draw(st.sets(st.integers(1, 14), max_size=3))
    return off, [off[-1] + timedelta(days=offset) for offset in sorted(worked)]


def written(day: date) -> str:
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


@given(holidays())
def test_a_notice_written_out_is_read_back(holiday: tuple[list[date], list[date]]) -> None:
    off, worked = holiday
    run = written(off[0]) if len(off) == 1 else f"{written(off[0])}至{written(off[-1])}"
    sentence = f"三、某节：{run}放假调休，共{len(off)}天。"
    if worked:
        sentence += "、".join(map(written, worked)) + "上班。"

    reading = read_notice(sentence, 2027)

    assert reading.doubts == ()
    assert [(each.day, each.kind) for each in reading.notice.days] == [
        *((day, DayKind.OFF) for day in off),
        *((day, DayKind.WORK) for day in worked),
    ]
    assert {each.name for each in reading.notice.days} == {"某节"}
