"""Doors of people's life at work: who is here, and hiring, moving, leave, leaving."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.kit.db import Database, ReadTx
from helpline.kit.refusal import Forbidden
from helpline.people import commands, passwords, policy, queries, starting
from helpline.people.career import Absence, Hand, Posting, StaffEvent, posting_of
from helpline.people.commands import career
from helpline.people.commands.staff import UnknownStaff
from helpline.people.model import ROLE_NAMES, Actor, LoginTerms, NewStaff, Role, Skills, Staff

Why = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
Db = NamedDependency[Database]
Doer = NamedDependency[Actor]

ORDINARY = frozenset(
    {Role.CONSULTANT, Role.TEAM_LEAD, Role.INSPECTOR, Role.EDITOR, Role.TECHNICIAN, Role.TRAINER}
)
"""What a provider's manager may employ people as. All other roles are given by the security administrator."""


class PersonCard(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff with everything on record of the work here."""

    id: UUID
    number: str
    name: str
    role: Role
    role_name: str
    posting: Posting
    skills: Skills
    chat_capacity: int
    active_since: datetime
    active_until: datetime | None
    absences: list[Absence]
    history: list[StaffEvent]
    start_password: str | None = None
    """Of somebody who was just entered; shown once."""


class Hiring(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    name: Annotated[str, msgspec.Meta(max_length=40)]
    posting: Posting
    skills: Skills = Skills()
    chat_capacity: int = 0
    why: Why


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    posting: Posting
    why: Why


class Training(msgspec.Struct, frozen=True, kw_only=True):
    skills: Skills
    chat_capacity: int
    why: Why


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """`heir` None: whoever answers by default, the lead of the team first."""

    why: Why
    heir: UUID | None = None


class Leave(msgspec.Struct, frozen=True, kw_only=True):
    since: datetime
    until: datetime
    why: Why


class StaffDoor(Controller):
    """R14.1, R18.1: in one's own scope only; whoever is outside of it does not exist."""

    path = "/api/people"
    tags = ("people",)

    @post("/")
    async def onboard(
        self,
        db: Db,
        staff: Doer,
        login_terms: NamedDependency[LoginTerms],
        data: JSONBody[Hiring],
    ) -> PersonCard:
        """Somebody begins to work here; the start password is shown once."""
        scope = policy.require(staff, "staff.edit")
        _may_give(staff, scope, data.posting)
        person = NewStaff(
            number=data.number,
            name=data.name,
            skills=data.skills,
            chat_capacity=data.chat_capacity,
            **msgspec.structs.asdict(data.posting),
        )
        given = starting.start_password(login_terms.passwords)
        password_hash = await passwords.hash_password(given)
        async with db.deed() as tx:
            hired = await career.onboard(tx, person, _hand(staff, data.why))
            terms = login_terms.passwords
            await commands.set_passwords(tx, {hired.id: password_hash}, is_given=True, terms=terms)
            return msgspec.structs.replace(await _card(tx, hired), start_password=given)

    @get("/{staff_id:uuid}")
    async def person(self, db: Db, staff: Doer, staff_id: FromPath[UUID]) -> PersonCard:
        """One person, with the history."""
        scope = policy.require(staff, "staff.edit")
        async with db.reading() as read:
            return await _card(read, await in_scope(read, scope, staff_id))

    @post("/{staff_id:uuid}/move", status_code=200)
    async def move(self, db: Db, staff: Doer, staff_id: FromPath[UUID], data: JSONBody[Moving]) -> PersonCard:
        """R5.3, R14.1: work elsewhere, or as something else, from now on."""
        scope = policy.require(staff, "staff.edit")
        _may_give(staff, scope, data.posting)
        async with db.deed() as tx:
            person = await in_scope(tx, scope, staff_id)
            if person.role is not data.posting.role or person.role not in ORDINARY:
                policy.require(staff, "role.edit")
            return await _card(tx, await career.move(tx, staff_id, data.posting, _hand(staff, data.why)))

    @post("/{staff_id:uuid}/skills", status_code=200)
    async def train(
        self, db: Db, staff: Doer, staff_id: FromPath[UUID], data: JSONBody[Training]
    ) -> PersonCard:
        """R14.1: what the person can be asked."""
        scope = policy.require(staff, "staff.edit")
        async with db.deed() as tx:
            await in_scope(tx, scope, staff_id)
            hand = _hand(staff, data.why)
            return await _card(tx, await career.train(tx, staff_id, data.skills, data.chat_capacity, hand))

    @post("/{staff_id:uuid}/absences")
    async def take_leave(
        self, db: Db, staff: Doer, staff_id: FromPath[UUID], data: JSONBody[Leave]
    ) -> PersonCard:
        """R5.3: away for a while; others answer for what is owed."""
        scope = policy.require(staff, "staff.edit")
        async with db.deed() as tx:
            person = await in_scope(tx, scope, staff_id)
            await career.take_leave(tx, staff_id, data.since, data.until, _hand(staff, data.why))
            return await _card(tx, person)

    @delete("/{staff_id:uuid}/absences", status_code=200)
    async def come_back(self, db: Db, staff: Doer, staff_id: FromPath[UUID]) -> PersonCard:
        """Back before the time, or not going at all."""
        scope = policy.require(staff, "staff.edit")
        async with db.deed() as tx:
            person = await in_scope(tx, scope, staff_id)
            await career.come_back(tx, staff_id, _hand(staff, "销假"))
            return await _card(tx, person)

    @post("/{staff_id:uuid}/leave", status_code=200)
    async def leave(
        self, db: Db, staff: Doer, staff_id: FromPath[UUID], data: JSONBody[Leaving]
    ) -> PersonCard:
        """R5.3: works here no more."""
        scope = policy.require(staff, "staff.edit")
        async with db.deed() as tx:
            person = await in_scope(tx, scope, staff_id)
            if person.role not in ORDINARY:
                policy.require(staff, "role.edit")
            return await _card(tx, await career.leave(tx, staff_id, _hand(staff, data.why), data.heir))


def _hand(actor: Actor, why: str) -> Hand:
    return Hand(staff_id=actor.staff_id, why=why.strip())


async def in_scope(read: ReadTx, scope: policy.Scope, staff_id: UUID) -> Staff:
    """R14.1: another provider's people are told of like people who do not exist."""
    person = next(iter((await queries.staff_by_ids(read, [staff_id])).values()), None)
    if person is None or not policy.covers(
        scope,
        provider_id=person.provider_id,
        team_id=person.team_id,
        district_id=person.district_id,
        staff_id=person.id,
    ):
        raise UnknownStaff("没有这名人员，或不在您的管理范围内。")
    return person


def _may_give(actor: Actor, scope: policy.Scope, posting: Posting) -> None:
    """R18.1: a manager employs people of the own provider, in its ordinary roles."""
    if not policy.covers(scope, provider_id=posting.provider_id, district_id=posting.district_id):
        raise Forbidden("只能安排到您管理的机构内。")
    if posting.role not in ORDINARY:
        policy.require(actor, "role.edit")


async def _card(read: ReadTx, person: Staff) -> PersonCard:
    return PersonCard(
        id=person.id,
        number=person.number,
        name=person.name,
        role=person.role,
        role_name=ROLE_NAMES[person.role],
        posting=posting_of(person),
        skills=person.skills,
        chat_capacity=person.chat_capacity,
        active_since=person.active_since,
        active_until=person.active_until,
        absences=await queries.absences(read, person.id),
        history=await queries.history(read, person.id),
    )
