"""So many in a while, for each key by itself."""

from datetime import UTC, datetime, timedelta

from helpline.kit import rate
from helpline.kit.rate import Rate

START = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_burst_of_the_whole_allowance_is_let_through_and_no_more() -> None:
    limit = Rate(3, timedelta(minutes=1))

    assert [limit.take("a", START) for _ in range(5)] == [True, True, True, False, False]


def test_one_comes_back_after_its_share_of_the_span() -> None:
    limit = Rate(3, timedelta(minutes=1))
    for _ in range(3):
        limit.take("a", START)

    assert not limit.take("a", START + 19 * SECOND)
    assert limit.take("a", START + 20 * SECOND)
    assert not limit.take("a", START + 20 * SECOND)


def test_a_refused_try_costs_nothing() -> None:
    limit = Rate(1, timedelta(minutes=1))
    limit.take("a", START)

    for second in range(60):
        assert not limit.take("a", START + second * SECOND)

    assert limit.take("a", START + 60 * SECOND)


def test_one_key_does_not_pay_for_another() -> None:
    limit = Rate(1, timedelta(minutes=1))

    assert limit.take("a", START)
    assert limit.take("b", START)


def test_keys_that_have_calmed_down_are_forgotten() -> None:
    limit = Rate(1, timedelta(minutes=1))
    for number in range(rate.MOST_KEYS):
        limit.take(str(number), START)

    limit.take("later", START + timedelta(minutes=2))

    assert list(limit._full_at) == ["later"]
