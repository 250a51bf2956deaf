"""A telephone system that exists in memory only, on any clock: for tests, simulation, and a demo without Asterisk.

It keeps the port's promises: what was done already is not done again, what is gone stays gone, and whatever ends is told.
People are played by whoever holds the engine: `call_in`, `press`, `pick_up`, `put_down`, `hang_up`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from helpline.calls.engine import (
    CallArrived,
    Channel,
    GoneWhy,
    KeyPressed,
    LegAnswered,
    Line,
    Order,
    Signal,
    Snapshot,
    call_id,
)
from helpline.calls.in_memory.switchboard import MUSIC, TONE, MemoryChannel, Switchboard
from helpline.kit.clock import Clock


class MemoryEngine(Switchboard):
    """One node."""

    def __init__(self, node: str, clock: Clock) -> None:
        super().__init__(clock)
        self._node = node
        self._connected = asyncio.Event()
        self._connected.set()

    @property
    def node(self) -> str:
        return self._node

    @property
    def connected(self) -> asyncio.Event:
        return self._connected

    def call_in(
        self,
        channel: str,
        number: str = "",
        *,
        dialled: str = "",
        line: Line = "public",
        handed: dict[str, str] | None = None,
    ) -> UUID:
        """Somebody calls; the call's id. `handed`: what 12366 tells along."""
        call = call_id(self.node, channel)
        self._add(MemoryChannel(id=channel, call=call))
        arrival = CallArrived(
            call=call,
            at=self._clock.now(),
            node=self.node,
            channel=channel,
            number=number,
            dialled=dialled,
            line=line,
            handed=handed or {},
        )
        self._arrivals[channel] = arrival
        self._tell(arrival)
        return call

    def press(self, channel: str, key: str) -> None:
        """The caller presses a key."""
        found = self.channels.get(channel)
        if found is not None and found.is_up:
            self._tell(KeyPressed(call=found.call, at=self._clock.now(), channel=channel, key=key))

    def pick_up(self, leg: str) -> None:
        """A ringing phone is picked up."""
        found = self.channels.get(leg)
        if found is not None and not found.is_up:
            found.is_up = True
            self._tell(LegAnswered(call=found.call, at=self._clock.now(), leg=leg))

    def put_down(self, leg: str, why: GoneWhy = "hung_up") -> None:
        """A phone is put down, refuses, or fails."""
        self._gone(leg, why)

    def hang_up(self, channel: str) -> None:
        """The caller hangs up."""
        self._gone(channel, "hung_up")

    def ringing(self, staff_id: UUID) -> str | None:
        """The leg that rings at somebody's phone."""
        found = (each for each in self.channels.values() if each.staff_id == staff_id and not each.is_up)
        return next((each.id for each in found), None)

    def crash(self) -> None:
        """It dies: everything is gone, and nothing was told."""
        self.channels.clear()
        self.tapes.clear()
        self._arrivals.clear()
        self._later.clear()

    def spoken(self, recording: str) -> None:
        """The caller has said the message and pressed the key that ends it."""
        tape = self.tapes.get(recording)
        if tape is not None and (found := self.channels.get(tape.of)) is not None:
            found.place = ""
        self._stop(recording)

    def silent(self) -> list[str]:
        """Channels of callers that hear nothing: answered, and alone without music, prompt or tone."""
        return [
            each.id
            for each in self.channels.values()
            if each.is_up and each.staff_id is None and not each.playing and not self._has_company(each)
        ]

    def _has_company(self, channel: MemoryChannel) -> bool:
        if channel.place in (MUSIC, TONE):
            return True
        others = [
            e for e in self.channels.values() if e.place and e.place == channel.place and e is not channel
        ]
        return bool(others)

    async def do(self, order: Order) -> None:
        self.carry_out(order)

    async def signals(self) -> AsyncIterator[Signal]:
        while True:
            for signal in self.take():
                yield signal
            self._news.clear()
            wait = self._seconds_to_next()
            try:
                await asyncio.wait_for(self._news.wait(), wait)
            except TimeoutError:
                continue

    async def snapshot(self) -> Snapshot:
        return Snapshot(
            at=self._clock.now(),
            channels=tuple(
                Channel(id=each.id, is_up=each.is_up, place=each.place) for each in self.channels.values()
            ),
            recordings=tuple(self.tapes),
            arrivals=tuple(self._arrivals.values()),
        )

    async def discard(self, channels: Sequence[str]) -> None:
        for name in channels:
            self._gone(name, "hung_up")
