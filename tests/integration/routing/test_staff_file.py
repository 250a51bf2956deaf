"""Routing follows the staff file: who left is asked nothing more, who learnt something is asked at once."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from helpline.desk import commands as desk
from helpline.kit.db import Database
from helpline.kit.facts import decode
from helpline.people import commands as people
from helpline.people.model import Skills
from helpline.routing import commands, jobs
from helpline.routing.commands.clocks import requeue_lost
from helpline.routing.events import Requeued
from helpline.routing.rules import NotAvailable
from tests.support.house import House
from tests.support.people import City, a_city
from tests.support.routing import RoutingHall

CHINESE_ETAX = Skills(systems=("etax",), languages=("zh",), max_level=2)


@pytest.fixture
async def city(db: Database, hall: RoutingHall) -> City:
    city = await a_city(db)
    hall.provider = city.providers[0].id
    return city


async def _at_work(db: Database, staff_id: UUID) -> UUID:
    async with db.deed() as tx:
        await desk.sit_down(tx, staff_id)
        await commands.set_presence(tx, staff_id, "available")
    return staff_id


async def _leave_service(db: Database, house: House, staff_id: UUID) -> None:
    async with db.deed() as tx:
        await people.deactivate(tx, staff_id)
    await house.settle()


@pytest.mark.article("R4.2")
async def test_what_somebody_who_left_was_asked_goes_to_another_at_once(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    leaver = await _at_work(db, city["0101"].id)
    work = await hall.enqueue()
    stayer = await _at_work(db, city["0102"].id)
    assert (await hall.open_offer(work)).staff_id == leaver

    await _leave_service(db, house, leaver)

    assert [(each.staff_id, each.outcome) for each in await hall.offers(work)] == [
        (leaver, "withdrawn"),
        (stayer, None),
    ]


@pytest.mark.article("R4.2")
async def test_what_somebody_who_left_held_waits_first_in_line(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    leaver = await _at_work(db, city["0101"].id)
    held = [await hall.held() for _ in range(3)]
    later = await hall.enqueue()

    await _leave_service(db, house, leaver)

    works = [await hall.work(each) for each in held]
    assert {(work.state, work.holder, work.priority) for work in works} == {("waiting", None, 1000)}
    facts = [msgspec.json.decode(fact, type=Requeued) for fact in await hall.facts("routing.Requeued")]
    assert {fact.work_id for fact in facts} == set(held)
    stayer = await _at_work(db, city["0102"].id)
    asked = [(await hall.open_offer(work)).staff_id for work in held]
    assert asked == [stayer] * 3, "three fit in the seat"
    assert (await hall.work(later)).state == "waiting", "those who were being served come first"


async def test_the_seat_of_somebody_who_left_is_closed(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    leaver = await _at_work(db, city["0101"].id)

    await _leave_service(db, house, leaver)

    seat = await hall.seat(leaver)
    assert (seat.presence, seat.why, seat.lease_until) == ("away", "咨询员已停用", None)
    work = await hall.enqueue()
    assert (await hall.work(work)).state == "waiting"
    with pytest.raises(NotAvailable):
        async with db.deed() as tx:
            await commands.assign(tx, work, leaver, city["0110"].id, "请接手")


async def test_somebody_who_left_while_lost_does_not_come_back(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    leaver = await _at_work(db, city["0101"].id)
    await house.advance(timedelta(seconds=20))
    lost_at = (await hall.seat(leaver)).lost_at
    assert lost_at is not None

    await _leave_service(db, house, leaver)
    async with db.deed() as tx:
        await requeue_lost(tx, leaver, lost_at)
        await commands.renew(tx, [leaver])

    seat = await hall.seat(leaver)
    assert (seat.presence, seat.before_lost, seat.lost_at) == ("away", None, None)


async def test_leaving_is_heard_twice_and_done_once(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    leaver = await _at_work(db, city["0101"].id)
    await hall.held()
    await _leave_service(db, house, leaver)
    [fact] = await hall.facts("people.StaffDeactivated")

    async with db.deed() as tx:
        await jobs.close_seat(tx, decode("people.StaffDeactivated", fact))
    await house.settle()

    assert len(await hall.facts("routing.Requeued")) == 1
    assert len(await hall.facts("routing.PresenceChanged")) == 2, "on duty, then away for good"


async def test_who_never_sat_down_leaves_without_a_trace(db: Database, house: House, city: City) -> None:
    await _leave_service(db, house, city["0120"].id)

    async with db.reading() as read:
        assert await read.fetchval("select count(*) from parked_delivery") == 0
        assert await read.fetchval("select count(*) from seat") == 0


@pytest.mark.article("R4.2")
async def test_who_waits_for_a_skill_is_offered_when_somebody_is_granted_it(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    staff = await _at_work(db, city["0101"].id)
    work = await hall.enqueue(system="its")
    assert (await hall.work(work)).state == "waiting"

    async with db.deed() as tx:
        skills = msgspec.structs.replace(CHINESE_ETAX, systems=("etax", "its"))
        await people.grant_skills(tx, staff, skills, 5)
    await house.settle()

    assert (await hall.open_offer(work)).staff_id == staff
    seat = await hall.seat(staff)
    assert (seat.systems, seat.units) == (("etax", "its"), 5)
    assert seat.presence == "available"


async def test_granting_skills_seats_nobody_who_is_not_at_work(
    db: Database, house: House, hall: RoutingHall, city: City
) -> None:
    staff = await _at_work(db, city["0101"].id)
    await house.advance(timedelta(minutes=5))

    for person in (staff, city["0102"].id):
        async with db.deed() as tx:
            await people.grant_skills(tx, person, CHINESE_ETAX, 4)
    await house.settle()

    seat = await hall.seat(staff)
    assert (seat.lease_until, seat.presence, seat.units) == (None, "away", 4)
    async with db.reading() as read:
        assert await read.fetchval("select count(*) from seat") == 1
