"""What a telephone system tells: what happens, and what it holds at one moment."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.calls.engine.orders import Line
from helpline.kit.ids import new_id

GoneWhy = Literal["hung_up", "busy", "no_answer", "declined", "unreachable", "failed"]
"""Why a leg ended. `unreachable`: its phone is not registered, or the number does not exist."""


class _Signal(msgspec.Struct, frozen=True, kw_only=True, tag_field="signal", tag=True):
    call: UUID
    at: datetime
    id: UUID = msgspec.field(default_factory=new_id)
    """Made once by who sees it happen: told again with the same id, it is one."""


class CallArrived(_Signal, frozen=True, kw_only=True):
    """Somebody calls. Nothing was answered yet.

    `number` is empty when it is withheld. `dialled` is the number that was called. `handed` is what 12366 tells of a
    call that it passes on (R5.1): names of headers, without trust.
    """

    node: str
    channel: str
    number: str = ""
    dialled: str = ""
    line: Line = "public"
    handed: dict[str, str] = {}


class KeyPressed(_Signal, frozen=True, kw_only=True):
    """The caller pressed a key: 0 to 9, * or #."""

    channel: str
    key: str


class Played(_Signal, frozen=True, kw_only=True):
    """What was to be played has come to its end, or cannot be played (`failed`)."""

    play: str
    failed: bool = False


class LegAnswered(_Signal, frozen=True, kw_only=True):
    """A phone that we rang was picked up."""

    leg: str


class LegGone(_Signal, frozen=True, kw_only=True):
    """A leg has ended, answered before or not."""

    leg: str
    why: GoneWhy


class CallerGone(_Signal, frozen=True, kw_only=True):
    """The caller's channel has ended, whoever ended it."""

    why: GoneWhy = "hung_up"


class Recorded(_Signal, frozen=True, kw_only=True):
    """A recording is complete in the spool, or could not be made (`failed`)."""

    recording: str
    seconds: float = 0.0
    failed: bool = False


Signal = CallArrived | KeyPressed | Played | LegAnswered | LegGone | CallerGone | Recorded


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A channel that the telephone system has. `place`: the mix it is in, "hold", or empty."""

    id: str
    is_up: bool
    place: str = ""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What a telephone system holds: what it is asked at every connect and every 30 seconds.

    `channels` are those that are ours: callers in our hands and derived ids. `recordings`: those that run.
    `arrivals`: for each caller's channel, how it arrived, so that a call that nobody wrote down can be.
    """

    at: datetime
    channels: tuple[Channel, ...] = ()
    recordings: tuple[str, ...] = ()
    arrivals: tuple[CallArrived, ...] = ()
