"""R5.2: what the raw events of a call come to."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from helpline.calls.model import RawCall
from helpline.kit.clock import SHANGHAI
from helpline.kit.ids import new_id
from helpline.measures.from_calls import record_of, waits
from helpline.measures.model import CallRecord, Exclusion, Outcome

pytestmark = pytest.mark.article("R5.2")

NINE = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
ID = new_id()


def after(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def call(**told: Any) -> RawCall:
    nothing = dict.fromkeys(
        (
            *("provider_id", "district_id", "queued_at", "system", "connected_at", "served_by"),
            *("released_at", "ended_at", "outcome"),
        )
    )
    known = {"id": ID, "number": "DH-1", "arrived_at": NINE, "line": "public", "is_open": True}
    return RawCall(**{**nothing, "is_handed": False, **known, **told})


def record(**told: Any) -> CallRecord | None:
    return record_of(call(**told), {}, None)


def test_the_wait_runs_from_the_first_queue_to_the_answer() -> None:
    found = record(queued_at=after(20), connected_at=after(65.5), released_at=after(200), ended_at=after(210))

    assert found is not None
    assert (found.outcome, found.wait, found.talked) == (
        Outcome.ANSWERED,
        timedelta(seconds=45.5),
        timedelta(seconds=134.5),
    )


def test_who_was_answered_stays_answered_though_the_line_broke_later() -> None:
    found = record(queued_at=NINE, connected_at=after(5), ended_at=after(9), outcome="lost")

    assert found is not None
    assert found.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("outcome", "means"),
    [
        ("left", Outcome.ABANDONED),
        ("callback", Outcome.CALL_BACK),
        ("message", Outcome.MESSAGE),
        ("lost", Outcome.LOST),
    ],
)
def test_who_was_not_answered_ended_in_one_way(outcome: str, means: Outcome) -> None:
    found = record(queued_at=after(10), ended_at=after(40), outcome=outcome)

    assert found is not None
    assert (found.outcome, found.wait, found.excluded) == (means, timedelta(seconds=30), None)


@pytest.mark.parametrize(
    ("is_open", "reason"),
    [(True, Exclusion.NOT_ASKED), (False, Exclusion.OUTSIDE_HOURS), (None, Exclusion.NOT_ASKED)],
)
def test_who_never_asked_for_a_person_is_left_out_with_the_reason(
    is_open: bool | None, reason: Exclusion
) -> None:
    found = record(is_open=is_open, ended_at=after(9), outcome="left")

    assert found is not None
    assert found.excluded is reason


def test_what_is_not_decided_yet_counts_nowhere_and_waits() -> None:
    waiting = call(queued_at=NINE)

    assert record_of(waiting, {}, None) is None
    assert waits(waiting)
    assert record() is None
    assert not waits(call())


def test_a_running_talk_is_answered_already() -> None:
    found = record(queued_at=NINE, connected_at=after(5))

    assert found is not None
    assert (found.outcome, found.talked) == (Outcome.ANSWERED, timedelta(0))


def test_what_the_bureau_left_out_is_left_out_whatever_became_of_it() -> None:
    found = record_of(call(queued_at=NINE, connected_at=after(5)), {ID: Exclusion.TEST}, None)

    assert found is not None
    assert found.excluded is Exclusion.TEST
