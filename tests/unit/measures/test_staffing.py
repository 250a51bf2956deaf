"""R5.2: how many consultants it takes; what cannot be worked out is refused."""

from datetime import date, datetime, time, timedelta

import pytest

from helpline.kit.clock import SHANGHAI
from helpline.kit.refusal import Invalid
from helpline.measures.demand import demand
from helpline.measures.erlang import Traffic, behaviour
from helpline.measures.model import CallRecord, Exclusion, Outcome
from helpline.measures.staffing import Goal, needed

pytestmark = pytest.mark.article("R5.2")

NINE = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
HALF_HOUR = timedelta(minutes=30)


def call(at: datetime, outcome: Outcome = Outcome.ANSWERED, wait: int = 20, talked: int = 180) -> CallRecord:
    return CallRecord(
        id="c",
        arrived_at=at,
        outcome=outcome,
        wait=timedelta(seconds=wait),
        talked=timedelta(seconds=talked if outcome is Outcome.ANSWERED else 0),
    )


def test_fewer_consultants_than_load_means_a_queue_without_end() -> None:
    found = behaviour(Traffic(calls=100, interval=30, handling=3), 10, 1)

    assert (found.average_wait, found.answered_in_time) == (None, 0)


def test_thousands_of_seats_neither_overflow_nor_lose_the_figures() -> None:
    found = behaviour(Traffic(calls=30_000, interval=30, handling=3, patience=5), 3000, 1)

    assert found.abandonment_probability == pytest.approx(0.006358, abs=1e-6)
    assert found.answered_in_time == pytest.approx(found.answered, abs=1e-9)


def test_nobody_calls_nobody_is_needed() -> None:
    assert needed(Traffic(calls=0, interval=30, handling=3), Goal(within=1, in_time=0.8)).seated == 0


def test_whoever_is_away_has_to_be_on_the_roster_too() -> None:
    need = needed(Traffic(calls=100, interval=30, handling=3), Goal(within=0.33, in_time=0.8, shrinkage=0.3))

    assert (need.seated, need.scheduled) == (14, 20)


@pytest.mark.parametrize(
    "traffic",
    [
        Traffic(calls=-1, interval=30, handling=3),
        Traffic(calls=1, interval=0, handling=3),
        Traffic(calls=1, interval=30, handling=-3),
        Traffic(calls=float("nan"), interval=30, handling=3),
        Traffic(calls=1, interval=30, handling=float("inf")),
        Traffic(calls=1e9, interval=30, handling=3),
        Traffic(calls=100, interval=30, handling=3, patience=1e9),
    ],
)
def test_impossible_traffic_is_refused(traffic: Traffic) -> None:
    with pytest.raises(Invalid):
        needed(traffic, Goal(within=1, in_time=0.8))


@pytest.mark.parametrize("within", [-1, float("nan"), float("inf")])
def test_an_impossible_time_is_refused(within: float) -> None:
    with pytest.raises(Invalid):
        needed(Traffic(calls=1, interval=30, handling=3), Goal(within=within, in_time=0.8))


def test_a_goal_that_nobody_can_reach_is_refused() -> None:
    with pytest.raises(Invalid, match="目标"):
        needed(Traffic(calls=10, interval=30, handling=3), Goal(within=1, occupancy=0))


def test_demand_is_an_average_day_of_the_days_asked_for() -> None:
    monday = [call(NINE), call(NINE + timedelta(minutes=29, seconds=59)), call(NINE + HALF_HOUR)]
    next_monday = [call(NINE + timedelta(days=7))]
    tuesday = [call(NINE + timedelta(days=1))]

    def mondays(day: date) -> bool:
        return day.isoweekday() == 1

    found = demand([*monday, *next_monday, *tuesday], length=HALF_HOUR, keep=mondays)

    assert len(found.days) == 2
    assert [found.calls_at(time(9)), found.calls_at(time(9, 30)), found.calls_at(time(10))] == [1.5, 0.5, 0]
    assert len(found.starts()) == 48


def test_patience_counts_the_waiting_of_those_who_were_answered_too() -> None:
    found = demand(
        [call(NINE, wait=50), call(NINE, wait=50), call(NINE, Outcome.ABANDONED, wait=20)], length=HALF_HOUR
    )

    assert (found.handling, found.patience) == (timedelta(seconds=180), timedelta(seconds=120))


def test_what_is_left_out_of_the_measures_is_no_demand() -> None:
    left_out = CallRecord(id="x", arrived_at=NINE, excluded=Exclusion.TEST, outcome=Outcome.ANSWERED)
    doubtful = CallRecord(id="y", arrived_at=NINE, outcome=Outcome.ANSWERED, doubtful=True)

    assert demand([left_out, doubtful], length=HALF_HOUR).days == set()
