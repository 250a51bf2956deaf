"""Ears on a channel: one records a talk, another lets a team lead listen."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from helpline.calls.ari.legs import Parts
from helpline.calls.engine import Listen, Record, StopListening, StopRecording, snoop_id
from helpline.kit.asterisk.wire.rest import Already, AriRefused, Gone, Rest

PAUSE, TRIES = 0.02, 100
"""Seconds between tries, and how many are made at once. An ear enters the application within milliseconds."""


async def tolerant(rest: Rest, method: str, path: str, body: object = None, **query: object) -> bool:
    """Whether it was done now; not: it was before, or there is nothing to do it to."""
    try:
        await rest.ask(method, path, body, **query)
    except (Gone, Already):
        return False
    return True


class Ears:
    """Puts ears on channels of one node and takes them off."""

    def __init__(self, rest: Rest, parts: Parts) -> None:
        self._rest, self._parts = rest, parts

    async def record(self, order: Record) -> None:
        """By an ear on the caller's channel: a recorder in the mix would make two parties a conference, at twice the cost.

        A talk that was broken and went on goes on in the same recording.
        """
        caller = self._parts.callers.get(order.call)
        if caller is None:
            return
        ear = _tap(order.call)
        for name in (ear, order.recording):
            self._parts.add(order.call, name)
        await self._put_on(caller, ear, spy="both")

        async def begun() -> bool:
            asked = {"name": order.recording, "format": "wav", "ifExists": "append"}
            if await tolerant(self._rest, "POST", f"channels/{ear}/record", **asked):
                return True
            return await tolerant(self._rest, "GET", f"recordings/live/{order.recording}")

        await self._once_entered(ear, begun)

    async def stop_recording(self, order: StopRecording) -> None:
        await tolerant(self._rest, "POST", f"recordings/live/{order.recording}/stop")
        await tolerant(self._rest, "DELETE", f"channels/{_tap(order.call)}")

    async def listen(self, order: Listen) -> None:
        """The ear may always speak; who only listens is muted. So it can be changed without being taken away."""
        ear, place = snoop_id(order.leg), _place(order.leg)
        for name in (ear, place):
            self._parts.add(order.call, name)
        self._parts.ears.add(order.leg)
        method = "POST" if order.ear == "listen" else "DELETE"
        await tolerant(self._rest, method, f"channels/{order.leg}/mute", direction="in")
        await self._put_on(order.target, ear, spy="both", whisper="out")
        await tolerant(self._rest, "POST", "bridges", type="mixing", bridgeId=place, name=place)
        for channel in (ear, order.leg):
            await self._bring(place, channel)

    async def stop_listening(self, order: StopListening) -> None:
        await tolerant(self._rest, "DELETE", f"channels/{snoop_id(order.leg)}")
        await tolerant(self._rest, "DELETE", f"bridges/{_place(order.leg)}")

    async def _put_on(self, channel: str, ear: str, **how: str) -> None:
        asked = {"app": "helpline", "appArgs": "ear", **how}
        await tolerant(self._rest, "POST", f"channels/{channel}/snoop/{ear}", **asked)

    async def _bring(self, place: str, channel: str) -> None:
        async def brought() -> bool:
            try:
                return await tolerant(self._rest, "POST", f"bridges/{place}/addChannel", channel=channel)
            except AriRefused as refused:
                if refused.status != 400:  # that there is no such channel
                    raise
                return False

        await self._once_entered(channel, brought)

    async def _once_entered(self, ear: str, ask: Callable[[], Awaitable[bool]]) -> None:
        """Ask until it is done, or the ear is gone: a moment after it was made it is there, and takes no orders yet.

        Raises:
            TimeoutError: it never did; the order is carried out again later.
        """
        for _ in range(TRIES):
            if await ask() or not await tolerant(self._rest, "GET", f"channels/{ear}"):
                return
            await asyncio.sleep(PAUSE)
        raise TimeoutError(f"{ear} does not enter the application")


def _place(leg: str) -> str:
    return f"ear-{leg}"


def _tap(call: UUID) -> str:
    """The ear that records a call."""
    return f"tap-{call}"
