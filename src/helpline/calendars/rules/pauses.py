"""A working-time clock that is stopped now and then."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from helpline.calendars.rules.working_time import WorkCalendar

Pause = tuple[datetime, datetime]
"""The clock stands still from the first moment to the second. Pauses are in order and do not overlap."""


def add_with_pauses(
    calendar: WorkCalendar, start: datetime, length: timedelta, pauses: Iterable[Pause]
) -> datetime:
    """When `length` of open time that lies in no pause has passed since `start`."""
    for stopped, resumed in pauses:
        run = calendar.working_time_between(start, stopped)
        if run >= length:
            break
        length -= run
        start = max(start, resumed)
    return calendar.add_working_time(start, length)


def time_without_pauses(
    calendar: WorkCalendar, start: datetime, end: datetime, pauses: Iterable[Pause]
) -> timedelta:
    """Open time from `start` to `end` that lies in no pause."""
    stood = sum(
        (calendar.working_time_between(max(start, first), min(end, last)) for first, last in pauses),
        timedelta(0),
    )
    return calendar.working_time_between(start, end) - stood
