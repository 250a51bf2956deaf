"""Frames of the live socket, as they travel."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations.model import Number, Sendable


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello"):
    token: str


class Subscribe(msgspec.Struct, frozen=True, tag_field="type", tag="subscribe"):
    topic: str
    after: Number = 0


class Unsubscribe(msgspec.Struct, frozen=True, tag_field="type", tag="unsubscribe"):
    topic: str


class PostFrame(msgspec.Struct, frozen=True, tag_field="type", tag="post"):
    conversation: UUID
    client_id: UUID
    content: Sendable


class TypingFrame(msgspec.Struct, frozen=True, tag_field="type", tag="typing"):
    conversation: UUID


class ReadFrame(msgspec.Struct, frozen=True, tag_field="type", tag="read"):
    conversation: UUID
    upto: Number


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    pass


OtherFrames = Hello | Subscribe | Unsubscribe | TypingFrame | ReadFrame | Ping
FromClient = PostFrame | OtherFrames


class Welcome(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    now: datetime


class Ack(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ack"):
    """Committed; never before."""

    client_id: UUID
    seq: int


class RefusedFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="refused"):
    client_id: UUID | None
    topic: str | None
    code: str
    message: str


class Pong(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="pong"):
    now: datetime


class Locked(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="locked"):
    """The log-in is locked: until it is unlocked nothing follows but `ringing`."""


class Unlocked(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="unlocked"):
    """The log-in is open again; the socket closes, and the page comes back to be told what it missed."""


class Ringing(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ringing"):
    """So many offers wait at a locked desk; nothing of whom."""

    offers: int


class SignedOut(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="signed_out"):
    """The last frame of a socket whose log-in has ended."""


class Moving(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="moving"):
    """This process is about to end: come back on a new socket at a moment of your own within so many seconds."""

    within_seconds: float
