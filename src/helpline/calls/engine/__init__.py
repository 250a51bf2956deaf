"""The port: what a telephone system is ordered to do, and what it tells. Nouns only; engines stand behind it.

Every identifier is derived, so that an order may be carried out twice, and a signal told twice, without harm:

========================  =====================================================================================
call                      a UUID, made by `call_id` from the node and the caller's channel
the caller's channel      as the telephone system names it; for a call that we place `to-<call>`
`ag-<call>-<attempt>`     a leg that we ring: a seat, a colleague, a team lead, another line
`mix-<call>`              the one place where the parties of a call hear each other
`rec-<call>`, `vm-<call>` the recording of the talk; the voice message
`p-<call>-<step>`         something played
`sn-<leg>`                a team lead's ear (and voice) on a leg
========================  =====================================================================================

How an engine reads an order that it has carried out already, in part or wholly: it does nothing, or what is missing.
What is ordered of a channel that is gone is nothing, and done; that it is gone is told by a signal. Orders of a call are
carried out in the order of their numbers; those of different calls in any order.

Times are aware, UTC, and the moment at which the telephone system saw it happen. Numbers of telephones are personal data:
they travel through the port and are written nowhere in clear.
"""

from helpline.calls.engine.names import (
    call_id,
    call_of,
    leg_id,
    message_id,
    mix_id,
    placed_channel,
    play_id,
    recording_id,
    snoop_id,
)
from helpline.calls.engine.orders import (
    Answer,
    Close,
    Ear,
    HangUp,
    Hold,
    Join,
    Line,
    Listen,
    Mute,
    Order,
    Outside,
    Play,
    Record,
    RecordMessage,
    Ring,
    SeatPhone,
    StopListening,
    StopPlaying,
    StopRecording,
    ToDo,
    Whom,
)
from helpline.calls.engine.port import Engine
from helpline.calls.engine.signals import (
    CallArrived,
    CallerGone,
    Channel,
    GoneWhy,
    KeyPressed,
    LegAnswered,
    LegGone,
    Played,
    Recorded,
    Signal,
    Snapshot,
)

__all__ = [
    "Answer",
    "CallArrived",
    "CallerGone",
    "Channel",
    "Close",
    "Ear",
    "Engine",
    "GoneWhy",
    "HangUp",
    "Hold",
    "Join",
    "KeyPressed",
    "LegAnswered",
    "LegGone",
    "Line",
    "Listen",
    "Mute",
    "Order",
    "Outside",
    "Play",
    "Played",
    "Record",
    "RecordMessage",
    "Recorded",
    "Ring",
    "SeatPhone",
    "Signal",
    "Snapshot",
    "StopListening",
    "StopPlaying",
    "StopRecording",
    "ToDo",
    "Whom",
    "call_id",
    "call_of",
    "leg_id",
    "message_id",
    "mix_id",
    "placed_channel",
    "play_id",
    "recording_id",
    "snoop_id",
]
