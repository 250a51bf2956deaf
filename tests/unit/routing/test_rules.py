"""Who is able, who is asked first, how long it takes: examples."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from helpline.routing import rules
from helpline.routing.model import Channel, Work
from tests.support.routing_nouns import NOW, seat, work

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("capacity", "units", "costs"),
    [
        pytest.param({"chat": 6, "voice": 1}, 6, {"chat": 1, "voice": 6}, id="six chats or one call"),
        pytest.param(
            {"chat": 4, "message": 6}, 12, {"chat": 3, "message": 2}, id="four chats or six messages"
        ),
        pytest.param({"chat": 3, "voice": 0}, 3, {"chat": 1}, id="no calls"),
        pytest.param({}, 1, {}, id="nothing"),
    ],
)
def test_one_capacity_serves_all_channels(
    capacity: dict[Channel, int], units: int, costs: dict[Channel, int]
) -> None:
    assert rules.shared_units(capacity) == (units, costs)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"presence": "break"}, id="on a break"),
        pytest.param({"presence": "wrap_up", "wrap_up_until": NOW + SECOND}, id="wrapping up"),
        pytest.param({"lease_until": None}, id="no desk"),
        pytest.param({"lease_until": NOW}, id="lease just run out"),
        pytest.param({"disconnected_at": NOW}, id="desk closed"),
        pytest.param({"held": 5, "offered": 1}, id="full"),
        pytest.param({"costs": {"voice": 6}}, id="takes no chats"),
        pytest.param({"systems": ("invoice",)}, id="other system"),
        pytest.param({"languages": ("en",)}, id="other language"),
        pytest.param({"provider_id": UUID(int=9)}, id="other provider"),
    ],
)
@pytest.mark.article("R4.2")
def test_who_cannot_take_it_is_not_asked(fields: dict[str, Any]) -> None:
    assert rules.choose_seat(work(), [seat(**fields)], (), NOW) is None


def test_the_last_room_is_room() -> None:
    assert rules.choose_seat(work(), [seat(held=4, offered=1)], (), NOW) == seat(held=4, offered=1)


def test_a_call_needs_the_whole_seat() -> None:
    call = work(channel="voice")

    assert rules.is_able(seat(), call, (), NOW)
    assert not rules.is_able(seat(held=1), call, (), NOW)


@pytest.mark.article("R4.2")
def test_who_was_passed_over_is_not_asked_while_the_pause_lasts() -> None:
    asked, waiting = seat(), work()

    assert rules.choose_seat(waiting, [asked], {(waiting.id, asked.staff_id)}, NOW) is None
    assert rules.choose_seat(work(2), [asked], {(waiting.id, asked.staff_id)}, NOW) == asked


def test_seats_are_asked_by_preference_load_idleness_and_id() -> None:
    preferred = seat(1, held=4)
    light = seat(2, held=1)
    idle = seat(3, held=2, idle_since=NOW - SECOND)
    first_id = seat(4, held=2)
    last_id = seat(5, held=2)
    line = [last_id, first_id, idle, light, preferred]
    waiting = work(preferred=preferred.staff_id)

    asked = []
    while chosen := rules.choose_seat(waiting, line, (), NOW):
        asked.append(chosen)
        line.remove(chosen)

    assert asked == [preferred, light, idle, first_id, last_id]


def test_load_is_a_share_of_the_seat_not_a_count() -> None:
    large, small = seat(1, units=6, held=2), seat(2, units=2, held=1, costs={"chat": 1})

    assert rules.choose_seat(work(), [small, large], (), NOW) == large


def test_reserved_work_waits_for_its_consultant_only() -> None:
    reserved = work(preferred=seat(1).staff_id, reserved_until=NOW + SECOND)

    assert rules.choose_seat(reserved, [seat(2)], (), NOW) is None
    assert rules.choose_seat(reserved, [seat(1), seat(2)], (), NOW) == seat(1)
    assert rules.choose_seat(reserved, [seat(2)], (), NOW + SECOND) == seat(2)


@pytest.mark.article("R4.3")
def test_work_is_served_by_priority_first_queue_time_and_arrival() -> None:
    urgent = work(3, priority=1)
    older = work(5, enqueued_at=NOW - SECOND)
    first, second = work(1), work(2)
    line = [second, first, older, urgent]

    served = []
    while chosen := rules.choose_work(seat(), line, (), NOW):
        served.append(chosen)
        line.remove(chosen)

    assert served == [urgent, older, first, second]


@pytest.mark.parametrize(
    "fields", [{"not_before": NOW - SECOND}, {"state": "offered"}, {"state": "claimed"}, {"state": "left"}]
)
def test_only_work_in_line_is_offered(fields: dict[str, Any]) -> None:
    assert rules.choose_work(seat(), [work(**fields)], (), NOW) is None


@pytest.mark.parametrize(
    ("fields", "reserved"),
    [
        pytest.param({}, timedelta(seconds=20), id="at the desk"),
        pytest.param({"presence": "break"}, timedelta(seconds=20), id="on a short break"),
        pytest.param({"presence": "away"}, None, id="away"),
        pytest.param({"lease_until": NOW}, None, id="not connected"),
    ],
)
def test_work_is_reserved_for_who_is_there(fields: dict[str, Any], reserved: timedelta | None) -> None:
    wanted = Work(id=UUID(int=1), preferred=seat().staff_id, preference_seconds=20)

    until = rules.reserved_until(wanted, seat(**fields), NOW)

    assert until == (NOW + reserved if reserved else None)


def test_a_reservation_begins_when_the_queue_opens() -> None:
    wanted = Work(
        id=UUID(int=1),
        preferred=seat().staff_id,
        preference_seconds=20,
        not_before=NOW + timedelta(hours=1),
    )

    assert rules.reserved_until(wanted, seat(), NOW) == NOW + timedelta(hours=1, seconds=20)
    assert rules.reserved_until(wanted, None, NOW) is None


@pytest.mark.article("R4.2")
def test_a_prompt_has_its_term_and_a_request_to_a_colleague_its_own() -> None:
    assert rules.due_at(NOW, "queue", 30, 60) == NOW + timedelta(seconds=30)
    assert rules.due_at(NOW, "assigned", 30, 60) == NOW + timedelta(seconds=30)
    assert rules.due_at(NOW, "transfer", 30, 60) == NOW + timedelta(seconds=60)


@pytest.mark.article("R4.3")
@pytest.mark.parametrize(
    ("place", "handling", "parallel", "seconds"),
    [
        pytest.param(1, 480.0, 6, 80, id="first, one seat of six dialogues"),
        pytest.param(6, 480.0, 6, 480, id="sixth: all six must end"),
        pytest.param(3, 100.0, 7, 43, id="rounded up, never down"),
        pytest.param(1, 480.0, 0, None, id="nobody on duty"),
    ],
)
def test_the_expected_wait(place: int, handling: float, parallel: int, seconds: int | None) -> None:
    assert rules.expected_wait(place, handling, parallel) == seconds


@pytest.mark.article("R4.3")
def test_the_handling_time_leaves_the_assumption_as_it_is_measured() -> None:
    assert rules.handling_seconds(0, 0.0) == 480.0
    assert rules.handling_seconds(5, 5 * 120.0) == 300.0
    assert rules.handling_seconds(1000, 1000 * 120.0) == pytest.approx(120.0, abs=2)
