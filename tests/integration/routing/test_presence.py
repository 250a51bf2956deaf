"""Presence is a lease: who is not heard of is not asked, and does not keep for ever what they held."""

from datetime import timedelta

import msgspec
import pytest

from helpline.kit.ids import new_id
from helpline.routing import commands, rules
from helpline.routing.commands import clocks
from helpline.routing.commands.seats import UnknownSeat
from helpline.routing.events import PresenceChanged, SeatLost, SeatReturned
from tests.support.routing import RoutingHall

SECOND = timedelta(seconds=1)


async def test_a_seat_without_a_desk_is_never_asked(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    await hall.lose(staff)
    await hall.advance(15 * SECOND)

    work = await hall.enqueue()

    assert (await hall.work(work)).state == "waiting"


async def test_a_lease_runs_out_to_the_second_and_not_before(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    await hall.lose(staff)

    await hall.advance(15 * SECOND - timedelta(microseconds=1))
    assert (await hall.seat(staff)).presence == "available"
    await hall.advance(timedelta(microseconds=1))

    seat = await hall.seat(staff)
    assert (seat.presence, seat.why, seat.lease_until) == ("away", "连接中断", None)
    [lost] = await hall.facts("routing.SeatLost")
    assert msgspec.json.decode(lost, type=SeatLost).staff_id == staff


async def test_heartbeats_keep_a_lease_and_write_no_clock_each(hall: RoutingHall) -> None:
    staff = [await hall.consultant() for _ in range(5)]

    await hall.advance(timedelta(minutes=2))

    assert {(await hall.seat(each)).presence for each in staff} == {"available"}
    async with hall.db.reading() as read:
        clocks = await read.fetchval("select count(*) from deadline where kind = 'routing.lease'")
    assert clocks <= 120 // 10 + 1, "one clock for all desks, set anew once per lease"


@pytest.mark.article("R4.2")
async def test_what_a_lost_desk_was_asked_goes_to_others_at_once(hall: RoutingHall) -> None:
    lost = await hall.consultant()
    work = await hall.enqueue()
    other = await hall.consultant()
    await hall.lose(lost)

    await hall.advance(15 * SECOND)

    withdrawn, again = await hall.offers(work)
    assert (withdrawn.outcome, withdrawn.reason) == ("withdrawn", "连接中断")
    assert again.staff_id == other


@pytest.mark.article("R4.2")
async def test_what_a_lost_desk_held_is_requeued_first_in_line_when_it_stays_away(hall: RoutingHall) -> None:
    lost = await hall.consultant()
    work = await hall.held()
    enqueued_at = (await hall.work(work)).enqueued_at
    before = await hall.enqueue(priority=999, system="invoice")
    await hall.lose(lost)

    await hall.advance(timedelta(seconds=15 + 59))
    assert (await hall.work(work)).holder == lost
    await hall.advance(SECOND)

    again = await hall.work(work)
    assert (again.state, again.holder, again.enqueued_at) == ("waiting", None, enqueued_at)
    assert again.priority > (await hall.work(before)).priority
    assert (await hall.seat(lost)).held == 0
    assert len(await hall.facts("routing.Requeued")) == 1


@pytest.mark.article("R4.2")
async def test_a_desk_that_comes_back_in_time_keeps_what_it_held(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.held()
    await hall.lose(staff)
    await hall.advance(timedelta(seconds=15 + 50))

    hall.connected.add(staff)
    await hall.advance(timedelta(minutes=5))

    assert (await hall.work(work)).holder == staff
    assert (await hall.seat(staff)).presence == "available"
    [back] = await hall.facts("routing.SeatReturned")
    assert msgspec.json.decode(back, type=SeatReturned).held == (work,)
    assert await hall.facts("routing.Requeued") == []


async def test_a_desk_lost_twice_is_given_its_time_twice(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.held()
    await hall.lose(staff)
    await hall.advance(timedelta(seconds=15 + 50))
    async with hall.db.deed() as tx:
        await commands.connect(tx, staff)

    await hall.advance(timedelta(seconds=15 + 59))
    assert (await hall.work(work)).holder == staff
    await hall.advance(SECOND)

    assert (await hall.work(work)).state == "waiting"


async def test_a_clock_that_was_overtaken_by_a_return_takes_nothing(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.held()
    hall.house.clock.advance(15 * SECOND)
    first_lost = hall.house.clock.now()
    await hall.house.settle()
    async with hall.db.deed() as tx:
        await commands.connect(tx, staff)
    hall.house.clock.advance(15 * SECOND)
    await hall.house.settle()

    async with hall.db.deed() as tx:
        await clocks.requeue_lost(tx, staff, first_lost)

    assert (await hall.work(work)).holder == staff


async def test_who_comes_back_too_late_is_away_until_they_say_otherwise(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    await hall.lose(staff)
    await hall.advance(timedelta(hours=14))

    async with hall.db.deed() as tx:
        seat = await commands.connect(tx, staff)

    assert (seat.presence, seat.lost_at) == ("away", None)


async def test_who_was_on_a_break_comes_back_on_a_break(hall: RoutingHall) -> None:
    staff = await hall.consultant("break")
    await hall.lose(staff)
    await hall.advance(20 * SECOND)

    async with hall.db.deed() as tx:
        seat = await commands.connect(tx, staff)

    assert seat.presence == "break"


async def test_a_late_heartbeat_revives_the_seat_and_brings_what_waits(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    hall.house.clock.advance(20 * SECOND)
    work = await hall.enqueue()
    assert (await hall.work(work)).state == "waiting"

    async with hall.db.deed() as tx:
        await commands.renew(tx, [staff])

    assert (await hall.open_offer(work)).staff_id == staff


async def test_a_reload_loses_nothing(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    held = await hall.held()
    asked = await hall.enqueue()
    async with hall.db.deed() as tx:
        await commands.disconnect(tx, staff)
    meanwhile = await hall.enqueue()
    assert (await hall.work(meanwhile)).state == "waiting"

    hall.house.clock.advance(3 * SECOND)
    async with hall.db.deed() as tx:
        await commands.connect(tx, staff)

    assert (await hall.work(held)).holder == staff
    assert [offer.outcome for offer in await hall.offers(asked)] == [None]
    assert (await hall.open_offer(meanwhile)).staff_id == staff
    assert await hall.facts("routing.SeatLost") == []


async def test_stepping_back_hands_unanswered_offers_to_others_at_once(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.enqueue()
    other = await hall.consultant()

    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "break", "小休")

    withdrawn, again = await hall.offers(work)
    assert (withdrawn.outcome, withdrawn.reason) == ("withdrawn", "小休")
    assert again.staff_id == other
    change = msgspec.json.decode((await hall.facts("routing.PresenceChanged"))[-1], type=PresenceChanged)
    assert (change.former, change.presence, change.why) == ("available", "break", "小休")


async def test_on_duty_needs_a_desk(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    await hall.lose(staff)
    await hall.advance(20 * SECOND)

    with pytest.raises(rules.NotConnected):
        async with hall.db.deed() as tx:
            await commands.set_presence(tx, staff, "available")


async def test_going_home_while_lost_is_not_undone_by_coming_back(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    await hall.lose(staff)
    await hall.advance(20 * SECOND)
    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "away", "下班")

    async with hall.db.deed() as tx:
        seat = await commands.connect(tx, staff)

    assert (seat.presence, seat.why) == ("away", "下班")


@pytest.mark.parametrize("presence", ["available", "break", "wrap_up", "away"])
async def test_a_seat_that_does_not_exist_is_refused(hall: RoutingHall, presence: str) -> None:
    with pytest.raises(UnknownSeat):
        async with hall.db.deed() as tx:
            await commands.set_presence(tx, new_id(), presence)  # type: ignore[arg-type]
    with pytest.raises(UnknownSeat):
        async with hall.db.deed() as tx:
            await commands.connect(tx, new_id())


@pytest.mark.article("R5.5")
async def test_wrap_up_ends_by_itself_and_brings_the_next(hall: RoutingHall) -> None:
    staff = await hall.consultant(capacity={"chat": 1})
    work = await hall.held()
    waiting = await hall.enqueue()
    async with hall.db.deed() as tx:
        assert await commands.release(tx, work, wrap_up=True)
    assert (await hall.seat(staff)).presence == "wrap_up"
    assert (await hall.work(waiting)).state == "waiting"

    await hall.advance(60 * SECOND)

    assert (await hall.seat(staff)).presence == "available"
    assert (await hall.open_offer(waiting)).staff_id == staff


async def test_who_is_done_early_is_not_set_on_duty_again_later(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "wrap_up")
    await hall.advance(10 * SECOND)
    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "break", "小休")

    await hall.advance(timedelta(minutes=2))

    assert (await hall.seat(staff)).presence == "break"


async def test_a_wrap_up_that_ended_during_an_outage_is_over(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "wrap_up")
    await hall.lose(staff)
    await hall.advance(70 * SECOND)
    assert (await hall.seat(staff)).presence == "away"

    async with hall.db.deed() as tx:
        seat = await commands.connect(tx, staff)

    assert seat.presence == "available"


async def test_wrap_up_after_work_does_not_end_a_break(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.held()
    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "break", "小休")

    async with hall.db.deed() as tx:
        await commands.release(tx, work, wrap_up=True)

    assert (await hall.seat(staff)).presence == "break"
