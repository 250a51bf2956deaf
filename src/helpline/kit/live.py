"""Live topics: a snapshot at sequence n, then the changes after n. The tables are the truth; a push is a convenience.

A connection that cannot keep up is closed, never thinned out: it comes back, says what it has, and is given the rest.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from helpline.kit.bus import Bus
from helpline.kit.db import Database, Hint, ReadTx, is_passing
from helpline.kit.log import Log
from helpline.kit.mailbox import Mailbox
from helpline.kit.refusal import Refused

log = Log(__name__)

TRY_AGAIN = 1.0
"""Seconds until a topic is told again that could not be told; the bus, when it is back, is mostly sooner."""


class Piece(msgspec.Struct, frozen=True):
    """What a subscriber is told next: the encoded frame, and the sequence number it brings the subscriber to.

    `more`: the frame holds only part of what is new; the rest is told right after it.
    """

    frame: bytes
    seq: int
    more: bool = False


Reader = Callable[[ReadTx, str, int, object], Awaitable[Piece | None]]
"""`reader(read, key, after, viewer)`: all on topic `key` after `after`, as `viewer` may see it; None: nothing new."""

MayHear = Callable[[object, tuple[UUID, ...]], bool]
"""`may_hear(viewer, eyes)`: whether the viewer is one of those for whom a frame was given along."""

Ephemeral = Callable[[str, bytes, object], bytes | None]
"""Turns a passing hint (typing) into a frame for a viewer; nothing is read, nothing is kept."""


@dataclass(eq=False)
class Subscription:
    """One connection's interest in one topic, and how far it has been told."""

    topic: str
    viewer: object
    mailbox: Mailbox
    told: int
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    def take(self, hint: Hint) -> bool:
        """Be told by a frame that came along; False: it does not follow on, and the reader must be asked."""
        if self.telling.locked():
            return False
        if self.told == hint.after:
            self.told = hint.seq
            self.mailbox.put(bytes(hint.data))
        return self.told >= hint.seq


class Hub:
    """Topics and who listens to them, in one process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._readers: dict[str, tuple[Reader, float]] = {}
        self._may_hear: dict[str, MayHear] = {}
        self._ephemeral: dict[str, tuple[Ephemeral, str]] = {}
        self._beats: dict[str, float] = {}
        self._subscriptions: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._dirty: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of topics that can be listened to."""
        return frozenset(self._readers)

    def add_reader(self, kind: str, reader: Reader, *, pause: float = 0.0, every: float = 0.0) -> None:
        """Serve topics `kind:key`; news within `pause` seconds are told together.

        With `every`, a topic is told each so many seconds while somebody listens, and needs no stirring.
        """
        self._readers[kind] = (reader, pause)
        if every:
            self._beats[kind] = every

    def add_frames(self, kind: str, may_hear: MayHear) -> None:
        """Frames given along with hints on `kind:key` may be told without asking the reader."""
        self._may_hear[kind] = may_hear

    def add_ephemeral(self, kind: str, render: Ephemeral, listens_on: str) -> None:
        """Pass hints on `kind:key` to the subscribers of `listens_on:key`."""
        self._ephemeral[kind] = (render, listens_on)

    def attach(self, bus: Bus) -> None:
        bus.subscribe("live", self._heard)
        bus.on_gap(self._resync_all)

    async def subscribe(self, topic: str, viewer: object, mailbox: Mailbox, after: int) -> Subscription:
        """Begin to tell `mailbox` about `topic`; the first frames hold everything after `after`.

        Raises:
            Refused: as the reader says; nothing is told then, now or later.
        """
        subscription = Subscription(topic, viewer, mailbox, after)
        self._subscriptions[topic].add(subscription)
        try:
            await self._tell(subscription)
        except BaseException:
            self.unsubscribe(subscription)
            raise
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        listeners = self._subscriptions.get(subscription.topic)
        if listeners is None:
            return
        listeners.discard(subscription)
        if not listeners:
            del self._subscriptions[subscription.topic]

    async def run(self) -> None:
        """Beat for the topics that are told regularly."""
        async with asyncio.TaskGroup() as beats:
            for kind, every in self._beats.items():
                beats.create_task(self._beat(kind, every))

    async def _beat(self, kind: str, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            for topic in [each for each in self._subscriptions if each.partition(":")[0] == kind]:
                self._stir(topic)

    def _heard(self, payload: str) -> None:
        for hint in msgspec.json.decode(payload, type=list[Hint]):
            kind, _, key = hint.topic.partition(":")
            if kind in self._ephemeral:
                self._pass_on(kind, key, bytes(hint.data))
            elif hint.topic in self._subscriptions and not self._handed_on(kind, hint):
                self._stir(hint.topic)

    def _handed_on(self, kind: str, hint: Hint) -> bool:
        """Whether everybody who listens has what the hint is about, by the frame that came along."""
        if not hint.eyes or kind not in self._may_hear:
            return False
        may_hear = self._may_hear[kind]
        told = [
            may_hear(each.viewer, hint.eyes) and each.take(hint) for each in self._subscriptions[hint.topic]
        ]
        return all(told)

    def _pass_on(self, kind: str, key: str, data: bytes) -> None:
        render, listens_on = self._ephemeral[kind]
        for subscription in self._subscriptions.get(f"{listens_on}:{key}", ()):
            frame = render(key, data, subscription.viewer)
            if frame is not None:
                subscription.mailbox.put(frame)

    def _resync_all(self) -> None:
        for topic in list(self._subscriptions):
            self._stir(topic)

    def _stir(self, topic: str) -> None:
        """Tell a topic's listeners soon; news that come while they are being told are told right after."""
        if topic in self._dirty:
            return
        self._dirty.add(topic)
        task = asyncio.create_task(self._tell_all(topic))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_all(self, topic: str) -> None:
        pause = self._readers[topic.partition(":")[0]][1]
        if pause:
            await asyncio.sleep(pause)
        self._dirty.discard(topic)
        told = [await self._tried(subscription) for subscription in list(self._subscriptions.get(topic, ()))]
        if not all(told):
            await asyncio.sleep(TRY_AGAIN)
            self._stir(topic)

    async def _tried(self, subscription: Subscription) -> bool:
        """False: the database is away for a while; the page keeps its socket and is told later."""
        try:
            await self._tell(subscription)
        except Refused:  # it lost its authority: it is told no more
            self.unsubscribe(subscription)
        except Exception as error:
            if is_passing(error):
                return False
            log.failure("live.failed", topic=subscription.topic)
            subscription.mailbox.close()  # one listener's trouble: let it come back and ask again
        return True

    async def _tell(self, subscription: Subscription) -> None:
        kind, _, key = subscription.topic.partition(":")
        reader, _ = self._readers[kind]
        async with subscription.telling:
            more = True
            while more and not subscription.mailbox.closed:
                async with self._db.reading() as read:
                    piece = await reader(read, key, subscription.told, subscription.viewer)
                if piece is None:
                    return
                subscription.told, more = piece.seq, piece.more
                subscription.mailbox.put(piece.frame)
