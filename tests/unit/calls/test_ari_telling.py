"""Events of Asterisk as signals: once each, and no more of them than a person can cause."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from helpline.calls.ari.house import House
from helpline.calls.ari.legs import Parts
from helpline.calls.ari.telling import KEYS_A_MINUTE, Telling
from helpline.calls.engine import (
    CallArrived,
    CallerGone,
    GoneWhy,
    KeyPressed,
    LegGone,
    Played,
    leg_id,
    play_id,
)
from helpline.kit.asterisk.wire.events import Channel, Event, Playback
from helpline.kit.clock import ShiftedClock, SystemClock

NOW = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)
CALL = UUID("019a0000-0000-7000-8000-000000000001")


def telling() -> Telling:
    return Telling(House(node="node1", prompts="/p"), Parts(), ShiftedClock(NOW))


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"


def arrived(told: Telling) -> CallArrived:
    event = Event(type="StasisStart", channel=Channel(id="node1-1.1"), args=("in", "public", "138", "400"))
    signal = told.signal_of(event)
    assert isinstance(signal, CallArrived)
    return signal


def test_the_end_of_a_caller_is_told_once_though_asterisk_says_it_twice() -> None:
    told = telling()
    arrived(told)
    ends = [Event(type=kind, channel=Channel(id="node1-1.1")) for kind in ("StasisEnd", "ChannelDestroyed")]
    assert [type(told.signal_of(each)) for each in ends] == [CallerGone, type(None)]


@pytest.mark.parametrize(
    ("cause", "why"), [(17, "busy"), (21, "declined"), (19, "no_answer"), (20, "unreachable"), (38, "failed")]
)
def test_why_a_phone_was_not_picked_up_is_told_by_its_cause(cause: int, why: GoneWhy) -> None:
    signal = telling().signal_of(
        Event(type="ChannelDestroyed", channel=Channel(id=leg_id(CALL, 1)), cause=cause)
    )
    assert isinstance(signal, LegGone)
    assert (signal.call, signal.why) == (CALL, why)


def test_a_program_that_presses_keys_without_end_is_not_listened_to() -> None:
    told = telling()
    arrived(told)
    at = datetime.now(UTC)  # noqa: TID251 - Asterisk's clock is the machine's
    event = [
        Event(type="ChannelDtmfReceived", channel=Channel(id="node1-1.1"), digit="1", timestamp=stamp(at))
        for _ in range(500)
    ]
    heard = [told.signal_of(each) for each in event]
    assert sum(isinstance(each, KeyPressed) for each in heard) == KEYS_A_MINUTE


def test_times_are_those_of_the_house_whose_clock_may_be_another() -> None:
    event = Event(
        type="PlaybackFinished", playback=Playback(id=play_id(CALL, 1)), timestamp=stamp(SystemClock().now())
    )
    signal = telling().signal_of(event)
    assert isinstance(signal, Played)
    assert abs(signal.at - NOW) < timedelta(seconds=5)
