"""Orders as requests. What is done already, or of a channel that is gone, is nothing."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from helpline.calls.ari.ears import Ears, tolerant
from helpline.calls.ari.house import House
from helpline.calls.ari.legs import Parts
from helpline.calls.ari.seats import account_of
from helpline.calls.engine import (
    Answer,
    Close,
    GoneWhy,
    HangUp,
    Hold,
    Join,
    Listen,
    Mute,
    Order,
    Outside,
    Play,
    Record,
    RecordMessage,
    Ring,
    StopListening,
    StopPlaying,
    StopRecording,
)
from helpline.kit.asterisk.wire.rest import Already, AriRefused, Gone, Rest, Unauthorised

UNREACHABLE = {400, 404, 500}
"""What Asterisk answers to ringing a phone that is not registered, or a number that does not exist."""

_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\"<>\\;]")
"""What would end a header, or begin another one."""
HEADER_LIMIT = 200


class Doing:
    """Carries out orders on one node."""

    def __init__(
        self, rest: Rest, house: House, parts: Parts, tell_gone: Callable[[UUID, str, GoneWhy], None]
    ) -> None:
        self._rest, self._house, self._parts, self._tell_gone = rest, house, parts, tell_gone
        self._hold = f"hold-{house.node}"
        ears = Ears(rest, parts)
        self._deeds: dict[type, Callable[[Any], Awaitable[None]]] = {
            Answer: self._answer,
            Play: self._play,
            StopPlaying: self._stop_playing,
            Hold: self._wait_with_music,
            Ring: self._ring,
            Join: self._join,
            Record: ears.record,
            StopRecording: ears.stop_recording,
            RecordMessage: self._record_message,
            Mute: self._mute,
            Listen: ears.listen,
            StopListening: ears.stop_listening,
            HangUp: self._hang_up,
            Close: self._close,
        }

    async def do(self, order: Order) -> None:
        """One order.

        Raises:
            ConnectionError, TimeoutError, OSError: Asterisk could not be reached.
            AriRefused: it refuses for a reason that is neither repetition nor absence.
        """
        await self._deeds[type(order)](order)

    async def prepare(self) -> None:
        """The place where callers wait. Music is each one's own: the place's is silent for who comes back."""
        await self._tolerant("POST", "bridges", type="holding", bridgeId=self._hold, name=self._hold)

    async def _tolerant(self, method: str, path: str, body: object = None, **query: object) -> bool:
        return await tolerant(self._rest, method, path, body, **query)

    async def _answer(self, order: Answer) -> None:
        await self._tolerant("POST", f"channels/{order.channel}/answer")

    async def _play(self, order: Play) -> None:
        await self._silence(order.channel)
        media = ",".join(f"sound:{self._house.prompts}/{name}" for name in order.prompts)
        if await self._tolerant("POST", f"channels/{order.channel}/play/{order.play}", media=media):
            self._parts.playing[order.channel] = order.play
            if order.until_key:
                self._parts.until_key.add(order.play)

    async def _silence(self, channel: str) -> None:
        play = self._parts.silence(channel)
        if play is not None:
            await self._tolerant("DELETE", f"playbacks/{play}")

    async def _stop_playing(self, order: StopPlaying) -> None:
        await self._tolerant("DELETE", f"playbacks/{order.play}")

    async def _wait_with_music(self, order: Hold) -> None:
        await self._silence(order.channel)
        if not await self._put(self._hold, order.channel):
            await self.prepare()
            await self._put(self._hold, order.channel)
        if await self._tolerant("POST", f"channels/{order.channel}/moh"):
            self._parts.music.add(order.channel)

    async def _end_music(self, channel: str) -> None:
        """It would go on under the talk, heard by the caller alone."""
        if channel in self._parts.music:
            self._parts.music.discard(channel)
            await self._tolerant("DELETE", f"channels/{channel}/moh")

    async def _put(self, bridge: str, channels: str) -> bool:
        """Move channels; whether the place was there. One that is gone is no trouble."""
        try:
            await self._rest.ask("POST", f"bridges/{bridge}/addChannel", channel=channels)
        except Gone:
            return False
        except Already:
            return True
        except AriRefused as refused:
            if refused.status != 400:
                raise
        return True

    async def _ring(self, order: Ring) -> None:
        self._parts.add(order.call, order.leg)
        outside = order.to if isinstance(order.to, Outside) else None
        variables = (
            {"PJSIP_HEADER(add,X-Call-Id)": str(order.call)} if outside is None else self._told(outside)
        )
        shown = _plain(order.label)
        query = {
            "endpoint": self._endpoint(order),
            "app": "helpline",
            "appArgs": "leg",
            "channelId": order.leg,
            "timeout": order.seconds,
            "callerId": f'"{shown}" <{self._house.caller or "helpline"}>',
        }
        try:
            await self._rest.ask("POST", "channels", {"variables": variables}, **query)
        except Already:
            return
        except Unauthorised:
            raise
        except AriRefused as refused:
            self._tell_gone(
                order.call, order.leg, "unreachable" if refused.status in UNREACHABLE else "failed"
            )

    def _endpoint(self, order: Ring) -> str:
        if isinstance(order.to, Outside):
            number = re.sub(r"[^0-9+]", "", order.to.number) or order.to.line
            return f"PJSIP/{number}@{self._house.trunks[order.to.line]}"
        return f"PJSIP/{account_of(order.to.staff_id)}"

    def _told(self, outside: Outside) -> dict[str, str]:
        """R5.1: what goes along to 12366, under the agreed names; nothing to the public network."""
        if outside.line != "12366":
            return {}
        names = self._house.headers
        return {
            f"PJSIP_HEADER(add,{names.get(key, key)})": _plain(value)[:HEADER_LIMIT]
            for key, value in outside.headers.items()
        }

    async def _join(self, order: Join) -> None:
        self._parts.add(order.call, order.mix)
        for channel in order.channels:
            await self._silence(channel)
            await self._end_music(channel)
            if channel in self._parts.ears:
                self._parts.ears.discard(channel)
                await self._tolerant("DELETE", f"channels/{channel}/mute", direction="in")
        kind = "mixing,dtmf_events"
        await self._tolerant("POST", "bridges", type=kind, bridgeId=order.mix, name=order.mix)
        for channel in order.channels:
            await self._put(order.mix, channel)

    async def _record_message(self, order: RecordMessage) -> None:
        self._parts.add(order.call, order.recording)
        await self._silence(order.channel)
        await self._end_music(order.channel)
        await self._leave(order.channel)
        await self._tolerant(
            "POST",
            f"channels/{order.channel}/record",
            name=order.recording,
            format="wav",
            maxDurationSeconds=order.most_seconds,
            maxSilenceSeconds=order.silence_seconds,
            beep="true",
            terminateOn=order.ends_with,
        )

    async def _leave(self, channel: str) -> None:
        """Out of the place where one waits: what is in company cannot be recorded alone."""
        try:
            await self._rest.ask("POST", f"bridges/{self._hold}/removeChannel", channel=channel)
        except (Gone, Already):
            return
        except AriRefused as refused:
            if refused.status != 400:
                raise

    async def _mute(self, order: Mute) -> None:
        method = "POST" if order.is_mute else "DELETE"
        await self._tolerant(method, f"channels/{order.channel}/mute", direction="in")

    async def _hang_up(self, order: HangUp) -> None:
        await self._tolerant("DELETE", f"channels/{order.channel}", reason=order.why)

    async def _close(self, order: Close) -> None:
        for recording in self._parts.of(order.call, "rec-", "vm-"):
            await self._tolerant("POST", f"recordings/live/{recording}/stop")
        for name in self._parts.of(order.call, "ag-", "sn-", "to-", "tap-"):
            if name not in self._parts.ended:
                await self._tolerant("DELETE", f"channels/{name}")
        for place in self._parts.of(order.call, "mix-", "ear-"):
            await self._tolerant("DELETE", f"bridges/{place}")
        self._parts.drop(order.call)


def _plain(text: str) -> str:
    """Text that can stand in a header: nothing that would end it."""
    return _UNSPEAKABLE.sub(" ", text).strip()
