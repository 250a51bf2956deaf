"""The three calendars on days that people know."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from helpline.calendars import shipped
from helpline.calendars.model import Hours
from helpline.calendars.rules.three import CalendarName, Calendars, calendars
from helpline.calendars.rules.working_time import WorkCalendar
from helpline.kit.clock import SHANGHAI

MADE = calendars(shipped.statutory_days(), Hours())


def with_terms(**changes: object) -> Calendars:
    return calendars(shipped.statutory_days(), msgspec.structs.replace(Hours(), **changes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def days_by_quarter(calendar: WorkCalendar, year: int) -> list[int]:
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(365)]
    return [sum(calendar.is_open_day(day) for day in days if (day.month - 1) // 3 == q) for q in range(4)]


@pytest.mark.article("R6.1")
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-10T08:29:59", False),
        ("2026-11-10T08:30", True),
        ("2026-11-10T20:59:59", True),
        ("2026-11-10T21:00", False),
        ("2026-11-14T10:00", True),  # a Saturday
        ("2026-11-15T10:00", False),  # a Sunday
        ("2026-02-21T10:00", False),  # a Saturday within the Spring Festival
        ("2026-02-14T10:00", True),  # a Saturday worked to make up
        ("2026-01-04T10:00", False),  # a Sunday worked to make up: the article says Monday to Saturday
        ("2026-10-01T10:00", False),
    ],
)
def test_the_hotline_is_open_monday_to_saturday_save_holidays(moment: str, is_open: bool) -> None:
    assert MADE.service.is_open(at(moment)) is is_open


@pytest.mark.article("R6.1")
def test_a_term_opens_the_hotline_on_made_up_sundays_only() -> None:
    service = with_terms(open_on_makeup_sunday=True).service

    assert service.is_open(at("2026-01-04T10:00"))
    assert not service.is_open(at("2026-01-11T10:00"))


@pytest.mark.article("R6.1")
def test_the_days_of_2026_are_counted_by_quarter() -> None:
    assert days_by_quarter(MADE.service, 2026) == [67, 70, 77, 73]
    assert days_by_quarter(MADE.working, 2026) == [59, 61, 66, 62]


@pytest.mark.article("R6.2")
@pytest.mark.parametrize(
    ("left", "heard_by", "answered_by"),
    [
        ("2026-11-13T20:00", "2026-11-16T21:00", "2026-11-17T21:00"),  # a Friday evening
        ("2026-11-14T10:00", "2026-11-16T21:00", "2026-11-17T21:00"),  # a Saturday is no working day
        ("2026-11-15T10:00", "2026-11-16T21:00", "2026-11-17T21:00"),
        ("2026-02-14T22:00", "2026-02-24T21:00", "2026-02-25T21:00"),  # before the Spring Festival
        ("2026-02-13T10:00", "2026-02-14T21:00", "2026-02-24T21:00"),  # the Saturday is worked
        ("2026-09-19T10:00", "2026-09-20T21:00", "2026-09-21T21:00"),  # the Sunday is worked
    ],
)
def test_a_message_is_due_at_the_close_of_working_days(left: str, heard_by: str, answered_by: str) -> None:
    assert MADE.working.due(at(left), 1) == at(heard_by)
    assert MADE.working.due(at(left), 2) == at(answered_by)


@pytest.mark.article("R6.2")
def test_the_cutoff_is_a_term() -> None:
    assert with_terms(cutoff_hour="24:00").working.due(at("2026-11-13T20:00"), 1) == at("2026-11-17T00:00")
    assert with_terms(cutoff_hour="17:30").working.due(at("2026-11-13T20:00"), 1) == at("2026-11-16T17:30")


@pytest.mark.article("R7.2")
def test_visits_are_made_in_office_hours_of_working_days() -> None:
    two_hours = timedelta(hours=2)

    assert MADE.onsite.add_working_time(at("2026-11-10T10:00"), two_hours) == at("2026-11-10T12:00")
    assert MADE.onsite.add_working_time(at("2026-11-13T16:30"), two_hours) == at("2026-11-16T10:00")
    assert MADE.onsite.add_working_time(at("2026-02-14T17:00"), two_hours) == at("2026-02-24T10:30")


def test_each_calendar_is_found_by_its_name() -> None:
    named = [MADE.named(name) for name in CalendarName]

    assert named == [MADE.service, MADE.working, MADE.onsite]


def test_an_answer_that_rests_on_an_unknown_year_is_provisional() -> None:
    start = at("2026-12-31T10:00")
    due = MADE.working.due(start, 1)

    assert due == at("2027-01-04T21:00")  # the first of January is off by law, whatever the notice says
    assert MADE.is_provisional(start, due)
    assert not MADE.is_provisional(at("2026-11-10T10:00"), at("2026-11-12T10:00"))


@pytest.mark.article("R6.1")
@pytest.mark.parametrize("year", [1990, 2010, 2027, 2100])
def test_an_unknown_year_has_weekends_and_fixed_holidays(year: int) -> None:
    known_off = {date(year, 10, day) for day in (1, 2, 3)}

    assert not any(MADE.working.is_open_day(day) for day in known_off if year >= 2000)
    assert MADE.working.due(at(f"{year}-06-30T10:00"), 2) > at(f"{year}-07-01T00:00")
    assert MADE.is_provisional(at(f"{year}-06-30T10:00"), at(f"{year}-07-02T10:00"))
