"""Nouns of the assistant: what it is told of the dialogue so far, and what it may reply."""

from datetime import date, datetime
from enum import IntEnum
from typing import Literal
from uuid import UUID

import msgspec

from helpline.knowledge.model import Layer

HandOverReason = Literal["asked", "complaint", "not_solved"]
Category = Literal["policy", "not_tax"]


class Choice(msgspec.Struct, frozen=True):
    """One of the near entries between which the taxpayer is asked to choose: its number and its title."""

    entry: str
    label: str


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The dialogue so far, as far as it bears on the reply.

    `system` is the code of the chosen system; `question` the question last searched for; `shown` the numbers of the
    entries shown for it; `offered` the choices last offered; `chosen` the entry picked among them by a click.
    """

    system: str | None = None
    question: str = ""
    shown: tuple[str, ...] = ()
    offered: tuple[Choice, ...] = ()
    chosen: str | None = None
    turns: int = 0


class Evidence(IntEnum):
    """How surely a question is about the online tax systems at all."""

    NONE = 0
    WEAK = 1
    STRONG = 2


class Answered(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="answered"):
    """An entry, word for word. `steps` are the lines of `text`; `why` says what led here, `layers` what found it."""

    entry_id: UUID
    entry: str
    revision: int
    title: str
    text: str
    steps: tuple[str, ...]
    source: str
    source_date: date | None
    reviewed_at: datetime | None
    valid_until: date | None
    score: float
    why: str
    layers: tuple[Layer, ...]


class AskBack(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ask_back"):
    """Several entries are near; the taxpayer chooses."""

    text: str
    choices: tuple[Choice, ...]
    score: float
    why: str


class Unknown(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="unknown"):
    """The knowledge base does not say."""

    text: str
    why: str


class HandOver(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="hand_over"):
    """A human is to go on, with all that was said."""

    text: str
    reason: HandOverReason
    why: str


class OutOfScope(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="out_of_scope"):
    """R5.4: declined, with the reason told."""

    text: str
    category: Category
    why: str


class SmallTalk(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="small_talk"):
    """A greeting or thanks, returned."""

    text: str
    why: str = "寒暄"


Reply = Answered | AskBack | Unknown | HandOver | OutOfScope | SmallTalk


class WantsHuman(msgspec.Struct, frozen=True):
    """The taxpayer asks for a person, or complains."""

    reason: HandOverReason
    words: str


class Talks(msgspec.Struct, frozen=True):
    """The taxpayer greets, thanks or takes leave; `sentence` is what is said back."""

    sentence: str


class NotHelped(msgspec.Struct, frozen=True):
    """What was shown or offered did not solve it."""


class Chose(msgspec.Struct, frozen=True):
    """The taxpayer picked an entry."""

    entry: str


class Asks(msgspec.Struct, frozen=True):
    """A question."""

    question: str


Intent = WantsHuman | Talks | NotHelped | Chose | Asks
