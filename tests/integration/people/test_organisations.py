"""Organisations are master data, and who serves a district is dated."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from helpline.kit.clock import VirtualClock, shanghai
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people import commands, founding, queries
from helpline.people.commands.organisations import UnknownDistrict
from helpline.people.commands.units import NameTaken
from helpline.people.model import (
    Department,
    DepartmentId,
    DistrictId,
    Hall,
    HallId,
    MunicipalBureau,
    TeamId,
)
from helpline.people.policy import require
from helpline.people.rules import MatchedAlready
from tests.support.people import a_city, actor_of


@pytest.mark.article("R20.1")
async def test_founding_again_renames_and_doubles_nothing(db: Database) -> None:
    await a_city(db)

    async with db.deed() as tx:
        await commands.found_bureau(tx, MunicipalBureau(name="市税务局"), founding.OFFICES)
        await commands.make_districts(tx, founding.districts())

    async with db.reading() as read:
        assert await queries.bureau(read) == MunicipalBureau(name="市税务局")
        assert await queries.offices(read) == list(founding.OFFICES)
        assert len(await queries.districts(read)) == 16


async def test_names_are_not_used_twice(db: Database) -> None:
    city = await a_city(db)
    provider, team = city.providers[0], city.teams[0]
    department = Department(id=DepartmentId(new_id()), provider_id=provider.id, name="咨询部")
    again = replace(team, id=TeamId(new_id()))

    with pytest.raises(NameTaken, match="浦江"):
        async with db.deed() as tx:
            await commands.make_providers(tx, [provider])
    with pytest.raises(NameTaken, match="咨询部"):
        async with db.deed() as tx:
            await commands.make_department(tx, department)
    with pytest.raises(NameTaken, match="咨询一班"):
        async with db.deed() as tx:
            await commands.make_team(tx, again)


@pytest.mark.article("R14.1")
async def test_what_was_served_stays_on_record_when_the_provider_changes(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    xuhui = city.districts["310104"].id
    start = shanghai(clock.now())
    async with db.deed() as tx:
        day = (start + timedelta(days=30)).date()
        await commands.match_district(tx, xuhui, city.providers[1].id, day)

    async with db.reading() as read:
        providers = [
            next(
                each.provider_id for each in await queries.matchings_at(read, at) if each.district_id == xuhui
            )
            for at in (
                start,
                start + timedelta(days=29),
                start + timedelta(days=30),
                start + timedelta(days=3000),
            )
        ]

    first, second = city.providers[0].id, city.providers[1].id
    assert providers == [first, first, second, second]


async def test_a_district_is_matched_once_at_a_time(db: Database, clock: VirtualClock) -> None:
    city = await a_city(db)
    xuhui = city.districts["310104"].id

    with pytest.raises(MatchedAlready):
        async with db.deed() as tx:
            await commands.match_district(tx, xuhui, city.providers[1].id, clock.now().date())
    with pytest.raises(UnknownDistrict):
        async with db.deed() as tx:
            await commands.match_district(tx, DistrictId(new_id()), city.providers[1].id, date(2027, 1, 1))


async def test_halls_belong_to_a_district(db: Database) -> None:
    city = await a_city(db)
    xuhui, pudong = city.districts["310104"].id, city.districts["310115"].id
    halls = [
        Hall(id=HallId(new_id()), district_id=xuhui, name="第一办税服务厅", address="徐汇区某路 1 号"),
        Hall(id=HallId(new_id()), district_id=pudong, name="第一办税服务厅", address="浦东新区某路 2 号"),
    ]

    async with db.deed() as tx:
        await commands.make_halls(tx, halls)

    async with db.reading() as read:
        assert await queries.halls(read, xuhui) == halls[:1]
        assert len(await queries.halls(read)) == 2


@pytest.mark.article("R14.1")
@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("0101", {"310104": "浦江"}),
        ("0224", {"310115": "申江"}),
        ("0901", {"310104": "浦江"}),
        ("0910", {"310104": "浦江", "310115": "申江"}),
    ],
)
async def test_providers_do_not_learn_of_each_other(db: Database, number: str, seen: dict[str, str]) -> None:
    city = await a_city(db)
    scope = require(actor_of(city[number]), "organisation.read")

    async with db.reading() as read:
        found = await queries.organisations(read, scope)

    assert len(found.districts) == 16
    assert {each.code: each.provider[:2] for each in found.districts if each.provider} == seen


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0101", "浦江税务技术服务有限公司 · 咨询一班"),
        ("0224", "申江税务技术服务有限公司"),
        ("0901", "国家税务总局上海市徐汇区税务局"),
        ("0914", "国家税务总局上海市税务局 · 信息中心"),
        ("0999", "国家税务总局上海市税务局"),
    ],
)
async def test_where_somebody_belongs_is_said_in_words(db: Database, number: str, words: str) -> None:
    city = await a_city(db)

    async with db.reading() as read:
        assert await queries.organisation_words(read, city[number]) == words
