"""What a day is by law, also in a year of which nobody has published anything yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from helpline.calendars.model import DayKind, MissingYear, StatutoryDay

ALARM_MONTH = 12
"""A year's notice comes out in October or November before it; in December its absence is alarming."""

_FIXED = {(1, 1): 2000, (5, 1): 2000, (5, 2): 2025, (10, 1): 2000, (10, 2): 2000, (10, 3): 2000}
"""全国年节及纪念日放假办法: the holidays with a date in the sun's calendar, and the year since when.

The moon's are left out: when they fall, and what weekends are moved to them, only the notice says.
"""

_TAIL = (12, 26)
"""From here to the year's end the next year's notice may still move days: 2018-12-29 was worked for 2019."""


@dataclass(frozen=True, slots=True)
class Statutory:
    """All statutory days that are known, and the years whose notice is in."""

    days: Mapping[date, StatutoryDay]
    years: frozenset[int]

    def kind(self, day: date) -> DayKind:
        """What the law makes of `day`. In an unknown year only the holidays with a fixed date are off."""
        named = self.days.get(day)
        if named is not None:
            return named.kind
        since = _FIXED.get((day.month, day.day))
        if since is not None and day.year >= since and day.year not in self.years:
            return DayKind.OFF
        return DayKind.ORDINARY

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether something between the two days, both included, may yet be moved by a notice."""
        until = last.year + 1 if (last.month, last.day) >= _TAIL else last.year
        return any(year not in self.years for year in range(first.year, until + 1))

    def missing_year(self, today: date) -> MissingYear | None:
        """This year's days when they are missing; from 1 December on, next year's."""
        if today.year not in self.years:
            return _missing(today.year, in_use=True)
        if today.month >= ALARM_MONTH and today.year + 1 not in self.years:
            return _missing(today.year + 1, in_use=False)
        return None


def statutory(days: Iterable[StatutoryDay], years: Iterable[int]) -> Statutory:
    """All known days, and the years whose notice is in; a day entered singly makes no year known."""
    return Statutory(days={day.day: day for day in days}, years=frozenset(years))


def _missing(year: int, *, in_use: bool) -> MissingYear:
    effect = "工作日暂按周末和固定节日推算，时限只是暂定。" if in_use else "跨年的时限只能暂定。"
    return MissingYear(
        year=year,
        in_use=in_use,
        message=f"{year}年的法定节假日安排尚未录入，{effect}请导入国务院办公厅的放假通知。",
    )
