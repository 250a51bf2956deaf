"""Puts the cases of other helpdesks to our rules: each kind of case is a few lines over the same public methods."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from helpline.calendars.model import Span, span
from helpline.calendars.rules.pauses import Pause, add_with_pauses, time_without_pauses
from helpline.calendars.rules.working_time import WorkCalendar, by_weekday

Input = Mapping[str, Any]
Moments = Sequence[tuple[str, datetime]]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"second": 1, "minute": 60, "hour": 3600}
MINUTE = timedelta(minutes=1)


def calendar_of(case: Input) -> WorkCalendar:
    """The calendar of a case: weekly hours, holidays, dates with other hours, and breaks on a date."""
    if case.get("always_open") or case.get("business_hours_enabled") is False:
        return by_weekday([(Span(0, 1440),)] * 7)
    weekly = [_spans(case["hours"].get(day, [])) for day in WEEKDAYS]
    special: dict[date, tuple[Span, ...]] = {}
    for day, hours in case.get("shifts", {}).items():
        special[date.fromisoformat(day)] = _spans(hours)
    for day, breaks in case.get("breaks", {}).items():
        on = date.fromisoformat(day)
        special[on] = _without(special.get(on, weekly[on.weekday()]), _spans(breaks))
    for day in case.get("holidays", []):
        special[date.fromisoformat(day)] = ()
    return by_weekday(weekly, special.get, ZoneInfo(case["tz"] or "UTC"))


def advance(case: Input) -> datetime:
    """So much later; of days, the same time of day on the n-th open day, or the next opening."""
    calendar, at = calendar_of(case), _moment(case["at"])
    if case["unit"] != "day":
        return calendar.add_working_time(at, timedelta(seconds=case["amount"] * UNITS[case["unit"]]))
    return calendar.next_opening(_same_time(calendar, at, case["amount"]))


def rewind(case: Input) -> datetime:
    """So much earlier; of days, the same time of day on the n-th open day before, or the last open moment."""
    calendar, at = calendar_of(case), _moment(case["at"])
    if case["unit"] != "day":
        return calendar.subtract_working_time(at, timedelta(seconds=case["amount"] * UNITS[case["unit"]]))
    return calendar.last_open(_same_time(calendar, at, -case["amount"]))


def elapsed(case: Input) -> float:
    """Open seconds from start to end."""
    return (
        calendar_of(case).working_time_between(_moment(case["start"]), _moment(case["end"])).total_seconds()
    )


def deadline(case: Input) -> datetime:
    """When so many open seconds have passed."""
    start = _moment(case["start"] or "2023-10-10T10:00:00Z")
    return calendar_of(case).add_working_time(start, timedelta(seconds=case["threshold_seconds"]))


def ticket(case: Input) -> dict[str, Any]:
    """Due times and figures of a ticket, in whole minutes."""
    return _Ticket(case).figures()


class _Ticket:
    """A ticket with three promises, whose clock stands still while it is pending."""

    def __init__(self, case: Input) -> None:
        self._case = case
        self._calendar = calendar_of(case)
        self._created = _moment(case["created"])
        self._states = [(each[2], _moment(each[1])) for each in case["events"] if each[0] == "state"]
        self._events = [(each[0], _moment(each[1])) for each in case["events"] if each[0] != "state"]
        self._closed = _last(self._events, "close") or _last(self._states, "closed")
        self._pauses = self._pending()

    def figures(self) -> dict[str, Any]:
        """All that the cases ask for; None where a promise does not run."""
        answered = _last(self._events, "first_response")
        first_due = self._due(self._created, "first_response_min")
        update_due = self._update_due()
        close_due = self._due(self._created, "solution_min")
        running = [None if answered else first_due, update_due, close_due]
        ahead = [each for each in running if each is not None and self._closed is None]
        return {
            "first_response_due": first_due,
            "update_due": update_due,
            "close_due": close_due,
            "next_escalation": min(ahead, default=None),
            **self._spent("first_response", self._run(self._created, answered), "first_response_min"),
            **self._spent("update", self._longest_exchange(), "update_min"),
            **self._spent("close", self._run(self._created, self._closed), "solution_min"),
        }

    def _pending(self) -> list[Pause]:
        states = [(self._case.get("initial_state", "open"), self._created), *self._states]
        ends = [at for _, at in states[1:]] + [datetime.max.replace(tzinfo=UTC)]
        pauses = [(at, end) for (state, at), end in zip(states, ends, strict=True) if state == "pending"]
        return [pause for pause in pauses if pause[1].year < 9999]

    def _due(self, start: datetime, promise: str) -> datetime | None:
        length = self._case[promise]
        if length is None:
            return None
        due = add_with_pauses(self._calendar, start, timedelta(minutes=length), self._pauses)
        return due.replace(second=0, microsecond=0)

    def _update_due(self) -> datetime | None:
        """It runs from the customer's last word, until somebody answers it."""
        asked = _last(self._events, "customer_contact")
        if asked is None and self._case.get("customer_contact"):
            asked = _moment(self._case["customer_contact"])
        answered = _last(self._events, "agent_contact")
        if asked is None or (answered is not None and answered >= asked):
            return None
        return self._due(asked, "update_min")

    def _longest_exchange(self) -> timedelta | None:
        asked = [at for kind, at in self._events if kind == "customer_contact"]
        if self._case.get("customer_contact"):
            asked.insert(0, _moment(self._case["customer_contact"]))
        answers = sorted(at for kind, at in self._events if kind == "agent_contact")
        runs = [self._run(at, next((each for each in answers if each >= at), None)) for at in asked]
        return max((run for run in runs if run is not None), default=None)

    def _run(self, start: datetime, end: datetime | None) -> timedelta | None:
        return None if end is None else time_without_pauses(self._calendar, start, end, self._pauses)

    def _spent(self, name: str, run: timedelta | None, promise: str) -> dict[str, int | None]:
        if run is None or self._case[promise] is None:
            return {f"{name}_in_min": None, f"{name}_diff_in_min": None}
        spent = run // MINUTE
        return {f"{name}_in_min": spent, f"{name}_diff_in_min": self._case[promise] - spent}


def _same_time(calendar: WorkCalendar, at: datetime, days: int) -> datetime:
    if days == 0:
        return at
    local = at.astimezone(calendar.zone)
    return datetime.combine(calendar.nth_open_day(local.date(), days), local.time(), tzinfo=calendar.zone)


def _spans(hours: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    return tuple(span(opens, closes) for opens, closes in hours)


def _without(hours: Sequence[Span], breaks: Sequence[Span]) -> tuple[Span, ...]:
    for each in breaks:
        edges = [(span.opens, min(span.closes, each.opens)) for span in hours]
        edges += [(max(span.opens, each.closes), span.closes) for span in hours]
        hours = [Span(opens, closes) for opens, closes in edges if opens < closes]
    return tuple(hours)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _last(events: Moments, kind: str) -> datetime | None:
    return max((at for each, at in events if each == kind), default=None)
