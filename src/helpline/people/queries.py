"""Answers about people, from a read-only look."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.people import tokens
from helpline.people.model import (
    Actor,
    Department,
    District,
    Hall,
    Matching,
    MunicipalBureau,
    Office,
    Provider,
    Session,
    Staff,
    StaffId,
    Team,
)
from helpline.people.policy import Scope
from helpline.people.store import logins, organisations
from helpline.people.store import staff as store
from helpline.people.store.staff import StaffFilter


async def staff_by_ids(read: ReadTx, ids: Sequence[UUID]) -> dict[StaffId, Staff]:
    """People by id, also those who have left."""
    return {person.id: person for person in await store.by_ids(read, ids)}


async def staff_by_number(read: ReadTx, number: str) -> Staff | None:
    """Who has the number, also one who has left."""
    return await store.by_number(read, number)


async def active_staff(read: ReadTx, scope: Scope, wanted: StaffFilter) -> list[Staff]:
    """Who works within `scope` now, by number. A district's scope includes its matched provider's people."""
    return await store.in_scope(read, scope, shanghai(read.now).date(), wanted)


async def bureau(read: ReadTx) -> MunicipalBureau | None:
    """The municipal bureau; None before it is founded."""
    return await organisations.bureau(read)


async def offices(read: ReadTx) -> list[Office]:
    """R20.1: the offices of the municipal bureau, in their order."""
    return await organisations.offices(read)


async def districts(read: ReadTx) -> list[District]:
    """All districts by code."""
    return await organisations.districts(read)


async def halls(read: ReadTx, district_id: UUID | None = None) -> list[Hall]:
    """Tax service halls, of one district or all."""
    return await organisations.halls(read, district_id)


async def providers(read: ReadTx, ids: Sequence[UUID] | None = None) -> list[Provider]:
    """Providers by code, these or all."""
    return await organisations.providers(read, ids)


async def departments(read: ReadTx, provider_id: UUID) -> list[Department]:
    """Departments of a provider."""
    return await organisations.departments(read, provider_id)


async def teams(read: ReadTx, provider_id: UUID | None = None) -> list[Team]:
    """Teams of a provider, or all."""
    return await organisations.teams(read, provider_id)


async def matchings_at(read: ReadTx, at: datetime) -> list[Matching]:
    """R14.1: which provider serves which district at that moment."""
    return await organisations.matchings_on(read, shanghai(at).date())


async def actor_by_token(read: ReadTx, token: str) -> tuple[Actor, datetime] | None:
    """Who holds the token of a running session, and when it was last seen."""
    return await logins.actor_by_token(read, tokens.digest(token))


async def session_runs(read: ReadTx, session_id: UUID) -> bool:
    """Whether the log-in still runs; asked by whoever holds something open for it."""
    return await logins.runs(read, session_id)


async def sessions(read: ReadTx, staff_id: UUID) -> list[Session]:
    """A person's running log-ins, the latest used first."""
    return await logins.sessions(read, staff_id)


async def password_hash(read: ReadTx, number: str) -> str | None:
    """The hash of whoever works here now under that number."""
    return await logins.password_hash(read, number)
