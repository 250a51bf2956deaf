"""The hotline's longest simulation: half an hour of twenty calls a second. A minute or two; `make soak` runs it."""

import pytest

from tests.properties.calls.test_simulation import hold_out


@pytest.mark.soak
@pytest.mark.article("R5.2")
@pytest.mark.article("R12.1")
def test_half_an_hour_of_twenty_calls_a_second_goes_wrong_nowhere() -> None:
    hold_out(minutes=30)
