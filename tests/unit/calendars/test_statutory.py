"""What is shipped, what is missing, and when its absence is alarming."""

from datetime import date

import pytest

from helpline.calendars import shipped
from helpline.calendars.model import DayKind, StatutoryDay
from helpline.calendars.rules.statutory import statutory

KNOWN = shipped.statutory_days()


def test_the_years_2011_to_2026_are_shipped() -> None:
    assert KNOWN.years == frozenset(range(2011, 2027))
    assert all(notice.source and notice.days for notice in shipped.notices())


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-01-04", DayKind.WORK),
        ("2026-02-23", DayKind.OFF),
        ("2026-02-24", DayKind.ORDINARY),
        ("2020-02-02", DayKind.OFF),  # the extension of January 2020
        ("2018-12-31", DayKind.OFF),  # named by the notice of 2019
        ("2015-09-03", DayKind.OFF),  # once only
        ("2024-02-09", DayKind.ORDINARY),  # the eve was left to employers
    ],
)
def test_days_are_what_the_notices_made_them(day: str, kind: DayKind) -> None:
    assert KNOWN.kind(date.fromisoformat(day)) is kind


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2027-01-01", DayKind.OFF),
        ("2027-05-02", DayKind.OFF),
        ("2027-10-03", DayKind.OFF),
        ("2027-10-04", DayKind.ORDINARY),
        ("2010-05-01", DayKind.OFF),
        ("2010-05-02", DayKind.ORDINARY),  # a holiday since 2025 only
    ],
)
def test_an_unknown_year_keeps_the_holidays_of_fixed_date(day: str, kind: DayKind) -> None:
    assert KNOWN.kind(date.fromisoformat(day)) is kind


def test_a_day_entered_singly_counts_but_makes_no_year_known() -> None:
    single = StatutoryDay(day=date(2027, 2, 5), year=2027, name="春节", kind=DayKind.OFF, source="")

    known = statutory([*KNOWN.days.values(), single], KNOWN.years)

    assert known.kind(single.day) is DayKind.OFF
    assert known.is_provisional(single.day, single.day)


@pytest.mark.parametrize(
    ("today", "year", "in_use"),
    [
        ("2026-12-01", 2027, False),
        ("2026-12-31", 2027, False),
        ("2027-01-01", 2027, True),
        ("2010-06-01", 2010, True),
    ],
)
def test_a_missing_year_is_alarming_from_december_on(today: str, year: int, in_use: bool) -> None:
    missing = KNOWN.missing_year(date.fromisoformat(today))

    assert missing is not None
    assert (missing.year, missing.in_use) == (year, in_use)
    assert str(year) in missing.message


@pytest.mark.parametrize("today", ["2026-11-30", "2025-12-31", "2026-01-01"])
def test_nothing_is_missing_before_december_or_when_it_is_there(today: str) -> None:
    assert KNOWN.missing_year(date.fromisoformat(today)) is None


def test_the_last_days_of_december_may_still_be_moved_by_next_years_notice() -> None:
    assert not KNOWN.is_provisional(date(2026, 12, 1), date(2026, 12, 25))
    assert KNOWN.is_provisional(date(2026, 12, 1), date(2026, 12, 26))
    assert not KNOWN.is_provisional(date(2025, 12, 1), date(2025, 12, 31))
