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


class SignedOut(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="signed_out"):
    """The last frame of a socket whose log-in has ended."""


class Moving(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="moving"):
    """This process is about to end: come back on a new socket at a moment of your own within so many seconds."""

    within_seconds: float
