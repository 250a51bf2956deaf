"""The three calendars of the service, made from statutory days and terms."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from helpline.calendars.model import DayKind, FilingPeriod, HourTerms, Span, span
from helpline.calendars.rules import filing
from helpline.calendars.rules.statutory import Statutory
from helpline.calendars.rules.working_time import WorkCalendar, by_weekday

_SUNDAY = 6
_CLOSED: tuple[Span, ...] = ()


class CalendarName(StrEnum):
    """服务日, 工作日, 上门时间."""

    SERVICE = "service"
    WORKING = "working"
    ONSITE = "onsite"


@dataclass(frozen=True, slots=True)
class Calendars:
    """The three calendars and the days they rest on."""

    statutory: Statutory
    service: WorkCalendar
    working: WorkCalendar
    onsite: WorkCalendar

    def named(self, name: CalendarName) -> WorkCalendar:
        """The calendar of that name."""
        return {
            CalendarName.SERVICE: self.service,
            CalendarName.WORKING: self.working,
            CalendarName.ONSITE: self.onsite,
        }[name]

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Whether what was counted from `start` to `end` may change when a year's notice comes out."""
        zone = self.working.zone
        return self.statutory.is_provisional(start.astimezone(zone).date(), end.astimezone(zone).date())

    def filing_deadline(self, year: int, month: int) -> date:
        """R9.1: the last day for filing in `month`; see `rules.filing`."""
        return filing.filing_deadline(self.statutory, self.working, year, month)

    def filing_period_of(self, year: int, month: int) -> FilingPeriod:
        """R9.1: the filing period of a month."""
        return filing.filing_period_of(self.statutory, self.working, year, month)

    def filing_period(self, at: datetime) -> FilingPeriod | None:
        """R9.1: the filing period in which the moment `at` lies, if any."""
        return filing.filing_period(self.statutory, self.working, at)


def calendars(statutory: Statutory, terms: HourTerms) -> Calendars:
    """The three calendars by these terms."""
    worked = span(terms.service_opens, terms.cutoff_hour)
    onsite = span(terms.onsite_opens, terms.onsite_closes)
    return Calendars(
        statutory=statutory,
        service=_service(statutory, terms),
        working=_working(statutory, worked),
        onsite=_working(statutory, onsite),
    )


def _service(statutory: Statutory, terms: HourTerms) -> WorkCalendar:
    """R6.1: Monday to Saturday save published holidays; a made-up Sunday only where the terms open it."""
    hours = (span(terms.service_opens, terms.service_closes),)

    def exception(day: date) -> tuple[Span, ...] | None:
        kind = statutory.kind(day)
        if kind is DayKind.OFF:
            return _CLOSED
        made_up_sunday = kind is DayKind.WORK and day.weekday() == _SUNDAY
        return hours if made_up_sunday and terms.open_on_makeup_sunday else None

    return by_weekday([hours] * 6 + [_CLOSED], exception)


def _working(statutory: Statutory, hours: Span) -> WorkCalendar:
    """R6.2, R7.2: Monday to Friday save holidays, and the days worked to make up for them."""

    def exception(day: date) -> tuple[Span, ...] | None:
        match statutory.kind(day):
            case DayKind.OFF:
                return _CLOSED
            case DayKind.WORK:
                return (hours,)
            case DayKind.ORDINARY:
                return None

    return by_weekday([(hours,)] * 5 + [_CLOSED] * 2, exception)
