"""Staff come, change and leave; what others are told of it."""

from datetime import timedelta

import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people import commands, login, queries
from helpline.people.commands.staff import AlreadyLeft, NumberTaken, UnknownStaff
from helpline.people.model import Device, LoginTerms, NewStaff, Role, Skills, StaffFilter
from helpline.people.policy import CITYWIDE, require
from tests.support.people import PASSWORD, a_city, actor_of

TERMS = LoginTerms()


async def _announced(db: Database) -> list[str]:
    async with db.reading() as read:
        return [row["name"] for row in await read.fetch("select name from outbox order by id")]


async def _token(db: Database, number: str) -> str:
    return (await login.sign_in(db, number, PASSWORD, device=Device(), terms=TERMS)).token


async def test_staff_are_kept_as_they_were_hired(db: Database) -> None:
    city = await a_city(db)

    async with db.reading() as read:
        kept = await queries.staff_by_ids(read, [person.id for person in city.staff.values()])

    assert {person.number: person for person in kept.values()} == city.staff
    assert city["0101"].skills == Skills(systems=("etax",), languages=("zh",), max_level=2)


async def test_a_taken_number_refuses_the_whole_list(db: Database) -> None:
    await a_city(db)
    new = NewStaff(number="5001", name="新人", role=Role.SYSTEM_ADMINISTRATOR)
    taken = NewStaff(number="0101", name="新人", role=Role.SYSTEM_ADMINISTRATOR)

    with pytest.raises(NumberTaken, match="0101"):
        async with db.deed() as tx:
            await commands.hire(tx, [new, taken])

    async with db.reading() as read:
        assert await queries.staff_by_number(read, "5001") is None


async def test_a_number_twice_in_the_list_is_refused(db: Database) -> None:
    new = NewStaff(number="5001", name="新人", role=Role.SYSTEM_ADMINISTRATOR)

    with pytest.raises(NumberTaken, match="两次"):
        async with db.deed() as tx:
            await commands.hire(tx, [new, new])


async def test_who_leaves_is_signed_out_everywhere_at_once(db: Database) -> None:
    city = await a_city(db)
    tokens = [await _token(db, "0101"), await _token(db, "0101")]
    others = await _token(db, "0102")

    async with db.deed() as tx:
        await commands.deactivate(tx, city["0101"].id)

    assert [await login.held(db, token, TERMS) for token in tokens] == [None, None]
    assert await login.held(db, others, TERMS) is not None
    assert await _announced(db) == ["people.SessionEnded", "people.SessionEnded", "people.StaffDeactivated"]
    with pytest.raises(login.WrongPassword):
        await _token(db, "0101")


async def test_who_left_is_not_listed_but_still_known(db: Database) -> None:
    city = await a_city(db)

    async with db.deed() as tx:
        await commands.deactivate(tx, city["0101"].id)

    async with db.reading() as read:
        listed = await queries.active_staff(read, CITYWIDE, StaffFilter())
        known = await queries.staff_by_number(read, "0101")
    assert "0101" not in {person.number for person in listed}
    assert known is not None
    assert known.active_until == read.now


async def test_nobody_leaves_twice(db: Database) -> None:
    city = await a_city(db)
    async with db.deed() as tx:
        await commands.deactivate(tx, city["0101"].id)

    with pytest.raises(AlreadyLeft, match="0101"):
        async with db.deed() as tx:
            await commands.deactivate(tx, city["0101"].id)
    with pytest.raises(UnknownStaff):
        async with db.deed() as tx:
            await commands.deactivate(tx, new_id())


async def test_granted_skills_are_kept_and_told(db: Database) -> None:
    city = await a_city(db)
    skills = Skills(systems=("etax", "its"), languages=("zh", "en"), max_level=3)

    async with db.deed() as tx:
        await commands.grant_skills(tx, city["0101"].id, skills, 5)

    async with db.reading() as read:
        person = await queries.staff_by_number(read, "0101")
    assert person is not None
    assert (person.skills, person.chat_capacity) == (skills, 5)
    assert await _announced(db) == ["people.SkillsGranted"]


@pytest.mark.article("R14.1")
@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("0101", {"01"}),
        ("0110", {"01"}),
        ("0224", {"02"}),
        ("0998", {"01", "02", "09"}),
        ("0910", {"01", "02", "09"}),
    ],
)
async def test_one_sees_the_staff_of_ones_own_scope(db: Database, number: str, seen: set[str]) -> None:
    city = await a_city(db)
    scope = require(actor_of(city[number]), "staff.read")

    async with db.reading() as read:
        people = await queries.active_staff(read, scope, StaffFilter())

    assert {person.number[:2] for person in people} == seen


@pytest.mark.article("R14.1")
async def test_a_district_sees_its_own_people_and_its_matched_providers(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    scope = require(actor_of(city["0901"]), "staff.read")
    tomorrow = clock.now().date() + timedelta(days=1)
    async with db.deed() as tx:
        await commands.match_district(tx, city.districts["310104"].id, city.providers[1].id, tomorrow)

    async with db.reading() as read:
        today = await queries.active_staff(read, scope, StaffFilter())
    clock.advance(timedelta(days=1))
    async with db.reading() as read:
        after = await queries.active_staff(read, scope, StaffFilter())

    assert {person.number[:2] for person in today} == {"01", "09"}
    assert {person.number[:2] for person in after} == {"02", "09"}
    assert "0902" not in {person.number for person in today + after}


async def test_the_list_is_paged_by_number(db: Database) -> None:
    city = await a_city(db)
    scope = require(actor_of(city["0101"]), "staff.read")

    async with db.reading() as read:
        first = await queries.colleagues(read, scope, StaffFilter(role=Role.CONSULTANT, limit=2))
        rest = await queries.colleagues(
            read, scope, StaffFilter(role=Role.CONSULTANT, limit=2, after=first.next or "")
        )

    assert [(each.number, each.name) for each in first.items] == [("0101", "王*"), ("0102", "李*")]
    assert [(each.number, each.name) for each in rest.items] == [("0103", "欧阳*")]
    assert (first.next, rest.next) == ("0102", None)
