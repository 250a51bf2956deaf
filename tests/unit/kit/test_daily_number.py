"""Numbers of a day do not tell how many there are."""

import pytest

from helpline.kit.daily_number import shuffled

KEY = b"one day's key, 1"


@pytest.mark.article("R14.1")
def test_no_two_places_of_a_day_have_the_same_number() -> None:
    numbers = {shuffled(place, KEY) for place in range(1, 12_001)}

    assert len(numbers) == 12_000
    assert {len(number) for number in numbers if number.isdigit()} == {4, 8}


@pytest.mark.article("R14.1")
def test_the_numbers_of_a_quiet_day_lie_all_over_like_those_of_a_busy_one() -> None:
    """From the greatest of ten numbers nobody learns that there were only ten."""
    quiet = [int(shuffled(place, KEY)) for place in range(1, 11)]

    assert quiet != sorted(quiet)
    assert max(quiet) - min(quiet) > 3_000
    assert len({number // 1_000 for number in quiet}) > 3


def test_another_day_has_another_order() -> None:
    assert [shuffled(n, KEY) for n in range(1, 9)] != [shuffled(n, b"another day's ky") for n in range(1, 9)]


def test_a_day_that_began_without_a_key_goes_on_in_order() -> None:
    assert [shuffled(place, None) for place in (1, 2, 10_000)] == ["0001", "0002", "10000"]
