"""What a telephone system is ordered to do."""

from typing import Literal
from uuid import UUID

import msgspec

Line = Literal["public", "12366"]
"""Where a call comes from or goes to: the public network, or the trunk of 12366 (R5.1)."""

Ear = Literal["listen", "whisper"]
"""What a team lead may do unseen: hear both, or hear both and be heard by the consultant alone."""


class SeatPhone(msgspec.Struct, frozen=True, kw_only=True, tag="seat"):
    """The phone of one of our people; the engine knows the account of `staff_id`."""

    staff_id: UUID


class Outside(msgspec.Struct, frozen=True, kw_only=True, tag="outside"):
    """A number beyond our house. `headers` travel with the call (R5.1: case number and summary, for 12366).

    In what is kept, `number` is empty where it is a person's: it is filled in when the order is handed to the engine.
    """

    line: Line
    number: str = ""
    headers: dict[str, str] = {}


Whom = SeatPhone | Outside


class _Order(msgspec.Struct, frozen=True, kw_only=True, tag_field="order", tag=True):
    call: UUID


class Answer(_Order, frozen=True, kw_only=True):
    """Take the caller's call; from here on the caller pays and hears us."""

    channel: str


class Play(_Order, frozen=True, kw_only=True):
    """Play the recordings `prompts` (names of `calls.prompts`) one after the other to `channel`; then tell `Played`.

    With `until_key` a key breaks it off (`KeyPressed`, then `Played`); the next order that gives the channel another
    sound always does. While the caller waits it sounds in place of the music, which goes on afterwards.
    """

    play: str
    channel: str
    prompts: tuple[str, ...]
    until_key: bool = False


class StopPlaying(_Order, frozen=True, kw_only=True):
    """Break off what plays; `Played` need not follow."""

    play: str


class Hold(_Order, frozen=True, kw_only=True):
    """Let `channel` (the caller's or a leg) wait with music, alone, wherever it was before; it ends at the next `Join`."""

    channel: str


class Ring(_Order, frozen=True, kw_only=True):
    """Ring a phone as `leg`; tell `LegAnswered`, or `LegGone`, at the latest after `seconds`.

    `label` is what the phone shows, masked; `headers` of a seat's phone carry the call's id as `X-Call-Id`.
    """

    leg: str
    to: Whom
    label: str = ""
    seconds: int = 30


class Join(_Order, frozen=True, kw_only=True):
    """Let these channels, beside those already there, hear each other in `mix`; each leaves where it was, and its music."""

    mix: str
    channels: tuple[str, ...]


class Record(_Order, frozen=True, kw_only=True):
    """Record everything said in `mix`, until it is stopped or the call is closed; then tell `Recorded`."""

    recording: str
    mix: str


class StopRecording(_Order, frozen=True, kw_only=True):
    """End a recording and keep it; `Recorded` follows."""

    recording: str


class RecordMessage(_Order, frozen=True, kw_only=True):
    """Record what the caller says, after a tone.

    It ends after `most_seconds`, after `silence_seconds` of silence, by the key `ends_with` or by hanging up; then
    `Recorded`.
    """

    recording: str
    channel: str
    most_seconds: int
    silence_seconds: int
    ends_with: str = "#"


class Mute(_Order, frozen=True, kw_only=True):
    """Whether the others hear `channel`."""

    channel: str
    is_mute: bool


class Listen(_Order, frozen=True, kw_only=True):
    """Let `leg` (a team lead's, answered) hear all that `target` (a consultant's leg) hears and says.

    With `whisper` the target hears the lead; the caller never does. Ordered again it changes the `ear`.
    """

    leg: str
    target: str
    ear: Ear


class StopListening(_Order, frozen=True, kw_only=True):
    """Take the ear away; the leg stays up and hears nothing until the next order."""

    leg: str


class HangUp(_Order, frozen=True, kw_only=True):
    """End a channel or a leg, ringing or answered."""

    channel: str
    why: Literal["normal", "busy"] = "normal"


class Close(_Order, frozen=True, kw_only=True):
    """The call is over: whatever of it is left (legs, mixes, ears) goes. Always a call's last order."""


Order = (
    Answer
    | Play
    | StopPlaying
    | Hold
    | Ring
    | Join
    | Record
    | StopRecording
    | RecordMessage
    | Mute
    | Listen
    | StopListening
    | HangUp
    | Close
)


class ToDo(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits to be carried out: `number` counts within the call, from 1."""

    call: UUID
    number: int
    order: Order
