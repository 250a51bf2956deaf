"""Open time: several spans a day, hours past midnight, and what a boundary means."""

from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from helpline.calendars.model import Span, UnfitHours, minutes, span
from helpline.calendars.rules.pauses import add_with_pauses, time_without_pauses
from helpline.calendars.rules.working_time import NegativeLength, OutOfReach, WorkCalendar, by_weekday
from helpline.kit.clock import SHANGHAI

OFFICE = (span("09:00", "12:00"), span("13:00", "17:00"))
NIGHT = (span("22:00", "02:00"),)
WEEKDAYS = by_weekday([OFFICE] * 5 + [(), ()])
NIGHTS = by_weekday([NIGHT] * 5 + [(), ()])
ALWAYS = by_weekday([(Span(0, 1440),)] * 7)
NEVER = by_weekday([()] * 7)
ONE_HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_it_is_open_from_opening_up_to_closing() -> None:
    moments = {"08:59": False, "09:00": True, "11:59": True, "12:00": False, "13:00": True, "17:00": False}

    assert {each: WEEKDAYS.is_open(at(f"2026-11-10T{each}")) for each in moments} == moments


def test_a_break_at_noon_stops_the_clock() -> None:
    assert WEEKDAYS.add_working_time(at("2026-11-10T11:30"), ONE_HOUR) == at("2026-11-10T13:30")
    assert WEEKDAYS.working_time_between(at("2026-11-10T11:30"), at("2026-11-10T13:30")) == ONE_HOUR


def test_a_weekend_stops_the_clock() -> None:
    assert WEEKDAYS.add_working_time(at("2026-11-13T16:30"), ONE_HOUR) == at("2026-11-16T09:30")


def test_a_length_used_up_at_closing_is_up_at_closing() -> None:
    assert WEEKDAYS.add_working_time(at("2026-11-10T16:00"), ONE_HOUR) == at("2026-11-10T17:00")


def test_no_length_at_all_is_up_at_the_next_open_moment() -> None:
    assert WEEKDAYS.add_working_time(at("2026-11-10T17:00"), timedelta(0)) == at("2026-11-11T09:00")
    assert WEEKDAYS.add_working_time(at("2026-11-10T10:00"), timedelta(0)) == at("2026-11-10T10:00")


def test_a_length_is_counted_to_the_microsecond() -> None:
    start = at("2026-11-10T16:59:59.999999")

    assert WEEKDAYS.add_working_time(start, timedelta(microseconds=2)) == at("2026-11-11T09:00:00.000001")


def test_counting_back_stops_at_an_opening() -> None:
    assert WEEKDAYS.subtract_working_time(at("2026-11-16T10:00"), ONE_HOUR) == at("2026-11-16T09:00")
    assert WEEKDAYS.subtract_working_time(at("2026-11-16T09:30"), ONE_HOUR) == at("2026-11-13T16:30")
    assert WEEKDAYS.subtract_working_time(at("2026-11-15T09:30"), timedelta(0)) == at("2026-11-13T17:00")


def test_hours_past_midnight_belong_to_the_day_on_which_they_begin() -> None:
    friday_night = at("2026-11-14T01:30")

    assert NIGHTS.is_open(friday_night)
    assert not NIGHTS.is_open_day(date(2026, 11, 14))
    assert NIGHTS.add_working_time(friday_night, ONE_HOUR) == at("2026-11-16T22:30")
    assert NIGHTS.closing(date(2026, 11, 13)) == at("2026-11-14T02:00")


def test_hours_past_midnight_go_on_over_the_new_year() -> None:
    start = at("2026-12-31T23:30")

    assert NIGHTS.add_working_time(start, ONE_HOUR) == at("2027-01-01T00:30")
    assert NIGHTS.working_time_between(start, at("2027-01-01T03:00")) == timedelta(hours=2, minutes=30)


def test_hours_that_overlap_count_once() -> None:
    overlapping = by_weekday([(span("22:00", "08:00"), span("06:00", "10:00"))] * 7)

    day = overlapping.working_time_between(at("2026-11-10T00:00"), at("2026-11-11T00:00"))

    assert day == timedelta(hours=12)


def test_a_date_can_be_closed_or_have_other_hours() -> None:
    special = {date(2026, 11, 11): (), date(2026, 11, 14): (span("10:00", "11:00"),)}
    calendar = by_weekday([OFFICE] * 5 + [(), ()], special.get)

    assert not calendar.is_open(at("2026-11-11T10:00"))
    assert calendar.is_open(at("2026-11-14T10:30"))
    assert calendar.nth_open_day(date(2026, 11, 10), 4) == date(2026, 11, 16)


def test_spans_are_given_from_a_moment_on() -> None:
    spans = list(islice(WEEKDAYS.spans_from(at("2026-11-13T12:30")), 2))

    assert spans == [
        (at("2026-11-13T13:00"), at("2026-11-13T17:00")),
        (at("2026-11-16T09:00"), at("2026-11-16T12:00")),
    ]


def test_the_next_opening_is_now_when_it_is_open() -> None:
    assert WEEKDAYS.next_opening(at("2026-11-10T10:00")) == at("2026-11-10T10:00")
    assert WEEKDAYS.next_opening(at("2026-11-13T17:00")) == at("2026-11-16T09:00")


def test_working_days_are_counted_from_the_day_after() -> None:
    assert WEEKDAYS.due(at("2026-11-13T08:00"), 1) == at("2026-11-16T17:00")
    assert WEEKDAYS.due(at("2026-11-13T23:59"), 2) == at("2026-11-17T17:00")
    assert WEEKDAYS.nth_open_day(date(2026, 11, 16), -1) == date(2026, 11, 13)


def test_time_without_end_is_open_at_every_moment() -> None:
    start = at("2026-12-31T23:00")

    assert ALWAYS.add_working_time(start, timedelta(days=400)) == start + timedelta(days=400)


def test_what_never_opens_is_refused_not_searched_for_ever() -> None:
    start = at("2026-11-10T10:00")

    with pytest.raises(OutOfReach):
        NEVER.next_opening(start)
    with pytest.raises(OutOfReach):
        NEVER.last_open(start)
    with pytest.raises(OutOfReach):
        NEVER.add_working_time(start, ONE_HOUR)
    with pytest.raises(OutOfReach):
        NEVER.subtract_working_time(start, ONE_HOUR)
    with pytest.raises(OutOfReach):
        NEVER.due(start, 1)
    with pytest.raises(OutOfReach):
        WEEKDAYS.add_working_time(start, timedelta(days=100_000))
    with pytest.raises(OutOfReach):
        WEEKDAYS.closing(date(2026, 11, 14))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "1969-12-31T00:00", "9999-12-31T23:59"])
def test_a_moment_beyond_the_calendar_is_refused(moment: str) -> None:
    with pytest.raises(OutOfReach):
        WEEKDAYS.due(at(moment), 1)


def test_negative_lengths_are_refused() -> None:
    start = at("2026-11-10T10:00")

    with pytest.raises(NegativeLength):
        WEEKDAYS.add_working_time(start, -ONE_HOUR)
    with pytest.raises(NegativeLength):
        WEEKDAYS.subtract_working_time(start, -ONE_HOUR)
    with pytest.raises(NegativeLength):
        WEEKDAYS.due(start, 0)
    with pytest.raises(NegativeLength):
        WEEKDAYS.nth_open_day(date(2026, 11, 10), 0)


@pytest.mark.parametrize("clock", ["25:00", "24:01", "18:60", "9", "9:5", "-1:00", "١٢:00", ""])
def test_what_is_no_time_of_day_is_refused(clock: str) -> None:
    with pytest.raises(UnfitHours):
        minutes(clock)


def test_hours_longer_than_a_day_are_refused() -> None:
    with pytest.raises(UnfitHours):
        Span(600, 600 + 1441)


def test_an_hour_that_summer_time_skips_is_no_open_time() -> None:
    berlin = by_weekday([(span("02:00", "04:00"),)] * 7, zone=ZoneInfo("Europe/Berlin"))
    midnight = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Berlin"))

    assert berlin.working_time_between(midnight, midnight + timedelta(days=1)) == ONE_HOUR


@pytest.fixture
def stopped() -> tuple[WorkCalendar, list[tuple[datetime, datetime]]]:
    """From ten to two, with the noon break inside it."""
    return WEEKDAYS, [(at("2026-11-10T10:00"), at("2026-11-10T14:00"))]


def test_a_stopped_clock_goes_on_where_it_stood(
    stopped: tuple[WorkCalendar, list[tuple[datetime, datetime]]],
) -> None:
    calendar, pauses = stopped

    due = add_with_pauses(calendar, at("2026-11-10T09:30"), ONE_HOUR, pauses)

    assert due == at("2026-11-10T14:30")
    assert time_without_pauses(calendar, at("2026-11-10T09:30"), due, pauses) == ONE_HOUR


def test_a_pause_after_the_due_time_changes_nothing(
    stopped: tuple[WorkCalendar, list[tuple[datetime, datetime]]],
) -> None:
    calendar, pauses = stopped

    assert add_with_pauses(calendar, at("2026-11-10T09:00"), ONE_HOUR, pauses) == at("2026-11-10T10:00")
