"""Arithmetic with open time. No minute is walked: every answer is a look-up in a year laid out once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from helpline.calendars.model import Span
from helpline.calendars.rules.year_sheet import HoursOn, Piece, YearSheet, lay_out, wall_moment
from helpline.kit.clock import SHANGHAI
from helpline.kit.refusal import Refused

REACH = 50
"""Years that a search goes on before it gives up."""

FIRST_YEAR, LAST_YEAR = 1970, 2200


class OutOfReach(Refused):
    code, status = "out-of-reach", 422


class NegativeLength(Refused):
    code, status = "negative-length", 422


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When something is open. `hours_on` gives the spans that begin on a day; none means closed.

    A moment of closing is closed, one of opening open. Moments given must be aware; those returned are UTC.
    Every method may raise `OutOfReach`, when the answer lies before 1970, after 2200 or over 50 years away.
    """

    hours_on: HoursOn
    zone: tzinfo = SHANGHAI
    _sheets: dict[int, YearSheet] = field(default_factory=dict, compare=False, repr=False)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` is open time."""
        sheet = self._sheet(self._year(at))
        index = bisect_right(sheet.opens, at) - 1
        return index >= 0 and at < sheet.closes[index]

    def is_open_day(self, day: date) -> bool:
        """Whether anything opens on `day`."""
        return bool(self.hours_on(day))

    def spans_from(self, start: datetime) -> Iterator[Piece]:
        """Open time from `start` on, piece by piece; one that crosses midnight comes as two that touch."""
        year = self._year(start)
        for each in range(year, year + REACH):
            yield from self._sheet(each).pieces_from(start)

    def next_opening(self, at: datetime) -> datetime:
        """The first open moment from `at` on: `at` itself when it is open."""
        for opens, _ in self.spans_from(at):
            return opens.astimezone(UTC)
        raise _never()

    def last_open(self, at: datetime) -> datetime:
        """The latest moment up to `at` that is open or closes: `at` itself when it is."""
        year = self._year(at)
        for each in range(year, year - REACH, -1):
            sheet = self._sheet(each)
            index = bisect_right(sheet.opens, at) - 1
            if index >= 0:
                return min(at, sheet.closes[index]).astimezone(UTC)
        raise _never()

    def add_working_time(self, start: datetime, length: timedelta) -> datetime:
        """The moment when `length` of open time has passed since `start`.

        A length used up exactly at closing is up then, not at the next opening. No length at all is up at the
        next open moment.

        Raises:
            NegativeLength: `length` is below zero.
        """
        if length <= timedelta(0):
            _check(length)
            return self.next_opening(start)
        year = self._year(start)
        target = self._sheet(year).elapsed(start) + length
        for each in range(year, year + REACH):
            sheet = self._sheet(each)
            if target <= sheet.total:
                return sheet.earliest(target)
            target -= sheet.total
        raise _never()

    def subtract_working_time(self, end: datetime, length: timedelta) -> datetime:
        """The moment from which `length` of open time passes until `end`: an opening, where it is one.

        Raises:
            NegativeLength: `length` is below zero.
        """
        if length <= timedelta(0):
            _check(length)
            return self.last_open(end)
        year = self._year(end)
        target = self._sheet(year).elapsed(end) - length
        for each in range(year, year - REACH, -1):
            if target >= timedelta(0):
                return self._sheet(each).latest(target)
            target += self._sheet(each - 1).total
        raise _never()

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Open time from `start` to `end`; none when `end` is not later."""
        if end <= start:
            return timedelta(0)
        first, last = self._year(start), self._year(end)
        between = sum((self._sheet(year).total for year in range(first, last)), timedelta(0))
        return between + self._sheet(last).elapsed(end) - self._sheet(first).elapsed(start)

    def nth_open_day(self, day: date, n: int) -> date:
        """The `n`-th open day after `day`, or before it when `n` is negative; `day` itself is not counted.

        Raises:
            NegativeLength: `n` is zero.
        """
        if n == 0:
            raise NegativeLength("天数须为整数且不能为零。")
        step = 1 if n > 0 else -1
        left, year = abs(n), day.year
        for _ in range(REACH):
            days = self._sheet(year).days
            ahead = days[bisect_right(days, day) :] if n > 0 else days[: bisect_left(days, day)][::-1]
            if left <= len(ahead):
                return ahead[left - 1]
            left -= len(ahead)
            year += step
        raise _never()

    def due(self, start: datetime, n: int) -> datetime:
        """民法典 201, 203: close of business of the `n`-th open day after the calendar day of `start`.

        Raises:
            NegativeLength: `n` is below 1.
        """
        if n < 1:
            raise NegativeLength("工作日数须为不小于1的整数。")
        self._year(start)
        return self.closing(self.nth_open_day(start.astimezone(self.zone).date(), n))

    def closing(self, day: date) -> datetime:
        """When the last span that begins on `day` closes; may lie on the day after.

        Raises:
            OutOfReach: nothing opens on `day`.
        """
        spans = self.hours_on(day)
        if not spans:
            raise OutOfReach(f"{day} 不营业，没有结束时刻。")
        return wall_moment(day, max(each.closes for each in spans), self.zone)

    def _year(self, at: datetime) -> int:
        accept_year(at.year)
        return at.astimezone(self.zone).year

    def _sheet(self, year: int) -> YearSheet:
        accept_year(year)
        if year not in self._sheets:
            self._sheets[year] = lay_out(year, self.hours_on, self.zone)
        return self._sheets[year]


def by_weekday(
    weekly: Sequence[tuple[Span, ...]],
    exception: Callable[[date], tuple[Span, ...] | None] = lambda _day: None,
    zone: tzinfo = SHANGHAI,
) -> WorkCalendar:
    """A calendar of seven weekdays, Monday first; `exception` gives a day other hours, or None: as usual."""

    def hours_on(day: date) -> tuple[Span, ...]:
        special = exception(day)
        return weekly[day.weekday()] if special is None else special

    return WorkCalendar(hours_on, zone)


def accept_year(year: int) -> None:
    """Whether calendars reach to `year`.

    Raises:
        OutOfReach: they do not.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutOfReach(f"只能计算{FIRST_YEAR}年至{LAST_YEAR}年之间的时间。")


def _check(length: timedelta) -> None:
    if length < timedelta(0):
        raise NegativeLength("时长不能为负。")


def _never() -> OutOfReach:
    return OutOfReach(f"{REACH}年之内没有足够的营业时间，请检查日历。")
