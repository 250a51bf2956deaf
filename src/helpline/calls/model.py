"""Nouns of calls."""

from datetime import datetime
from enum import StrEnum
from typing import Literal, NewType
from uuid import UUID

import msgspec

from helpline.calls.engine import Ear, Line

CallId = NewType("CallId", UUID)

CLOCK = "calls.clock"
"""Kind of the one deadline a call runs: the moment at which its flow wants to hear of time."""

Direction = Literal["in", "out"]
"""Who began it: somebody calls the hotline, or a consultant calls somebody back."""


class Phase(StrEnum):
    """Where a call stands.

    `greeting`: the notices sound. `waiting`: in the queue, with music; a seat's phone may ring. `connecting`: taken,
    but the phone that is to join is still ringing. `handed`: 12366 has it, the seat is free. `closing`: the last words
    sound. `filing`: the caller is gone, the voice message is still being put away.
    """

    DIALLING = "dialling"
    GREETING = "greeting"
    MENU = "menu"
    WAITING = "waiting"
    CONNECTING = "connecting"
    TALKING = "talking"
    HANDED = "handed"
    RATING = "rating"
    MESSAGE = "message"
    CLOSING = "closing"
    FILING = "filing"
    ENDED = "ended"


Outcome = Literal["answered", "left", "callback", "message", "lost", "unreached"]
"""How a call ended, one each: talked with a person · gave up before · asked to be called back · left a voice message ·
lost by the telephone system · called back, and nobody there."""

OUTCOME_NAMES: dict[Outcome, str] = {
    "answered": "已接通",
    "left": "未接通",
    "callback": "预约回呼",
    "message": "语音留言",
    "lost": "系统中断",
    "unreached": "回呼未接通",
}

Role = Literal["seat", "asked", "former", "colleague", "outside", "lead"]
"""What a leg is: who answers for the call · rings, offered · has been relieved, and stays until the next is there ·
a colleague who is consulted · another line · a team lead."""

ClockKind = Literal["play", "menu", "announce", "connect", "message", "rating", "filing"]
"""`play`: what sounds should long have come to its end; it is taken to have."""

LeadEar = Literal["listen", "whisper", "speak"]
EARS: dict[LeadEar, Ear] = {"listen": "listen", "whisper": "whisper"}


class RunningClock(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of the moment."""

    kind: ClockKind
    due_at: datetime


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """A phone that we rang, beside the caller's own. `offer_id`: taking this offer is what picking up means."""

    id: str
    role: Role
    staff_id: UUID | None = None
    is_up: bool = False
    offer_id: UUID | None = None
    ear: LeadEar | None = None
    is_held: bool = False


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What the flow knows of a call. Saved whole; the flow alone changes it.

    `consultant` answers for the call now, from taking it until it is over or in other hands; `served_by` did so last.
    `queued_at` is when the caller was first put in line, and stays. `adrift`: the consultant's desk is gone, but the
    talk goes on. `settled`: the outcome, while the last words still sound.
    """

    id: CallId
    channel: str
    phase: Phase = Phase.GREETING
    direction: Direction = "in"
    line: Line = "public"
    is_open: bool = True
    is_elderly: bool = False
    has_number: bool = False
    system: str | None = None
    step: int = 0
    attempts: int = 0
    playing: str | None = None
    legs: tuple[Leg, ...] = ()
    consultant: UUID | None = None
    served_by: UUID | None = None
    is_held: bool = False
    is_mute: bool = False
    is_recorded: bool = False
    is_recording_message: bool = False
    adrift: bool = False
    choice_told: bool = False
    queued_at: datetime | None = None
    connected_at: datetime | None = None
    clock: RunningClock | None = None
    settled: Outcome | None = None
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    rating: int | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls or is called, as far as known: sealed in the table (R18.1). `handed`: what 12366 told."""

    number: str = ""
    name: str = ""
    handed: dict[str, str] = {}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it stands in the table. `about`: the message that it answers, when a consultant calls back."""

    id: CallId
    number: str
    node: str
    dialled: str
    arrived_at: datetime
    party: Party
    taxpayer_id: UUID | None
    district_id: UUID | None
    provider_id: UUID | None
    about: UUID | None
    state: State


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """R4.3: a place in the queue, as it is announced. `wait_seconds` None: nobody on duty could take it."""

    place: int
    wait_seconds: int | None
    on_duty: int


class CallEvent(msgspec.Struct, frozen=True, kw_only=True):
    """R5.2: something that happened to a call; kept for ever, the measures are computed from these alone.

    ==============  ====================================================================================================
    kind            detail
    ==============  ====================================================================================================
    arrived         line, open (service hours), direction
    queued          system: asked for a person (or was led to one)
    told            place, wait (seconds), on_duty: what was announced
    chosen          callback or message
    offered         staff, offer: a seat's phone rings
    refused         staff, offer, why: declined, missed, withdrawn, or its phone was not there
    taken           staff, how, from (whom it came from)
    connected       staff: the two hear each other; the first is when the call was answered by a person
    held, resumed   staff
    consulted       staff, with (staff or a line)
    joined          staff: three hear each other
    handed          staff, to: given to 12366, or to a queue
    requeued        staff, why: back in line, first, with the first queue time
    heard           staff (a team lead), ear
    released        staff, wrap_up
    rated           mark
    recorded        recording, seconds, failed
    ended           outcome, by (caller, house, network), phase
    ==============  ====================================================================================================
    """

    at: datetime
    kind: str
    detail: dict[str, str | int | float | bool | None] = {}


class RawCall(msgspec.Struct, frozen=True, kw_only=True):
    """R5.2: a call as its raw events tell it, for those who count. `served_by`: with whom the caller talked first.

    `queued_at` and `connected_at` are the first; `released_at` is when the last consultant was done with it.
    """

    id: UUID
    number: str
    arrived_at: datetime
    line: Line
    provider_id: UUID | None
    district_id: UUID | None
    is_open: bool | None
    queued_at: datetime | None
    system: str | None
    connected_at: datetime | None
    served_by: UUID | None
    released_at: datetime | None
    is_handed: bool
    ended_at: datetime | None
    outcome: Outcome | None
