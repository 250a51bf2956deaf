"""Nouns of calendars."""

from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import msgspec

from helpline.kit.refusal import Refused

MINUTES_A_DAY = 1440


class UnfitHours(Refused):
    code, status = "unfit-hours", 422


class DayKind(StrEnum):
    """What the State Council's notice makes of a day; one that it does not name is ordinary."""

    OFF = "off"
    WORK = "work"
    ORDINARY = "ordinary"


class StatutoryDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day named by a notice: off, or worked to make up. `year` is the notice's, maybe the day's next."""

    day: date
    year: int
    name: str
    kind: DayKind
    source: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A year whose days are known. `source` is the number or address of the State Council's notice."""

    year: int
    source: str
    days: tuple[StatutoryDay, ...]


class DayChange(msgspec.Struct, frozen=True, kw_only=True):
    """Who made a day what, when and why. `changed_by` is absent for what the program brings."""

    day: date
    year: int
    name: str
    kind: DayKind
    source: str
    changed_at: datetime
    changed_by: UUID | None
    why: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from a notice's words, and what in them does not agree with itself or the calendar."""

    notice: Notice
    doubts: tuple[str, ...]


class Span(msgspec.Struct, frozen=True, order=True):
    """Opening hours in minutes after the day's midnight; `closes` past 1440 is on the following day.

    Raises:
        UnfitHours: the span is empty, starts on another day, or is longer than 24 hours.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < MINUTES_A_DAY and self.opens < self.closes <= self.opens + MINUTES_A_DAY):
            raise UnfitHours("营业时段须在当日开始，晚于开始时刻结束，且不超过24小时。")


def minutes(clock: str) -> int:
    """`08:30` as minutes after midnight; `24:00` is the end of the day.

    Raises:
        UnfitHours: it is not a time of day.
    """
    hour, colon, minute = clock.partition(":")
    if colon and len(minute) == 2 and (hour + minute).isascii() and (hour + minute).isdigit():
        total = int(hour) * 60 + int(minute)
        if int(minute) < 60 and total <= MINUTES_A_DAY:
            return total
    raise UnfitHours(f"“{clock}”不是有效的时刻，请写成 08:30 的样子。")


def span(opens: str, closes: str) -> Span:
    """A span between two times of day; one that closes no later than it opens crosses midnight.

    Raises:
        UnfitHours: one of them is not a time of day.
    """
    start, end = minutes(opens), minutes(closes)
    return Span(start, end if end > start else end + MINUTES_A_DAY)


class HourTerms(Protocol):
    """The dated terms that calendars are made of, times as `08:30`; `regulation.model.Terms` has them."""

    @property
    def service_opens(self) -> str: ...
    @property
    def service_closes(self) -> str: ...
    @property
    def cutoff_hour(self) -> str: ...
    @property
    def open_on_makeup_sunday(self) -> bool: ...
    @property
    def onsite_opens(self) -> str: ...
    @property
    def onsite_closes(self) -> str: ...


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """R6.1, R6.2, R7.2: the hours as the regulation took effect, for whoever has no dated terms at hand."""

    service_opens: str = "08:30"
    service_closes: str = "21:00"
    cutoff_hour: str = "21:00"
    open_on_makeup_sunday: bool = False
    onsite_opens: str = "09:00"
    onsite_closes: str = "17:30"


class FilingPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """申报期 of a month, from its first day to the deadline, both included."""

    year: int
    month: int
    deadline: date
    provisional: bool

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.deadline


class MissingYear(msgspec.Struct, frozen=True, kw_only=True):
    """The statutory days of `year` are not entered. `in_use` says that the year has already begun."""

    year: int
    in_use: bool
    message: str
