"""申报期 as the State Administration's yearly tables have it."""

from datetime import date, datetime

import pytest

from helpline.calendars import shipped
from helpline.calendars.model import Hours
from helpline.calendars.rules.three import calendars
from helpline.kit.clock import SHANGHAI

MADE = calendars(shipped.statutory_days(), Hours())

TABLES = {
    2024: "01-15 02-23 03-15 04-18 05-22 06-17 07-15 08-15 09-18 10-24 11-15 12-16",
    2025: "01-15 02-20 03-17 04-18 05-22 06-16 07-15 08-15 09-15 10-27 11-17 12-15",
    2026: "01-20 02-24 03-16 04-20 05-22 06-15 07-15 08-17 09-15 10-26 11-16 12-15",
}


@pytest.mark.article("R9.1")
@pytest.mark.parametrize("year", TABLES)
def test_the_rule_gives_the_published_table(year: int) -> None:
    deadlines = [MADE.filing_deadline(year, month) for month in range(1, 13)]

    assert " ".join(f"{each:%m-%d}" for each in deadlines) == TABLES[year]


@pytest.mark.article("R9.1")
def test_a_moment_lies_in_the_filing_period_up_to_the_end_of_the_deadline() -> None:
    last = MADE.filing_period(datetime(2026, 5, 22, 23, 59, tzinfo=SHANGHAI))

    assert last is not None
    assert (last.first, last.deadline, last.provisional) == (date(2026, 5, 1), date(2026, 5, 22), False)
    assert MADE.filing_period(datetime(2026, 5, 23, tzinfo=SHANGHAI)) is None


def test_the_filing_period_of_an_unknown_year_is_provisional() -> None:
    period = MADE.filing_period_of(2031, 2)

    assert period.provisional
    assert period.deadline == date(2031, 2, 17)  # the 15th is a Saturday
