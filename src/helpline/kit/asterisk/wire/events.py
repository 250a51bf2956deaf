"""Asterisk's events: one socket, decoded into one shape, with how late they come."""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from helpline.kit.asterisk.wire.rest import Rest
from helpline.kit.clock import SystemClock

HEARTBEAT = 10.0
"""Seconds between pings; a node that leaves one unanswered as long again counts as away."""
OPEN_LIMIT = 5.0
REMEMBERED = 1024

HEARD = (
    *("StasisStart", "StasisEnd", "ChannelDestroyed", "ChannelDtmfReceived", "PlaybackFinished"),
    *("RecordingFinished", "RecordingFailed", "ApplicationReplaced"),
    "RESTResponse",  # a filter that leaves it out makes every request over the socket hang
)


class Caller(msgspec.Struct, frozen=True):
    number: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where in the dial plan a channel is: which program of it runs, with what."""

    app_name: str = ""
    app_data: str = ""


class Channel(msgspec.Struct, frozen=True):
    id: str
    name: str = ""
    state: str = ""
    caller: Caller = Caller()
    dialplan: Place = Place()


class Playback(msgspec.Struct, frozen=True):
    id: str
    state: str = ""


class Recording(msgspec.Struct, frozen=True):
    name: str
    state: str = ""
    duration: float = 0.0


class Event(msgspec.Struct, frozen=True):
    """Any event, with the fields that we read."""

    type: str
    timestamp: str = ""
    application: str = ""
    args: tuple[str, ...] = ()
    digit: str = ""
    cause: int = 0
    channel: Channel | None = None
    playback: Playback | None = None
    recording: Recording | None = None

    @property
    def at(self) -> datetime | None:
        """When Asterisk saw it happen."""
        if not self.timestamp:
            return None
        return datetime.strptime(self.timestamp, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(UTC)


class Socket:
    """The event socket of one application on one node. A second one of the same name takes over from the first."""

    def __init__(self, connection: ClientConnection, lags: deque[float]) -> None:
        self._connection, self._lags = connection, lags
        self._machine = SystemClock()  # Asterisk's clock is the machine's, whatever the house's says
        self._decoder = msgspec.json.Decoder(Event)

    async def events(self) -> AsyncIterator[Event]:
        """Everything told, in order, until the socket ends.

        Raises:
            ConnectionError: it has ended.
        """
        try:
            async for frame in self._connection:
                event = self._decoder.decode(frame)
                if (at := event.at) is not None:
                    self._lags.append((self._machine.now() - at).total_seconds())
                yield event
        except ConnectionClosed as closed:
            raise ConnectionResetError("the event socket broke") from closed
        raise ConnectionResetError("the event socket was closed")


class Events:
    """Opens event sockets. `lags`: by how many seconds the last events came late."""

    def __init__(self, url: str, user: str, secret: str, *, application: str) -> None:
        asked = urlencode({"app": application, "api_key": f"{user}:{secret}", "subscribeAll": "false"})
        self._address = f"{url.replace('http', 'ws', 1)}/ari/events?{asked}"
        self._application = application
        self.lags: deque[float] = deque(maxlen=REMEMBERED)

    @asynccontextmanager
    async def open(self, rest: Rest, heard: Sequence[str] = HEARD) -> AsyncIterator[Socket]:
        """A socket on which the application is registered, and only what is `heard` is told.

        Raises:
            ConnectionError, TimeoutError, OSError: there is no way through.
        """
        try:
            connection = await connect(
                self._address,
                compression=None,  # on loopback packing costs more than it saves
                open_timeout=OPEN_LIMIT,
                ping_interval=HEARTBEAT,
                ping_timeout=HEARTBEAT,
                close_timeout=1,
                max_size=None,
                proxy=None,
            )
        except InvalidHandshake as refused:
            raise ConnectionRefusedError("Asterisk does not take the event socket") from refused
        try:
            wanted = {"allowed": [{"type": kind} for kind in heard]}
            await rest.ask("PUT", f"applications/{self._application}/eventFilter", wanted)
            yield Socket(connection, self.lags)
        finally:
            await connection.close()
