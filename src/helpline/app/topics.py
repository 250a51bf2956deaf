"""Every room's live topics, and the one that ends a socket with its log-in."""

from uuid import UUID

import msgspec

from helpline.app.frames import Locked, Ringing, SignedOut, Unlocked
from helpline.calls import live as calls
from helpline.conversations import live as conversations
from helpline.desk import live as desk
from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.people import queries as people
from helpline.supervision import live as supervision

SIGNED_OUT = msgspec.json.encode(SignedOut())
LOCKED = msgspec.json.encode(Locked())
UNLOCKED = msgspec.json.encode(Unlocked())

SESSION_LOOK = 60.0
"""Seconds between looks at a log-in that nobody ended: one that was not used for too long ends unannounced."""


def register(hub: Hub) -> None:
    """Let the hub know all topics."""
    conversations.register(hub)
    desk.register(hub)
    supervision.register(hub)
    calls.register(hub)
    hub.add_reader("session", read_session, every=SESSION_LOOK)


async def read_session(read: ReadTx, key: str, after: int, _viewer: object) -> Piece | None:
    """Nothing while the log-in stays as it is; locked, unlocked, and once it has ended the last frame of its sockets.

    An odd number told: locked. A page that comes to a locked log-in is told so first.
    """
    is_locked = await people.session_locked(read, UUID(key))
    if is_locked is None:
        return Piece(SIGNED_OUT, after + 1)
    if is_locked == bool(after % 2):
        return None
    return Piece(LOCKED if is_locked else UNLOCKED, after + 1)


class _Known(msgspec.Struct):
    """As much of a frame as a locked desk needs of it."""

    type: str
    topic: str | None = None
    data: msgspec.Raw = msgspec.Raw(b"{}")


class _Calls(msgspec.Struct):
    offers: list[msgspec.Raw] = []


class _Offered(msgspec.Struct):
    offers: list[msgspec.Raw] = []
    calls: _Calls = msgspec.field(default_factory=_Calls)


_PASSES = frozenset({"welcome", "pong", "moving", "refused", "ack", "locked", "unlocked", "signed_out"})


def covered(frame: bytes) -> bytes | None:
    """What a locked page is told of a frame: that offers wait, never whose; None: nothing."""
    known = msgspec.json.decode(frame, type=_Known)
    if known.type in _PASSES:
        return frame
    if known.type == "snapshot" and known.topic == "desk":
        wait = msgspec.json.decode(known.data, type=_Offered)
        return msgspec.json.encode(Ringing(offers=len(wait.offers) + len(wait.calls.offers)))
    return None
