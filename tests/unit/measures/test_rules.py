"""R5.2: what counts, what does not, and what a rate says of nothing."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from helpline.kit.clock import SHANGHAI
from helpline.measures import rules
from helpline.measures.definitions import CONNECT, DEFINITIONS, IN_TIME
from helpline.measures.model import CallRecord, Exclusion, Outcome, Rate, Yardstick

pytestmark = pytest.mark.article("R5.2")

MORNING = datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI)
BY = Yardstick(within=60, short=5, connect_target=90, in_time_target=80)


def call(outcome: Outcome | None = Outcome.ANSWERED, wait: float = 10, **fields: Any) -> CallRecord:
    told = {"id": "c", "arrived_at": MORNING, "talked": timedelta(seconds=90), "queue": "etax", **fields}
    return CallRecord(outcome=outcome, wait=timedelta(seconds=wait), **told)


def counted(*calls: CallRecord) -> dict[str, Rate]:
    return {rate.id: rate for rate in rules.count(calls, lambda _day: BY).total().rates}


def test_sixty_seconds_are_within_sixty_and_a_microsecond_more_is_not() -> None:
    late = call(wait=60.000001)

    assert counted(call(wait=60), late)[IN_TIME.id].numerator == 1


def test_who_gives_up_stays_below_the_line_however_early() -> None:
    found = counted(call(), call(Outcome.ABANDONED, wait=1))

    assert (found[CONNECT.id].numerator, found[CONNECT.id].denominator) == (1, 2)
    assert found["connect_rate_without_short_abandoned"].denominator == 1
    assert found["abandon_rate"].percent == 50


def test_an_asked_call_back_is_neither_answered_nor_abandoned() -> None:
    found = counted(call(), call(Outcome.CALL_BACK))

    assert found[CONNECT.id].percent == 50
    assert found["abandon_rate"].numerator == 0


def test_what_the_platform_lost_counts_against_it() -> None:
    assert counted(call(), call(Outcome.LOST))[CONNECT.id].percent == 50


@pytest.mark.parametrize("reason", list(Exclusion))
def test_a_call_left_out_is_listed_and_counts_nowhere(reason: Exclusion) -> None:
    ledger = rules.count([call(), call(id="out", excluded=reason)], lambda _day: BY)

    assert ledger.total().offered == 1
    assert [(each.id, each.reason, bool(each.words)) for each in ledger.excluded] == [("out", reason, True)]


def test_who_never_asked_for_a_person_was_not_offered() -> None:
    ledger = rules.count([call(None)], lambda _day: BY)

    assert [each.reason for each in ledger.excluded] == [Exclusion.NOT_ASKED]


def test_nothing_counted_is_neither_nought_nor_a_hundred_percent() -> None:
    assert [(rate.percent, rate.met) for rate in counted().values()] == [(None, None)] * len(DEFINITIONS)


def test_a_target_is_reached_by_the_unrounded_figure() -> None:
    reached = counted(*[call()] * 9, call(Outcome.ABANDONED))[CONNECT.id]
    missed = counted(*[call()] * 8_999, *[call(Outcome.ABANDONED)] * 1_001)[CONNECT.id]

    assert (reached.percent, reached.met) == (90, True)
    assert (missed.percent, missed.met) == (89.99, False)


def test_a_quarter_is_the_sum_of_its_days_not_the_mean_of_their_rates() -> None:
    quiet = [call(), call(Outcome.ABANDONED)]
    busy = [call(arrived_at=MORNING + timedelta(days=1))] * 8
    ledger = rules.count([*quiet, *busy], lambda _day: BY)

    assert [each.rates[0].percent for each in ledger.by("day")] == [50, 100]
    assert [(each.key, each.rates[0].percent) for each in ledger.by("quarter")] == [("2026-Q1", 90)]


def test_a_call_belongs_to_the_half_hour_in_which_it_arrived() -> None:
    edge = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
    ledger = rules.count(
        [call(arrived_at=edge - timedelta(microseconds=1)), call(arrived_at=edge)], lambda _day: BY
    )

    assert [each.key for each in ledger.by("half_hour")] == ["2026-03-02T09:00", "2026-03-02T09:30"]


def test_each_day_is_judged_by_its_own_terms() -> None:
    changed = date(2026, 3, 3)

    def by(day: date) -> Yardstick:
        return BY if day < changed else Yardstick(within=20, short=0, connect_target=95, in_time_target=80)

    slow = [call(wait=40), call(wait=40, arrived_at=MORNING + timedelta(days=1))]
    days = rules.count(slow, by).by("day")

    assert [each.rates[1].numerator for each in days] == [1, 0]
    assert [each.rates[0].target for each in days] == [90, 95]


def test_of_several_groupings_each_pair_has_its_line() -> None:
    ledger = rules.count([call(provider="a"), call(provider="b"), call()], lambda _day: BY)

    assert [each.key for each in ledger.by("provider", "queue")] == ["a etax", "b etax", "-- etax"]


def test_every_definition_names_counts_that_exist() -> None:
    known = set()
    for outcome in Outcome:
        known |= set(rules.marks(call(outcome, wait=1, handed=True), BY))

    assert {
        name for each in DEFINITIONS for name in (*each.numerator, *each.denominator, *each.less)
    } <= known
