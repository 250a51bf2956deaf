"""However the tries are spread, no span of time lets through more than the allowance and what came back in it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpline.kit.rate import Rate

START = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)


@given(
    most=st.integers(1, 20),
    pauses=st.lists(st.integers(0, 30_000), max_size=120),
)
def test_no_span_lets_through_more_than_allowed(most: int, pauses: list[int]) -> None:
    limit = Rate(most, timedelta(minutes=1))
    now, taken = START, []
    for pause in pauses:
        now += timedelta(milliseconds=pause)
        if limit.take("a", now):
            taken.append(now)

    for first, began in enumerate(taken):
        for last, ended in enumerate(taken[first:], start=first):
            allowed = most + (ended - began) / timedelta(minutes=1) * most
            assert last - first + 1 <= allowed + 1e-6


@given(most=st.integers(1, 20), count=st.integers(0, 60))
def test_who_keeps_to_the_rate_is_never_refused(most: int, count: int) -> None:
    limit = Rate(most, timedelta(minutes=1))
    step = timedelta(minutes=1) / most + timedelta(microseconds=1)

    assert all(limit.take("a", START + number * step) for number in range(count))
