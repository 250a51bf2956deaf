"""R4.3: place and expected wait; what wallboards and desks read; which screens are stirred."""

from datetime import timedelta

import pytest

from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.routing import commands, queries
from helpline.routing.model import Place, QueueLine, Scope, Work
from tests.support.routing import RoutingHall

SECOND = timedelta(seconds=1)


async def place(hall: RoutingHall, work: object) -> Place | None:
    async with hall.db.reading() as read:
        return await queries.place_and_wait(read, work)  # type: ignore[arg-type]


async def queue(hall: RoutingHall, system: str | None = "etax", scope: Scope | None = None) -> QueueLine:
    async with hall.db.reading() as read:
        lines = await queries.queue_summary(read, scope or Scope(provider_id=hall.provider))
    [line] = [line for line in lines if (line.system, line.channel) == (system, "chat")]
    return line


@pytest.mark.article("R4.3")
async def test_the_place_counts_those_ahead_that_compete_for_the_same_seats(hall: RoutingHall) -> None:
    await hall.consultant(systems=("etax", "invoice"), capacity={"chat": 1})
    await hall.held()
    await hall.enqueue()
    await hall.enqueue(system="invoice")
    await hall.enqueue(system="customs")
    await hall.enqueue(provider_id=new_id())
    await hall.enqueue(priority=0, language="en")

    last = await hall.enqueue()
    urgent = await hall.enqueue(priority=9)

    assert (await place(hall, last)).place == 4  # type: ignore[union-attr]
    assert (await place(hall, urgent)).place == 1  # type: ignore[union-attr]


@pytest.mark.article("R4.3")
async def test_the_wait_is_place_times_handling_time_over_what_runs_side_by_side(hall: RoutingHall) -> None:
    await hall.consultant(capacity={"chat": 2})
    await hall.consultant("break", capacity={"chat": 2})
    for _ in range(2):
        await hall.held()
    await hall.enqueue()

    second = await hall.enqueue()

    found = await place(hall, second)
    assert found == Place(place=2, expected_seconds=2 * 480 // 4, on_duty=2)


@pytest.mark.article("R4.3")
async def test_the_wait_follows_what_was_measured(hall: RoutingHall) -> None:
    await hall.consultant(capacity={"chat": 1})
    for _ in range(5):
        work = await hall.held()
        await hall.advance(100 * SECOND)
        async with hall.db.deed() as tx:
            await commands.release(tx, work)
    await hall.held()

    waiting = await hall.enqueue()

    found = await place(hall, waiting)
    assert found is not None
    assert found.expected_seconds == (5 * 480 + 5 * 100) / 10


@pytest.mark.article("R4.3")
async def test_no_wait_is_promised_when_nobody_is_on_duty(hall: RoutingHall) -> None:
    await hall.consultant("away")
    await hall.enqueue()
    await hall.enqueue(system="invoice")

    work = await hall.enqueue()

    assert await place(hall, work) == Place(place=2, expected_seconds=None, on_duty=0)


async def test_a_place_for_opening_stands_behind_who_came_before(hall: RoutingHall) -> None:
    opens = hall.house.clock.now() + timedelta(hours=1)
    await hall.enqueue(not_before=opens)
    second = await hall.enqueue(not_before=opens)
    now = await hall.enqueue()

    assert await place(hall, second) == Place(place=2, expected_seconds=None, on_duty=0, opens_at=opens)
    assert await place(hall, now) == Place(place=1, expected_seconds=None, on_duty=0)


async def test_who_is_being_asked_about_or_served_has_place_nought(hall: RoutingHall) -> None:
    await hall.consultant()

    offered = await hall.enqueue()

    assert await place(hall, offered) == Place(place=0, expected_seconds=0, on_duty=1)
    async with hall.db.deed() as tx:
        await commands.leave(tx, offered, "放弃")
    assert await place(hall, offered) is None
    assert await place(hall, new_id()) is None


async def test_a_wallboard_line_says_who_waits_and_who_serves(hall: RoutingHall) -> None:
    await hall.consultant(capacity={"chat": 4}, systems=("etax",))
    await hall.consultant(capacity={"chat": 2}, systems=("etax", "invoice"))
    await hall.consultant("away")
    for _ in range(6):
        await hall.held()
    first = await hall.enqueue()
    await hall.advance(10 * SECOND)
    await hall.enqueue()
    await hall.enqueue(not_before=hall.house.clock.now() + timedelta(hours=1))

    line = await queue(hall)

    assert (line.waiting, line.for_opening, line.on_duty, line.free) == (2, 1, 2, 0)
    assert line.longest_since == (await hall.work(first)).enqueued_at
    assert (line.busy_units, line.units) == (6, 6)
    assert line.expected_seconds == 3 * 480 // 6


async def test_a_line_with_a_free_seat_promises_no_wait(hall: RoutingHall) -> None:
    await hall.consultant()

    assert (await queue(hall)).expected_seconds == 0
    assert (await queue(hall)).free == 1


async def test_providers_see_their_own_queues_and_what_any_may_take(hall: RoutingHall) -> None:
    await hall.enqueue()
    await hall.enqueue(provider_id=None)
    await hall.enqueue(provider_id=new_id())

    assert (await queue(hall)).waiting == 2
    assert (await queue(hall, scope=Scope())).waiting == 3


async def test_a_district_sees_its_own_taxpayers(hall: RoutingHall) -> None:
    district = new_id()
    mine = await hall.enqueue(district_id=district)
    await hall.enqueue(district_id=new_id())

    assert (await queue(hall, scope=Scope(district_id=district))).waiting == 1
    async with hall.db.reading() as read:
        longest = await queries.longest_waiting(read, Scope(district_id=district))
    assert longest is not None
    assert longest.id == mine


async def test_seats_are_listed_within_their_scope(hall: RoutingHall) -> None:
    team = new_id()
    mine = await hall.consultant(team_id=team)
    await hall.consultant()

    async with hall.db.reading() as read:
        own = await queries.seats(read, Scope(provider_id=hall.provider, team_id=team))
        foreign = await queries.seats(read, Scope(provider_id=new_id()))

    assert [seat.staff_id for seat in own] == [mine]
    assert foreign == []


async def stirred(hall: RoutingHall, works: int) -> set[str]:
    """Topics stirred by one more piece of work when so many wait."""
    for _ in range(works):
        await hall.enqueue()
    async with hall.db.deed() as tx:
        await commands.enqueue(tx, Work(id=new_id(), provider_id=hall.provider, system="etax"))
        return topics(tx)


def topics(tx: Tx) -> set[str]:
    return set(tx._hints)


async def test_the_screens_of_all_concerned_are_stirred(hall: RoutingHall) -> None:
    staff = await hall.consultant(capacity={"chat": 2})

    seen = await stirred(hall, 1)

    assert {f"desk:{staff}", f"wallboard:{hall.provider}"} <= seen
    assert len([topic for topic in seen if topic.startswith("queue:")]) == 1


async def test_many_who_wait_are_told_by_one_topic(hall: RoutingHall) -> None:
    seen = await stirred(hall, 60)

    assert "queues" in seen
    assert len(seen) < 5
