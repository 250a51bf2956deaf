"""Tokens of named programs: what a program may read, for which tier, and how long."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NewType
from uuid import UUID

import msgspec

from helpline.kit.refusal import Invalid
from helpline.people.model import Actor, DistrictId, ProviderId, Role, SessionId, StaffId

TokenId = NewType("TokenId", UUID)

MARK = "hlp_"
"""How a program's token begins, so that one that leaked is known for what it is."""


class Right(StrEnum):
    """What a token is good for; each opens the doors listed beside it in `app.programs`, and no other."""

    KNOWLEDGE = "knowledge:read"
    MEASURES = "measures:read"
    CONVERSATIONS = "conversations:read"
    ORGANISATIONS = "organisations:read"
    CALENDARS = "calendars:read"
    TERMS = "terms:read"


DEEDS: Mapping[Right, frozenset[str]] = MappingProxyType(
    {
        Right.KNOWLEDGE: frozenset({"knowledge.read"}),
        Right.MEASURES: frozenset({"wallboard.read", "measure.read"}),
        Right.CONVERSATIONS: frozenset({"wallboard.read", "conversation.read"}),
        Right.ORGANISATIONS: frozenset({"organisation.read"}),
        Right.CALENDARS: frozenset({"calendar.read"}),
        Right.TERMS: frozenset({"term.read"}),
    }
)
"""The deeds of `people.policy` that a right comes to; whose and how far, the policy says."""


class ProgramToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it is kept: without its secret. Neither district nor provider: the municipal bureau's."""

    id: TokenId
    name: str
    rights: tuple[Right, ...]
    district_id: DistrictId | None = None
    provider_id: ProviderId | None = None
    issued_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def runs(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token to be issued."""

    name: str
    rights: tuple[Right, ...]
    days: int
    district_id: DistrictId | None = None
    provider_id: ProviderId | None = None


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A token with its secret, which is shown this once."""

    token: ProgramToken
    secret: str


def check_new(wanted: NewToken, longest: timedelta) -> None:
    """R18.1: a token has rights, one tier, and an end.

    Raises:
        Invalid: it has none, two, or runs for too long.
    """
    if not wanted.rights:
        raise Invalid("请至少选择一项授权范围。")
    if wanted.district_id and wanted.provider_id:
        raise Invalid("令牌只能属于一个单位：请只填区或只填服务商。")
    if not 1 <= wanted.days <= longest.days:
        raise Invalid(f"有效期须为 1 至 {longest.days} 天，到期后请重新签发。")


def actor_of(token: ProgramToken) -> Actor:
    """R14.1, R18.1: a program sees what an officer of its tier sees, of that what its rights come to."""
    role = Role.MUNICIPAL_OFFICER
    if token.provider_id is not None:
        role = Role.PROVIDER_MANAGER
    elif token.district_id is not None:
        role = Role.DISTRICT_OFFICER
    return Actor(
        staff_id=StaffId(token.id),
        session_id=SessionId(token.id),
        number=token.name,
        name=token.name,
        role=role,
        provider_id=token.provider_id,
        district_id=token.district_id,
        deeds=frozenset().union(*(DEEDS[right] for right in token.rights)),
    )
