"""One year of open time, laid out once so that every question about it is a look-up."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate, pairwise

from helpline.calendars.model import MINUTES_A_DAY, Span

HoursOn = Callable[[date], tuple[Span, ...]]
Piece = tuple[datetime, datetime]
"""Open from the first moment up to, not including, the second; in UTC, within one calendar day."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearSheet:
    """The open pieces of a year in order, open time before and after each, and the days that have hours."""

    opens: list[datetime]
    closes: list[datetime]
    before: list[timedelta]
    after: list[timedelta]
    days: list[date]

    @property
    def total(self) -> timedelta:
        return self.after[-1] if self.after else timedelta(0)

    def elapsed(self, at: datetime) -> timedelta:
        """Open time of this year up to `at`."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return timedelta(0)
        return self.before[index] + min(at, self.closes[index]) - self.opens[index]

    def earliest(self, elapsed: timedelta) -> datetime:
        """The first moment at which so much of this year is used up: a closing, where it is one."""
        index = bisect_left(self.after, elapsed)
        return self.closes[index] - (self.after[index] - elapsed)

    def latest(self, elapsed: timedelta) -> datetime:
        """The last moment at which no more of this year is used up: an opening, where it is one."""
        index = bisect_right(self.before, elapsed) - 1
        return self.opens[index] + (elapsed - self.before[index])

    def pieces_from(self, at: datetime) -> Iterator[Piece]:
        """Open pieces of this year that end after `at`, the first cut to begin no earlier."""
        for index in range(bisect_right(self.closes, at), len(self.opens)):
            yield max(at, self.opens[index]), self.closes[index]


def lay_out(year: int, hours_on: HoursOn, zone: tzinfo) -> YearSheet:
    """Lay out `year`. Hours that run past midnight are cut there; the rest counts for the day after."""
    pieces: list[Piece] = []
    days: list[date] = []
    day, yesterday = date(year, 1, 1), hours_on(date(year, 1, 1) - _DAY)
    while day.year == year:
        today = hours_on(day)
        if today:
            days.append(day)
        pieces.extend(_placed(day, _merged(yesterday, today), zone))
        day, yesterday = day + _DAY, today
    lengths = [closes - opens for opens, closes in pieces]
    sums = list(accumulate(lengths, initial=timedelta(0)))
    return YearSheet(
        opens=[opens for opens, _ in pieces],
        closes=[closes for _, closes in pieces],
        before=[before for before, _ in pairwise(sums)],
        after=sums[1:],
        days=days,
    )


def wall_moment(day: date, minute: int, zone: tzinfo) -> datetime:
    """The moment `minute` minutes after midnight on the wall clock of `zone`, in UTC; it may pass 1440."""
    wall = datetime.combine(day, time(), tzinfo=zone) + timedelta(minutes=minute)
    return wall.astimezone(UTC)


def _merged(yesterday: tuple[Span, ...], today: tuple[Span, ...]) -> list[tuple[int, int]]:
    """The open minutes within today's 24 hours, with what yesterday left over; overlaps count once."""
    carried = [(0, each.closes - MINUTES_A_DAY) for each in yesterday if each.closes > MINUTES_A_DAY]
    own = [(each.opens, min(each.closes, MINUTES_A_DAY)) for each in today]
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(carried + own):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return merged


def _placed(day: date, spans: list[tuple[int, int]], zone: tzinfo) -> Iterator[Piece]:
    for opens, closes in spans:
        start, end = wall_moment(day, opens, zone), wall_moment(day, closes, zone)
        if start < end:  # an hour that summer time skips is no open time
            yield start, end
