"""Laws of queues, for any traffic that a hotline may have."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.measures.erlang import Traffic, behaviour
from helpline.measures.staffing import Goal, needed

pytestmark = pytest.mark.article("R5.2")

GOAL = Goal(within=60, answered=0.9, in_time=0.8)

minutes = st.floats(1, 3600)
traffics = st.builds(
    Traffic,
    calls=st.floats(0, 5000),
    interval=st.just(1800.0),
    handling=st.floats(20, 1200),
    patience=st.none() | st.floats(5, 3600),
)


@given(traffic=traffics, positions=st.integers(0, 1500), within=st.floats(0, 600))
def test_every_figure_is_a_part_of_a_whole(traffic: Traffic, positions: int, within: float) -> None:
    found = behaviour(traffic, positions, within)

    for part in (
        found.occupancy,
        found.waiting_probability,
        found.abandonment_probability,
        found.answered_in_time,
    ):
        assert -1e-9 <= part <= 1 + 1e-9
    assert found.answered_in_time <= found.answered + 1e-9


@given(traffic=traffics, positions=st.integers(1, 1500))
def test_one_more_consultant_never_makes_it_worse(traffic: Traffic, positions: int) -> None:
    few, more = behaviour(traffic, positions, 60), behaviour(traffic, positions + 1, 60)

    assert more.answered_in_time >= few.answered_in_time - 1e-9
    assert more.answered >= few.answered - 1e-9
    assert more.waiting_probability <= few.waiting_probability + 1e-9


@given(traffic=traffics)
def test_what_is_needed_is_enough_and_one_less_is_not(traffic: Traffic) -> None:
    need = needed(traffic, GOAL)
    less = behaviour(traffic, max(0, need.seated - 1), GOAL.within)

    if traffic.load:
        assert need.expected.answered >= 0.9
        assert need.expected.answered_in_time >= 0.8
        assert need.seated == 1 or less.answered < 0.9 or less.answered_in_time < 0.8
    else:
        assert need.seated == 0


@given(calls=st.floats(1, 2000), handling=st.floats(30, 600), spare=st.integers(1, 50))
def test_where_nobody_gives_up_soon_both_models_agree(calls: float, handling: float, spare: int) -> None:
    """Erlang A with endless patience is Erlang C: two ways of working out one thing."""
    patient = Traffic(calls=calls, interval=1800, handling=handling, patience=handling * 1e4)
    positions = math.ceil(patient.load * 1.02) + spare
    certain = behaviour(Traffic(calls=calls, interval=1800, handling=handling), positions, 60)
    found = behaviour(patient, positions, 60)

    assert found.waiting_probability == pytest.approx(certain.waiting_probability, abs=5e-3)
    assert found.answered_in_time == pytest.approx(certain.answered_in_time, abs=5e-3)
