"""申报期: until when a month's tax returns are filed."""

from datetime import date, datetime
from itertools import groupby

from helpline.calendars.model import DayKind, FilingPeriod
from helpline.calendars.rules.statutory import Statutory
from helpline.calendars.rules.working_time import WorkCalendar

FILING_DAYS = 15
"""增值税法 30, 企业所得税法 54, 个人所得税法 14: within fifteen days of the period's end."""

LONG_RUN = 3
"""税收征收管理法实施细则 109: as many holidays in a row within the period extend it by their number."""


def filing_deadline(statutory: Statutory, working: WorkCalendar, year: int, month: int) -> date:
    """R9.1, 实施细则 109: the last day for filing in `month`.

    The 15th; with three or more published holidays in a row up to it, as many working days later; else, where
    it is no working day, the next one. This is the rule behind the State Administration's yearly table; what
    a single city postpones further (as in February 2020) is not in it.
    """
    last = date(year, month, FILING_DAYS)
    run = _longest_run(statutory, year, month)
    if run >= LONG_RUN:
        return working.nth_open_day(last, run)
    return last if working.is_open_day(last) else working.nth_open_day(last, 1)


def filing_period_of(statutory: Statutory, working: WorkCalendar, year: int, month: int) -> FilingPeriod:
    """R9.1: the filing period of a month, provisional while the year's holidays are not known."""
    deadline = filing_deadline(statutory, working, year, month)
    return FilingPeriod(
        year=year,
        month=month,
        deadline=deadline,
        provisional=statutory.is_provisional(date(year, month, 1), deadline),
    )


def filing_period(statutory: Statutory, working: WorkCalendar, at: datetime) -> FilingPeriod | None:
    """R9.1: the filing period in which the moment `at` lies, if any."""
    day = at.astimezone(working.zone).date()
    period = filing_period_of(statutory, working, day.year, day.month)
    return period if period.covers(day) else None


def _longest_run(statutory: Statutory, year: int, month: int) -> int:
    kinds = (statutory.kind(date(year, month, day)) for day in range(1, FILING_DAYS + 1))
    return max((len(list(run)) for kind, run in groupby(kinds) if kind is DayKind.OFF), default=0)
