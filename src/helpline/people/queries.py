"""Answers about people, from a read-only look."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.people import names, policy, tokens
from helpline.people.career import Absence, StaffEvent
from helpline.people.model import (
    ROLE_NAMES,
    Actor,
    District,
    Hall,
    HeldSession,
    LoginTerms,
    Matching,
    MunicipalBureau,
    Office,
    Provider,
    Role,
    Session,
    Staff,
    StaffFilter,
    StaffId,
    Team,
)
from helpline.people.openid.model import Issuer
from helpline.people.policy import Scope
from helpline.people.programs import ProgramToken
from helpline.people.store import career as career_store
from helpline.people.store import factors, logins, passwords
from helpline.people.store import issuers as issuers_store
from helpline.people.store import organisations as organisations_store
from helpline.people.store import programs as programs_store
from helpline.people.store import staff as store
from helpline.people.terms import PasswordTerms


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a list, the name masked."""

    id: UUID
    number: str
    name: str
    role: Role
    role_name: str
    provider: str | None
    team: str | None
    systems: tuple[str, ...]
    languages: tuple[str, ...]


class Colleagues(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list; `next` is the number to continue after, None at the end."""

    items: list[Colleague]
    next: str | None


class DistrictLine(msgspec.Struct, frozen=True, kw_only=True):
    """A district and the provider that serves it now; None: nobody, or not for the asker to see."""

    id: UUID
    code: str
    name: str
    bureau_name: str
    provider: str | None


class PasswordRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a new password has to be like; `set_at` and `due_at` of the present one (None: never)."""

    length: int
    classes: int
    history: int
    days: int
    set_at: datetime | None
    due_at: datetime | None
    is_given: bool


class FactorState(msgspec.Struct, frozen=True, kw_only=True):
    """How a person stands with the second factor."""

    is_on: bool
    is_required: bool
    codes_left: int


class Organisations(msgspec.Struct, frozen=True, kw_only=True):
    """The bureau, its offices and districts."""

    bureau: str | None
    offices: list[Office]
    districts: list[DistrictLine]


async def staff_by_ids(read: ReadTx, ids: Sequence[UUID]) -> dict[StaffId, Staff]:
    """People by id, also those who have left."""
    return {person.id: person for person in await store.by_ids(read, ids)}


async def staff_by_number(read: ReadTx, number: str) -> Staff | None:
    """Who has the number, also one who has left."""
    return await store.by_number(read, number)


async def active_staff(read: ReadTx, scope: Scope, wanted: StaffFilter) -> list[Staff]:
    """Who works within `scope` now, by number. A district's scope includes its matched provider's people."""
    return await store.in_scope(read, scope, shanghai(read.now).date(), wanted)


async def colleagues(read: ReadTx, scope: Scope, wanted: StaffFilter) -> Colleagues:
    """R18.1: a page of who works within `scope` now, names masked."""
    people = await active_staff(read, scope, wanted)
    providers_by_id = {each.id: each.short_name for each in await organisations_store.providers(read)}
    teams_by_id = {each.id: each.name for each in await organisations_store.teams(read, scope.provider_id)}
    cards = [
        Colleague(
            id=person.id,
            number=person.number,
            name=names.masked(person.name),
            role=person.role,
            role_name=ROLE_NAMES[person.role],
            provider=providers_by_id[person.provider_id] if person.provider_id else None,
            team=teams_by_id[person.team_id] if person.team_id else None,
            systems=person.skills.systems,
            languages=person.skills.languages,
        )
        for person in people
    ]
    return Colleagues(items=cards, next=cards[-1].number if len(cards) == wanted.limit else None)


async def organisations(read: ReadTx, scope: Scope) -> Organisations:
    """R14.1: the bureau, its offices, all districts. Who serves a district is shown within `scope` only."""
    serving = {
        each.district_id: each.provider_id
        for each in await matchings_at(read, read.now)
        if policy.covers(scope, provider_id=each.provider_id, district_id=each.district_id)
    }
    provider_names = {each.id: each.name for each in await providers(read, list(serving.values()))}
    found = await bureau(read)
    return Organisations(
        bureau=found.name if found else None,
        offices=await offices(read),
        districts=[
            DistrictLine(
                id=each.id,
                code=each.code,
                name=each.name,
                bureau_name=each.bureau_name,
                provider=provider_names[serving[each.id]] if each.id in serving else None,
            )
            for each in await districts(read)
        ],
    )


async def organisation_words(read: ReadTx, person: Actor | Staff) -> str:
    """Where a person belongs, in words: 服务商 · 班组, the district's bureau, 市局 · 处室."""
    return " · ".join(await organisations_store.words(read, person))


async def bureau(read: ReadTx) -> MunicipalBureau | None:
    """The municipal bureau; None before it is founded."""
    return await organisations_store.bureau(read)


async def offices(read: ReadTx) -> list[Office]:
    """R20.1: the offices of the municipal bureau, in their order."""
    return await organisations_store.offices(read)


async def districts(read: ReadTx) -> list[District]:
    """All districts by code."""
    return await organisations_store.districts(read)


async def open_districts(read: ReadTx) -> list[District]:
    """R14.1: districts that can be chosen today, by code."""
    return await organisations_store.districts(read, shanghai(read.now).date())


async def halls(read: ReadTx, district_id: UUID | None = None) -> list[Hall]:
    """Tax service halls, of one district or all."""
    return await organisations_store.halls(read, district_id)


async def providers(read: ReadTx, ids: Sequence[UUID] | None = None) -> list[Provider]:
    """Providers by code, these or all."""
    return await organisations_store.providers(read, ids)


async def colleagues_ever(read: ReadTx, actor: Actor) -> list[StaffId] | None:
    """R14.1: whose deeds a provider's person may know of: its own people's, also of those who left. None: anybody's."""
    if actor.provider_id is None:
        return None
    return [StaffId(each) for each in await store.ids_of(read, actor.provider_id)]


async def teams(read: ReadTx, provider_id: UUID | None = None) -> list[Team]:
    """Teams of a provider, or all."""
    return await organisations_store.teams(read, provider_id)


async def matchings_at(read: ReadTx, at: datetime) -> list[Matching]:
    """R14.1: which provider serves which district at that moment."""
    return await organisations_store.matchings_on(read, shanghai(at).date())


async def history(read: ReadTx, staff_id: UUID) -> list[StaffEvent]:
    """What happened to a person at work, the earliest first."""
    return await career_store.events(read, staff_id)


async def absences(read: ReadTx, staff_id: UUID) -> list[Absence]:
    """A person's absences that hold or are to come."""
    return await career_store.absences(read, staff_id)


async def is_away(read: ReadTx, staff_id: UUID) -> bool:
    """Whether somebody is absent now."""
    return await career_store.is_away(read, staff_id)


async def held_session(read: ReadTx, token: str) -> HeldSession | None:
    """The running session that answers to the token, with who holds it."""
    return await logins.held(read, tokens.digest(token))


async def session_locked(read: ReadTx, session_id: UUID) -> bool | None:
    """Whether the log-in is locked, None where it runs no more; asked by whoever holds something open for it."""
    return await logins.is_locked(read, session_id)


async def sessions(read: ReadTx, staff_id: UUID) -> list[Session]:
    """A person's running log-ins, the latest used first."""
    return await logins.sessions(read, staff_id)


async def program_tokens(read: ReadTx) -> list[ProgramToken]:
    """All tokens of programs, the newest first, without their secrets."""
    return await programs_store.all_of(read)


async def issuers(read: ReadTx) -> list[Issuer]:
    """The bureaus' own log-ins, the municipal bureau's first."""
    return await issuers_store.running(read)


async def password_hash(read: ReadTx, number: str) -> str | None:
    """The hash of whoever works here now under that number."""
    return await passwords.hash_of(read, number)


async def latest_passwords(read: ReadTx, staff_id: UUID, count: int) -> list[str]:
    """A person's last `count` hashes, the present one first."""
    return await passwords.latest(read, staff_id, count)


async def password_rules(read: ReadTx, staff_id: UUID, terms: PasswordTerms) -> PasswordRules:
    """The rules, and how the person's present password stands to them."""
    set_at, is_given = await passwords.age_of(read, staff_id) or (None, False)
    return PasswordRules(
        length=terms.length,
        classes=terms.classes,
        history=terms.history,
        days=terms.days,
        set_at=set_at,
        due_at=set_at + timedelta(days=terms.days) if set_at and terms.days else None,
        is_given=is_given,
    )


async def factor_state(read: ReadTx, actor: Actor, terms: LoginTerms) -> FactorState:
    """Whether codes are asked of the person, whether they have to be, and how many recovery codes are left."""
    return FactorState(
        is_on=await factors.is_on(read, actor.staff_id),
        is_required=actor.role in terms.factor_roles,
        codes_left=await factors.recovery_codes_left(read, actor.staff_id),
    )
