"""Arithmetic with open time against a walk over every minute, and the laws that hold for any calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpline.calendars.model import MINUTES_A_DAY, Span
from helpline.calendars.rules.pauses import add_with_pauses, time_without_pauses
from helpline.calendars.rules.working_time import WorkCalendar, by_weekday
from helpline.kit.clock import SHANGHAI
from tests.support.examples import examples

FIRST = date(2026, 12, 20)
DAYS = 40
"""The days that are walked; a new year lies within them."""

MIDNIGHT = datetime(2026, 12, 20, tzinfo=SHANGHAI)
NOTHING = timedelta(0)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Up to three spans of a day; they may overlap, cross midnight, or fill the day."""
    drawn = []
    for _ in range(draw(st.integers(0, 3))):
        opens = draw(st.integers(0, MINUTES_A_DAY - 1))
        drawn.append(Span(opens, opens + draw(st.integers(1, MINUTES_A_DAY))))
    return tuple(drawn)


@dataclass(frozen=True)
class Walked:
    """A calendar, and for every minute of the walk whether it is open."""

    calendar: WorkCalendar
    minutes: bytearray


@st.composite
def walked(draw: st.DrawFn) -> Walked:
    weekly = [draw(spans()) for _ in range(7)]
    days = st.integers(0, DAYS - 1).map(lambda offset: FIRST + timedelta(days=offset))
    exceptions = draw(st.dictionaries(days, spans(), max_size=5))
    minutes = bytearray((DAYS + 2) * MINUTES_A_DAY)
    for offset in range(-1, DAYS):
        day = FIRST + timedelta(days=offset)
        for span in exceptions.get(day, weekly[day.weekday()]):
            opens = max(0, offset * MINUTES_A_DAY + span.opens)
            closes = max(opens, offset * MINUTES_A_DAY + span.closes)
            minutes[opens:closes] = b"\x01" * (closes - opens)
    assume(sum(minutes[: 20 * MINUTES_A_DAY]) > 0)
    return Walked(by_weekday(weekly, exceptions.get), minutes[: DAYS * MINUTES_A_DAY])


MOMENTS = st.integers(0, 15 * MINUTES_A_DAY)
LENGTHS = st.integers(0, 2000)
ANY_MOMENT = st.integers(0, 15 * 86_400_000_000).map(lambda us: MIDNIGHT + timedelta(microseconds=us))
ANY_LENGTH = st.integers(1, 200 * 3600 * 1_000_000).map(lambda us: timedelta(microseconds=us))


def moment(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


def walk_forward(minutes: bytearray, start: int, length: int) -> int | None:
    """The minute at which `length` open minutes have passed, found by looking at each."""
    if length == 0:
        found = minutes.find(1, start)
        return found if found >= 0 else None
    for minute in range(start, len(minutes)):
        length -= minutes[minute]
        if length == 0:
            return minute + 1
    return None


def walk_back(minutes: bytearray, end: int, length: int) -> int | None:
    for minute in range(end - 1, -1, -1):
        length -= minutes[minute]
        if length == 0:
            return minute
    return None


@settings(max_examples=examples(60), deadline=None)
@given(walked(), st.lists(st.tuples(MOMENTS, LENGTHS), min_size=1, max_size=12))
def test_adding_is_walking_forward(made: Walked, tries: list[tuple[int, int]]) -> None:
    for start, length in tries:
        expected = walk_forward(made.minutes, start, length)
        if expected is not None:
            added = made.calendar.add_working_time(moment(start), timedelta(minutes=length))
            assert added == moment(expected)


@settings(max_examples=examples(60), deadline=None)
@given(walked(), st.lists(st.tuples(MOMENTS, LENGTHS), min_size=1, max_size=12))
def test_subtracting_is_walking_back(made: Walked, tries: list[tuple[int, int]]) -> None:
    for end, length in tries:
        expected = walk_back(made.minutes, end, max(length, 1))
        if expected is not None:
            back = made.calendar.subtract_working_time(moment(end), timedelta(minutes=max(length, 1)))
            assert back == moment(expected)


@settings(max_examples=examples(60), deadline=None)
@given(walked(), st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=12))
def test_time_between_is_the_number_of_open_minutes(made: Walked, tries: list[tuple[int, int]]) -> None:
    for start, end in tries:
        between = made.calendar.working_time_between(moment(start), moment(end))
        assert between == timedelta(minutes=sum(made.minutes[start:end]))


@settings(max_examples=examples(60), deadline=None)
@given(walked(), st.lists(MOMENTS, min_size=1, max_size=40))
def test_a_moment_is_open_as_its_minute_is(made: Walked, tries: list[int]) -> None:
    for minute in tries:
        assert made.calendar.is_open(moment(minute)) == bool(made.minutes[minute])


@settings(max_examples=examples(60), deadline=None)
@given(walked())
def test_spans_cover_the_open_minutes_and_no_others(made: Walked) -> None:
    covered = bytearray(len(made.minutes))
    for opens, closes in made.calendar.spans_from(MIDNIGHT):
        first = (opens - MIDNIGHT) // timedelta(minutes=1)
        last = min((closes - MIDNIGHT) // timedelta(minutes=1), len(covered))
        if first >= len(covered):
            break
        covered[first:last] = b"\x01" * (last - first)

    assert covered == made.minutes


@settings(deadline=None)
@given(walked(), ANY_MOMENT, ANY_LENGTH)
def test_counting_back_gives_the_length_counted_forward(
    made: Walked, start: datetime, length: timedelta
) -> None:
    due = made.calendar.add_working_time(start, length)

    assert made.calendar.working_time_between(start, due) == length
    assert made.calendar.subtract_working_time(due, length) == made.calendar.next_opening(start)


@settings(deadline=None)
@given(walked(), ANY_MOMENT, ANY_LENGTH, ANY_LENGTH)
def test_two_stretches_equal_one(made: Walked, start: datetime, first: timedelta, second: timedelta) -> None:
    halfway = made.calendar.add_working_time(start, first)

    in_two = made.calendar.add_working_time(halfway, second)

    assert in_two == made.calendar.add_working_time(start, first + second)


@settings(deadline=None)
@given(walked(), ANY_MOMENT, ANY_MOMENT, ANY_LENGTH, ANY_LENGTH)
def test_due_times_are_monotone(
    made: Walked, one: datetime, other: datetime, short: timedelta, more: timedelta
) -> None:
    early, late = sorted((one, other))
    calendar = made.calendar

    assert calendar.add_working_time(early, short) <= calendar.add_working_time(late, short)
    assert calendar.add_working_time(early, short) < calendar.add_working_time(early, short + more)


@settings(deadline=None)
@given(walked(), ANY_MOMENT, ANY_LENGTH)
def test_clocks_never_run_in_closed_time(made: Walked, start: datetime, length: timedelta) -> None:
    calendar = made.calendar
    due = calendar.add_working_time(start, length)

    opening = calendar.next_opening(start)

    assert calendar.working_time_between(start, opening) == NOTHING
    assert calendar.is_open(due - timedelta(microseconds=1))
    assert calendar.is_open(opening)


@settings(deadline=None)
@given(walked(), ANY_MOMENT, st.integers(1, 30), st.integers(1, 5))
def test_a_due_day_is_the_nth_open_day_and_due_days_are_monotone(
    made: Walked, start: datetime, n: int, more: int
) -> None:
    calendar, today = made.calendar, start.date()
    assume(any(calendar.is_open_day(FIRST + timedelta(days=offset)) for offset in range(60, 67)))

    day = calendar.nth_open_day(today, n)
    between = [today + timedelta(days=offset) for offset in range(1, (day - today).days + 1)]

    assert sum(map(calendar.is_open_day, between)) == n
    assert calendar.is_open_day(day)
    assert calendar.due(start, n) == calendar.closing(day)
    assert day < calendar.nth_open_day(today, n + more)


@settings(deadline=None)
@given(walked(), ANY_MOMENT, ANY_LENGTH, st.lists(ANY_MOMENT, max_size=6))
def test_a_stopped_clock_runs_for_its_length_outside_its_pauses(
    made: Walked, start: datetime, length: timedelta, edges: list[datetime]
) -> None:
    ordered = sorted(edges)
    pauses = list(zip(ordered[::2], ordered[1::2], strict=False))

    due = add_with_pauses(made.calendar, start, length, pauses)

    assert time_without_pauses(made.calendar, start, due, pauses) == length
    assert due >= made.calendar.add_working_time(start, length)
