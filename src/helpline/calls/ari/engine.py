"""One Asterisk node behind the port."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from uuid import UUID

import msgspec

from helpline.calls.ari.doing import Doing
from helpline.calls.ari.house import House
from helpline.calls.ari.legs import Parts
from helpline.calls.ari.telling import Telling
from helpline.calls.engine import (
    CallArrived,
    Channel,
    GoneWhy,
    KeyPressed,
    Order,
    Signal,
    Snapshot,
    call_of,
)
from helpline.kit.asterisk.wire import events as wire
from helpline.kit.asterisk.wire.rest import AriRefused, Gone, Rest
from helpline.kit.clock import Clock
from helpline.kit.log import Log

log = Log(__name__)

STASIS = "Stasis"


class _Held(msgspec.Struct, frozen=True):
    """A bridge as Asterisk lists it."""

    id: str
    channels: tuple[str, ...] = ()


class AsteriskEngine:
    """Leads one node over its REST interface and its event socket."""

    def __init__(self, house: House, rest: Rest, events: wire.Events, clock: Clock) -> None:
        self._house, self._rest, self._events, self._clock = house, rest, events, clock
        self._parts = Parts()
        self._telling = Telling(house, self._parts, clock)
        self._doing = Doing(rest, house, self._parts, self._say_gone)
        self._told: asyncio.Queue[Signal | Exception] = asyncio.Queue()
        self._is_new = True
        self._connected = asyncio.Event()

    @property
    def node(self) -> str:
        return self._house.node

    @property
    def connected(self) -> asyncio.Event:
        """Set while the event socket is open."""
        return self._connected

    async def do(self, order: Order) -> None:
        """Carry out one order.

        Raises:
            ConnectionError, TimeoutError: it could not be reached; the order stands, and is given again.
        """
        try:
            await self._doing.do(order)
        except AriRefused:  # given again it would be refused again: the call goes on without it
            log.failure("ari.refused", order=type(order).__name__, call=str(order.call))

    async def signals(self) -> AsyncIterator[Signal]:
        """What happens, in order, until the connection breaks.

        Raises:
            ConnectionError, TimeoutError, OSError: there is no connection (any more).
        """
        async with self._events.open(self._rest) as socket:
            await self._doing.prepare()
            self._telling.forget()
            self._is_new = True
            self._told = asyncio.Queue()
            reading = asyncio.create_task(self._read(socket))
            self._connected.set()
            try:
                while True:
                    told = await self._told.get()
                    if isinstance(told, Exception):
                        raise told
                    yield told
            finally:
                self._connected.clear()
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
                self._rest.close()

    async def snapshot(self) -> Snapshot:
        """What it holds now: what runs in the dial plan by itself is not ours."""
        at = self._clock.now()
        channels = msgspec.convert(await self._rest.ask("GET", "channels"), tuple[wire.Channel, ...])
        bridges = msgspec.convert(await self._rest.ask("GET", "bridges"), tuple[_Held, ...])
        places = {name: _place(bridge.id) for bridge in bridges for name in bridge.channels}
        arrivals = [
            self._telling.arrival(each, tuple(each.dialplan.app_data.split(",")[1:]), at)
            for each in channels
            if each.dialplan.app_name == STASIS and ",in," in each.dialplan.app_data
        ]
        callers = {each.channel for each in arrivals}
        held = tuple(
            Channel(id=each.id, is_up=each.state == "Up", place=places.get(each.id, ""))
            for each in channels
            if each.id in callers or call_of(each.id) is not None
        )
        if self._is_new:
            self._parts.learn(held)
            self._is_new = False
        return Snapshot(at=at, channels=held, arrivals=tuple(arrivals))

    async def discard(self, channels: Sequence[str]) -> None:
        """Hang up channels that belong to no call."""
        for name in channels:
            with suppress(Gone):
                await self._rest.ask("DELETE", f"channels/{name}")

    async def _read(self, socket: wire.Socket) -> None:
        try:
            async for event in socket.events():
                if event.type == "ApplicationReplaced":
                    raise ConnectionResetError("another process leads this node")  # noqa: TRY301
                await self._hear(event)
        except Exception as trouble:  # handed over to who reads the signals
            self._told.put_nowait(trouble)

    async def _hear(self, event: wire.Event) -> None:
        signal = self._telling.signal_of(event)
        if signal is None:
            return
        if isinstance(signal, CallArrived) and signal.line == "12366":
            signal = msgspec.structs.replace(signal, handed=await self._handed(signal.channel))
        self._told.put_nowait(signal)
        if isinstance(signal, KeyPressed):
            await self._break_off(signal.channel)

    async def _handed(self, channel: str) -> dict[str, str]:
        """R5.1: what 12366 tells of a call that it passes on."""
        told: dict[str, str] = {}
        for key, name in self._house.headers.items():
            with suppress(AriRefused):
                asked = {"variable": f"PJSIP_HEADER(read,{name})"}
                told[key] = (await self._rest.ask("GET", f"channels/{channel}/variable", **asked))["value"]
        return {key: value for key, value in told.items() if value}

    async def _break_off(self, channel: str) -> None:
        play = self._parts.playing.get(channel)
        if play in self._parts.until_key:
            self._parts.silence(channel)
            with suppress(AriRefused):
                await self._rest.ask("DELETE", f"playbacks/{play}")

    def _say_gone(self, call: UUID, leg: str, why: GoneWhy) -> None:
        self._told.put_nowait(self._telling.gone(call, leg, why))


def _place(bridge: str) -> str:
    if bridge.startswith("hold-"):
        return "hold"
    return bridge if bridge.startswith("mix-") else ""
