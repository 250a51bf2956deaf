"""Events as signals."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from helpline.calls.ari.house import House
from helpline.calls.ari.legs import Parts
from helpline.calls.engine import (
    CallArrived,
    CallerGone,
    GoneWhy,
    KeyPressed,
    LegAnswered,
    LegGone,
    Played,
    Recorded,
    Signal,
    call_id,
    call_of,
)
from helpline.kit.asterisk.wire.events import Channel, Event
from helpline.kit.clock import Clock, SystemClock
from helpline.kit.ids import new_id

BUSY, UNANSWERED, REFUSED = {17}, {0, 18, 19, 16, 127}, {21}
ABSENT = {1, 2, 3, 20, 22, 27, 28}
"""Causes of ITU-T Q.850."""

KEYS_A_MINUTE = 60
"""So many keys of one caller are heard; a finger presses fewer, a program that floods us is not listened to."""


class Telling:
    """Makes signals of events; remembers no more than what saves a request."""

    def __init__(self, house: House, parts: Parts, clock: Clock) -> None:
        self._house, self._parts, self._clock = house, parts, clock
        self._machine = SystemClock()
        self._callers: dict[str, UUID] = {}
        self._keys: dict[str, tuple[datetime, int]] = {}
        self._kinds: dict[str, Callable[[Event, datetime], Signal | None]] = {
            "StasisStart": self._entered,
            "StasisEnd": self._gone,
            "ChannelDestroyed": self._gone,
            "ChannelDtmfReceived": self._key,
            "PlaybackFinished": self._played,
            "RecordingFinished": self._recorded,
            "RecordingFailed": self._recorded,
        }

    def signal_of(self, event: Event) -> Signal | None:
        """What an event says, if it says anything to us."""
        kind = self._kinds.get(event.type)
        return kind(event, self._moment(event.at)) if kind is not None else None

    def _moment(self, seen_at: datetime | None) -> datetime:
        """When Asterisk saw it, on the clock of the house: a demo's may run in the next morning."""
        now = self._clock.now()
        return now if seen_at is None else now - (self._machine.now() - seen_at)

    def arrival(self, channel: Channel, args: tuple[str, ...], at: datetime) -> CallArrived:
        """How a caller's channel arrived, from the words that the dial plan handed over."""
        _, trunk, number, dialled = (*args, "", "", "", "")[:4]
        call = call_id(self._house.node, channel.id)
        self._callers[channel.id] = call
        self._parts.callers[call] = channel.id
        return CallArrived(
            call=call,
            at=at,
            node=self._house.node,
            channel=channel.id,
            number=number,
            dialled=dialled,
            line=self._house.line_of(trunk),
        )

    def gone(self, call: UUID, leg: str, why: GoneWhy) -> LegGone:
        """A leg that never came to be."""
        self._parts.ended.add(leg)
        return LegGone(call=call, at=self._clock.now(), id=new_id(), leg=leg, why=why)

    def forget(self) -> None:
        """Begin anew: what is there is learnt from what Asterisk holds."""
        self._callers.clear()
        self._keys.clear()

    def _call_of(self, name: str) -> UUID | None:
        return self._callers.get(name) or call_of(name)

    def _entered(self, event: Event, at: datetime) -> Signal | None:
        channel = event.channel
        if channel is None:
            return None
        if event.args[:1] == ("in",):
            return self.arrival(channel, event.args, at)
        call = call_of(channel.id)
        if call is None or event.args[:1] != ("leg",):
            return None
        self._parts.answered.add(channel.id)
        if channel.id.startswith("to-"):
            self._parts.callers[call] = channel.id
        return LegAnswered(call=call, at=at, leg=channel.id)

    def _gone(self, event: Event, at: datetime) -> Signal | None:
        """The first of Asterisk's two events that say so; an ear is nobody's end."""
        name = event.channel.id if event.channel else ""
        call = self._call_of(name)
        if call is None or name in self._parts.ended or name.startswith("sn-"):
            return None
        self._parts.playing.pop(name, None)
        self._keys.pop(name, None)
        self._parts.music.discard(name)
        if name in self._callers:
            del self._callers[name]
            return CallerGone(call=call, at=at)
        self._parts.ended.add(name)
        return LegGone(call=call, at=at, leg=name, why=self._why(name, event.cause))

    def _why(self, leg: str, cause: int) -> GoneWhy:
        if leg in self._parts.answered:
            return "hung_up"
        known: tuple[tuple[set[int], GoneWhy], ...] = (
            (BUSY, "busy"),
            (UNANSWERED, "no_answer"),
            (REFUSED, "declined"),
            (ABSENT, "unreachable"),
        )
        return next((why for causes, why in known if cause in causes), "failed")

    def _key(self, event: Event, at: datetime) -> Signal | None:
        name = event.channel.id if event.channel else ""
        call = self._call_of(name)
        if call is None or not (name in self._callers or name.startswith("to-")) or self._floods(name, at):
            return None
        return KeyPressed(call=call, at=at, channel=name, key=event.digit)

    def _floods(self, name: str, at: datetime) -> bool:
        since, count = self._keys.get(name, (at, 0))
        if (at - since).total_seconds() >= 60:
            since, count = at, 0
        self._keys[name] = (since, count + 1)
        return count >= KEYS_A_MINUTE

    def _played(self, event: Event, at: datetime) -> Signal | None:
        if event.playback is None or (call := call_of(event.playback.id)) is None:
            return None
        play = event.playback.id
        for channel, sounding in list(self._parts.playing.items()):
            if sounding == play:
                self._parts.silence(channel)
        return Played(call=call, at=at, play=play, failed=event.playback.state == "failed")

    def _recorded(self, event: Event, at: datetime) -> Signal | None:
        if event.recording is None or (call := call_of(event.recording.name)) is None:
            return None
        found = event.recording
        failed = event.type == "RecordingFailed"
        return Recorded(
            call=call, at=at, recording=found.name, seconds=max(0.0, found.duration), failed=failed
        )
