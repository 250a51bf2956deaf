"""Nouns of feedback."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

Satisfaction = Literal[1, 2, 3, 4, 5]
"""5 非常满意, 4 满意, 3 一般, 2 不满意, 1 很不满意."""

Tag = Annotated[str, msgspec.Meta(max_length=20)]


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """What a taxpayer says of a conversation. `solved` None: not said."""

    satisfaction: Satisfaction
    solved: bool | None = None
    tags: Annotated[tuple[Tag, ...], msgspec.Meta(max_length=10)] = ()
    words: str = ""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A rating as it stands: first given at `rated_at`, now in its `version`, counted from 1."""

    conversation_id: UUID
    staff_id: UUID | None
    rated_at: datetime
    version: int
    rating: Rating


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A rating as it was said at `at`."""

    version: int
    at: datetime
    rating: Rating


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """R17.1: how many were rated, how many of them with 4 or 5, and how many were asked to rate."""

    rated: int
    satisfied: int
    invited: int
