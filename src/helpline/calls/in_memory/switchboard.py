"""What stands in memory for channels, music, mixes and tape; it carries orders out and says what became of them."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from helpline.calls.engine import (
    Answer,
    CallArrived,
    CallerGone,
    Close,
    GoneWhy,
    HangUp,
    Hold,
    Join,
    LegAnswered,
    LegGone,
    Listen,
    Mute,
    Order,
    Play,
    Played,
    Record,
    Recorded,
    RecordMessage,
    Ring,
    SeatPhone,
    Signal,
    StopListening,
    StopPlaying,
    StopRecording,
    message_id,
    placed_channel,
    recording_id,
)
from helpline.kit.clock import Clock

MUSIC, TONE = "hold", "tone"
PROMPT_SECONDS = 2.0


class Phone(msgspec.Struct):
    """How a phone behaves. `after` None: it rings until somebody acts; `refuses`: what it says instead of ringing."""

    after: float | None = None
    refuses: GoneWhy | None = None


class MemoryChannel(msgspec.Struct):
    """A channel, the caller's or a leg. `hears`: the leg a team lead listens to."""

    id: str
    call: UUID
    is_up: bool = False
    place: str = ""
    playing: str | None = None
    staff_id: UUID | None = None
    is_mute: bool = False
    hears: str | None = None


class Tape(msgspec.Struct):
    """A recording that runs. `mix`, or of a message the channel."""

    id: str
    call: UUID
    of: str
    since: datetime


class Switchboard:
    """The inside of a node. What it has to say waits in `take` until its moment has come."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._later: list[tuple[datetime, int, Signal]] = []
        self._count = itertools.count()
        self._arrivals: dict[str, CallArrived] = {}
        self._news = asyncio.Event()
        self.channels: dict[str, MemoryChannel] = {}
        self.tapes: dict[str, Tape] = {}
        self.phones: dict[UUID, Phone] = {}
        self._rung: set[str] = set()
        self._sounding: dict[str, str] = {}
        self._of_call: dict[UUID, list[str]] = {}
        self._do: dict[type, Callable[[Any], object]] = {
            Answer: self._answer,
            Play: self._play,
            StopPlaying: lambda order: self._silence(order.play),
            Hold: self._hold,
            Ring: self._ring,
            Join: self._join,
            Record: lambda order: self._record(order.recording, order.call, order.mix),
            StopRecording: lambda order: self._stop(order.recording),
            RecordMessage: self._record_message,
            Mute: self._mute,
            Listen: self._listen,
            StopListening: self._stop_listening,
            HangUp: lambda order: self._gone(order.channel, "hung_up"),
            Close: lambda order: self._close(order.call),
        }

    def take(self) -> list[Signal]:
        """Signals whose moment has come, the first first. What has been overtaken is not told."""
        now, due = self._clock.now(), []
        while self._later and self._later[0][0] <= now:
            signal = heapq.heappop(self._later)[2]
            if self._comes_true(signal):
                due.append(signal)
        return due

    def _comes_true(self, signal: Signal) -> bool:
        """A sound ends, a phone is picked up: if it still sounds, or still rings."""
        if isinstance(signal, Played):
            return self._silence(signal.play)
        if isinstance(signal, LegAnswered):
            found = self.channels.get(signal.leg)
            if found is None:
                return False
            found.is_up = True
        return True

    def next_at(self) -> datetime | None:
        """When the next signal comes by itself."""
        return self._later[0][0] if self._later else None

    def _seconds_to_next(self) -> float | None:
        at = self.next_at()
        return None if at is None else max(0.0, (at - self._clock.now()).total_seconds())

    def _tell(self, signal: Signal, after: float = 0.0) -> None:
        at = self._clock.now() + timedelta(seconds=after)
        signal = msgspec.structs.replace(signal, at=at)
        heapq.heappush(self._later, (at, next(self._count), signal))
        self._news.set()

    def carry_out(self, order: Order) -> None:
        """Do one order; done before, or of what is gone, it is nothing."""
        self._do[type(order)](order)

    def _answer(self, order: Answer) -> None:
        if (found := self.channels.get(order.channel)) is not None:
            found.is_up = True

    def _hold(self, order: Hold) -> None:
        if (found := self.channels.get(order.channel)) is not None:
            found.place, found.playing = MUSIC, None

    def _mute(self, order: Mute) -> None:
        if (found := self.channels.get(order.channel)) is not None:
            found.is_mute = order.is_mute

    def _listen(self, order: Listen) -> None:
        if (found := self.channels.get(order.leg)) is not None:
            found.hears, found.place = order.target, ""

    def _stop_listening(self, order: StopListening) -> None:
        if (found := self.channels.get(order.leg)) is not None:
            found.hears = None

    def _play(self, order: Play) -> None:
        channel = self.channels.get(order.channel)
        if channel is None or channel.playing == order.play:
            return
        channel.playing = order.play
        self._sounding[order.play] = order.channel
        if channel.place != MUSIC:
            channel.place = ""
        seconds = PROMPT_SECONDS * len(order.prompts)
        self._tell(Played(call=order.call, at=self._clock.now(), play=order.play), seconds)

    def _silence(self, play: str) -> bool:
        """End a sound; whether it still sounded."""
        found = self.channels.get(self._sounding.pop(play, ""))
        if found is None or found.playing != play:
            return False
        found.playing = None
        return True

    def _join(self, order: Join) -> None:
        for name in order.channels:
            if (found := self.channels.get(name)) is not None:
                found.place, found.playing = order.mix, None

    def _ring(self, order: Ring) -> None:
        if order.leg in self._rung:
            return
        self._rung.add(order.leg)
        staff_id = order.to.staff_id if isinstance(order.to, SeatPhone) else None
        phone = self.phones.get(staff_id, Phone()) if staff_id else Phone()
        if phone.refuses is not None:
            self._tell(LegGone(call=order.call, at=self._clock.now(), leg=order.leg, why=phone.refuses))
            return
        self._add(MemoryChannel(id=order.leg, call=order.call, staff_id=staff_id))
        if phone.after is not None:
            answered = LegAnswered(call=order.call, at=self._clock.now(), leg=order.leg)
            self._tell(answered, phone.after)

    def _record(self, name: str, call: UUID, of: str) -> None:
        if name not in self.tapes:
            self.tapes[name] = Tape(id=name, call=call, of=of, since=self._clock.now())

    def _record_message(self, order: RecordMessage) -> None:
        found = self.channels.get(order.channel)
        if found is None or order.recording in self.tapes:
            return
        found.place, found.playing = TONE, None
        self._record(order.recording, order.call, order.channel)

    def _stop(self, name: str) -> None:
        tape = self.tapes.pop(name, None)
        if tape is None:
            return
        seconds = (self._clock.now() - tape.since).total_seconds()
        self._tell(Recorded(call=tape.call, at=self._clock.now(), recording=name, seconds=seconds))

    def _add(self, channel: MemoryChannel) -> None:
        self.channels[channel.id] = channel
        self._of_call.setdefault(channel.call, []).append(channel.id)

    def _close(self, call: UUID) -> None:
        self._stop(recording_id(call))
        self._stop(message_id(call))
        for name in self._of_call.pop(call, []):
            self._gone(name, "hung_up")

    def _gone(self, name: str, why: GoneWhy) -> None:
        found = self.channels.pop(name, None)
        if found is None:
            return
        tape = self.tapes.get(message_id(found.call))
        if tape is not None and tape.of == name:
            self._stop(tape.id)
        if name in self._arrivals or name == placed_channel(found.call):
            self._arrivals.pop(name, None)
            self._tell(CallerGone(call=found.call, at=self._clock.now(), why=why))
        else:
            self._tell(LegGone(call=found.call, at=self._clock.now(), leg=name, why=why))
