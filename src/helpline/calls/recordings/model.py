"""Nouns of recordings."""

from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from helpline.calls.engine.names import call_of
from helpline.kit.secrets.ciphers import Algorithm

Kind = Literal["talk", "message", "alone"]
"""What was recorded: the talk, a voice message, or a message that the dial plan took with no controller there."""

_RECORDINGS = uuid5(NAMESPACE_URL, "helpline/recordings")


class SpoolName(msgspec.Struct, frozen=True, kw_only=True):
    """What the name of a file in the spool says. The name itself may hold a caller's number and is written nowhere."""

    id: UUID
    node: str
    kind: Kind
    call_id: UUID | None


def spool_name(node: str, name: str) -> SpoolName:
    """Read a file's name, without its ending."""
    head = name.partition("-")[0]
    kind: Kind = "talk" if head == "rec" else "message" if head == "vm" else "alone"
    call = call_of(name) if kind != "alone" else None
    return SpoolName(
        id=uuid5(_RECORDINGS, f"{node}/{name}"), node=node, kind=kind if call else "alone", call_id=call
    )


def is_left_alone(name: str) -> bool:
    """A message that the dial plan took by itself. It gets a call, and with it another name, before it is stored."""
    head, *rest = name.rsplit("-", 2)
    return head.startswith("left-") and len(rest) == 2


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """What a sound file was found to hold. `wav`: the file, with its head put right where it was not closed.

    `digest`: its SHA-256. `peaks`: the loudest of each equal stretch, 0 to 255.
    """

    wav: bytes
    digest: str
    seconds: float
    rate: int
    peaks: bytes
    is_silent: bool
    is_repaired: bool


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """R11.2: a recording, kept. `digest` is the SHA-256 of the clear file; `stored_at` None: still on its way."""

    id: UUID
    node: str
    call_id: UUID | None
    kind: Kind
    algorithm: Algorithm
    key: bytes
    recorded_at: datetime
    seconds: float
    rate: int
    size: int
    digest: str
    peaks: bytes
    is_silent: bool
    is_repaired: bool
    stored_at: datetime | None


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that lies in the spool and cannot be stored."""

    id: UUID
    node: str
    call_id: UUID | None
    code: str
    first_at: datetime
    last_at: datetime
    tries: int


class RecordingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A recording as a page shows it; its sound is fetched apart."""

    id: UUID
    call: UUID | None
    kind: Kind
    recorded_at: datetime
    seconds: float
    is_silent: bool
    peaks: list[int]
