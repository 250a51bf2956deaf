"""`helpline people`: found the bureau, enter providers and staff, set passwords. For operators at the machine."""

import sys
from datetime import datetime
from typing import Annotated

import msgspec
import typer

from helpline.app import settings
from helpline.app.commands import people_openid
from helpline.app.owed import check_nothing_owed
from helpline.app.security import login_terms
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.clock import shanghai
from helpline.kit.db import Database, ReadTx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid, NotFound
from helpline.people import commands, founding, login, queries
from helpline.people.career import Hand
from helpline.people.commands import career
from helpline.people.model import (
    ROLE_NAMES,
    Department,
    DepartmentId,
    DistrictId,
    NewStaff,
    Provider,
    ProviderId,
    Role,
    Skills,
    Staff,
    StaffFilter,
    Team,
    TeamId,
)
from helpline.people.policy import CITYWIDE

DEPARTMENT = "咨询部"
PAGE = 200

cli = typer.Typer(help="机构与人员：建立机构、录入人员、设置密码。", no_args_is_help=True)
cli.add_typer(people_openid.cli, name="openid")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody belongs, as ids."""

    provider_id: ProviderId | None = None
    team_id: TeamId | None = None
    district_id: DistrictId | None = None
    office: str | None = None


class Founded(msgspec.Struct, frozen=True):
    """What there is after founding."""

    bureau: str
    offices: list[str]
    districts: list[str]


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A provider as entered."""

    code: str
    name: str
    teams: list[str]
    districts: list[str]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as the operator sees one."""

    number: str
    name: str
    role: Role
    role_name: str
    organisation: str
    systems: tuple[str, ...]
    chat_capacity: int
    active_until: datetime | None


@cli.command()
def found() -> None:
    """建立市局及其处室、十六个区。可重复执行。"""
    with refusals_shown():
        show(run_with_database(_found))


@cli.command()
def provider(
    code: Annotated[str, typer.Argument(help="服务商代码")],
    name: Annotated[str, typer.Argument(help="全称")],
    short_name: Annotated[str, typer.Argument(help="简称")],
    team: Annotated[list[str] | None, typer.Option(help="班组名称，可多次给出")] = None,
    district: Annotated[list[str] | None, typer.Option(help="自今日起服务的区，六位代码，可多次给出")] = None,
) -> None:
    """录入服务商，及其咨询部的班组和对应的区。"""
    entered = Provider(id=ProviderId(new_id()), code=code, name=name, short_name=short_name)

    async def deed(db: Database) -> Entered:
        return await _enter(db, entered, team or [], district or [])

    with refusals_shown():
        show(run_with_database(deed))


@cli.command()
def add(
    number: Annotated[str, typer.Argument(help="工号")],
    name: Annotated[str, typer.Argument(help="姓名")],
    role: Annotated[Role, typer.Argument(help="岗位")],
    at: Annotated[str, typer.Option(help="所属：服务商代码[/班组]、区代码、或处室代码")] = "",
    system: Annotated[list[str] | None, typer.Option(help="能答的系统代码，可多次给出")] = None,
    capacity: Annotated[int, typer.Option(help="同时接待数")] = 0,
) -> None:
    """录入一名人员。登录前还须用 password 命令设置密码。"""

    async def deed(db: Database) -> Person:
        async with db.deed() as tx:
            place = msgspec.structs.asdict(await _place(tx, role, at))
            skills = Skills(systems=tuple(system or ()))
            person = NewStaff(
                number=number, name=name, role=role, skills=skills, chat_capacity=capacity, **place
            )
            (hired,) = await commands.hire(tx, [person])
            return await _shown(tx, hired)

    with refusals_shown():
        show(run_with_database(deed))


@cli.command()
def skills(
    number: Annotated[str, typer.Argument(help="工号")],
    system: Annotated[list[str] | None, typer.Option(help="能答的系统代码，可多次给出")] = None,
    language: Annotated[list[str] | None, typer.Option(help="语言代码，默认 zh")] = None,
    level: Annotated[int, typer.Option(help="能答的最高难度，从 1 起")] = 1,
    capacity: Annotated[int, typer.Option(help="同时接待数")] = 3,
) -> None:
    """重新设定一名人员的技能，替换原有的。"""
    granted = Skills(systems=tuple(system or ()), languages=tuple(language or ("zh",)), max_level=level)

    async def deed(db: Database) -> Person:
        async with db.deed() as tx:
            person = await _person(tx, number)
            return await _shown(tx, await commands.grant_skills(tx, person.id, granted, capacity))

    with refusals_shown():
        show(run_with_database(deed))


@cli.command()
def password(number: Annotated[str, typer.Argument(help="工号")]) -> None:
    """设置一名人员的密码，本人下次登录时须改。在终端询问两次；不在终端时从标准输入读一行。"""

    async def deed(db: Database) -> Person:
        await login.set_password(db, number, given, terms)
        async with db.reading() as read:
            return await _shown(read, await _person(read, number))

    with refusals_shown():
        terms = login_terms(settings.read()).passwords
        given = _ask_password()
        show(run_with_database(deed))


@cli.command()
def leave(
    number: Annotated[str, typer.Argument(help="工号")],
    heir: Annotated[str, typer.Option(help="接手人的工号；名下尚有未办结事项时必填")] = "",
    why: Annotated[str, typer.Option(help="事由，记录在案")] = "离职",
) -> None:
    """停用一名人员，其登录立即失效，未办结的事项由接手人负责。"""

    async def deed(db: Database) -> Person:
        async with db.deed() as tx:
            person = await _person(tx, number)
            heir_id = (await _person(tx, heir)).id if heir else None
            if heir_id is None:
                await check_nothing_owed(tx, person)
            return await _shown(
                tx, await career.leave(tx, person.id, Hand(why=why), heir_id, owes_nothing=heir_id is None)
            )

    with refusals_shown():
        show(run_with_database(deed))


@cli.command("list")
def list_staff(role: Annotated[Role | None, typer.Option(help="只列这一岗位")] = None) -> None:
    """列出在职人员，每行一人。"""

    async def look(db: Database) -> list[Person]:
        async with db.reading() as read:
            return [await _shown(read, person) for person in await _everybody(read, role)]

    with refusals_shown():
        for person in run_with_database(look):
            show(person)


async def _found(db: Database) -> Founded:
    async with db.deed() as tx:
        await commands.found_bureau(tx, founding.BUREAU, founding.OFFICES)
        await commands.make_districts(tx, founding.districts())
        offices, districts = await queries.offices(tx), await queries.districts(tx)
    return Founded(founding.BUREAU.name, [each.name for each in offices], [each.name for each in districts])


async def _enter(db: Database, entered: Provider, teams: list[str], codes: list[str]) -> Entered:
    async with db.deed() as tx:
        await commands.make_providers(tx, [entered])
        department = Department(id=DepartmentId(new_id()), provider_id=entered.id, name=DEPARTMENT)
        await commands.make_department(tx, department)
        for name in teams:
            team = Team(id=TeamId(new_id()), provider_id=entered.id, department_id=department.id, name=name)
            await commands.make_team(tx, team)
        for code in codes:
            district_id = await _district(tx, code)
            await commands.match_district(tx, district_id, entered.id, shanghai(tx.now).date())
    return Entered(code=entered.code, name=entered.name, teams=teams, districts=codes)


async def _place(read: ReadTx, role: Role, at: str) -> Place:
    """Read `--at`: what it means depends on the role."""
    if role is Role.DISTRICT_OFFICER:
        return Place(district_id=await _district(read, at))
    if at in {each.code for each in await queries.offices(read)}:
        return Place(office=at)
    if not at:
        return Place()
    code, _, team_name = at.partition("/")
    found = next((each for each in await queries.providers(read) if each.code == code), None)
    if found is None:
        raise NotFound(f"没有代码为“{code}”的服务商或处室。")
    teams = {each.name: each.id for each in await queries.teams(read, found.id)}
    if team_name and team_name not in teams:
        raise NotFound(f"服务商“{found.short_name}”没有班组“{team_name}”，现有：{'、'.join(teams) or '无'}。")
    return Place(provider_id=found.id, team_id=teams.get(team_name))


async def _district(read: ReadTx, code: str) -> DistrictId:
    found = next((each.id for each in await queries.districts(read) if each.code == code), None)
    if found is None:
        raise NotFound(f"没有代码为“{code}”的区。可先执行 helpline people found。")
    return found


async def _person(read: ReadTx, number: str) -> Staff:
    person = await queries.staff_by_number(read, number)
    if person is None:
        raise NotFound(f"没有工号为 {number} 的人员。")
    return person


async def _everybody(read: ReadTx, role: Role | None) -> list[Staff]:
    people: list[Staff] = []
    while True:
        after = people[-1].number if people else ""
        page = await queries.active_staff(read, CITYWIDE, StaffFilter(role=role, after=after, limit=PAGE))
        people += page
        if len(page) < PAGE:
            return people


async def _shown(read: ReadTx, person: Staff) -> Person:
    return Person(
        number=person.number,
        name=person.name,
        role=person.role,
        role_name=ROLE_NAMES[person.role],
        organisation=await queries.organisation_words(read, person),
        systems=person.skills.systems,
        chat_capacity=person.chat_capacity,
        active_until=person.active_until,
    )


def _ask_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("新密码", hide_input=True, confirmation_prompt="再输一次", err=True))
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise Invalid("标准输入里没有密码。")
    return given
