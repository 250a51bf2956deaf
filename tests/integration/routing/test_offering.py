"""R4.2: who waits is offered at once to the best able seat, and by which order."""

from datetime import timedelta
from uuid import UUID

import pytest

from helpline.kit.ids import new_id
from helpline.routing import commands, rules
from helpline.routing.commands.queue import AlreadyQueued, UnknownWork
from tests.support.routing import RoutingHall

SECOND = timedelta(seconds=1)


@pytest.mark.article("R4.2")
async def test_work_is_offered_in_the_deed_that_enqueues_it(hall: RoutingHall) -> None:
    staff = await hall.consultant()

    work = await hall.enqueue()

    offer = await hall.open_offer(work)
    assert offer.staff_id == staff
    assert offer.due_at - offer.offered_at == timedelta(seconds=30)


@pytest.mark.article("R4.2")
async def test_work_that_waits_is_offered_in_the_deed_that_frees_a_seat(hall: RoutingHall) -> None:
    staff = await hall.consultant("break")
    work = await hall.enqueue()
    assert (await hall.work(work)).state == "waiting"

    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "available")

    assert (await hall.open_offer(work)).staff_id == staff


@pytest.mark.parametrize(
    ("seat", "work"),
    [
        pytest.param({"provider_id": new_id()}, {}, id="another provider's"),
        pytest.param({"systems": ("invoice",)}, {}, id="another system"),
        pytest.param({"languages": ("en",)}, {}, id="another language"),
        pytest.param({"capacity": {"chat": 6, "voice": 0}}, {"channel": "voice"}, id="takes no calls"),
        pytest.param({"presence": "break"}, {}, id="on a break"),
        pytest.param({"presence": "away"}, {}, id="away"),
    ],
)
async def test_nobody_is_asked_who_is_not_able(
    hall: RoutingHall, seat: dict[str, object], work: dict[str, object]
) -> None:
    await hall.consultant(**seat)  # type: ignore[arg-type]

    waiting = await hall.enqueue(**work)

    assert (await hall.work(waiting)).state == "waiting"


async def test_work_for_any_provider_and_any_system_goes_to_anybody(hall: RoutingHall) -> None:
    staff = await hall.consultant(systems=())

    work = await hall.enqueue(provider_id=None, system=None)

    assert (await hall.open_offer(work)).staff_id == staff


async def test_the_least_loaded_share_is_asked_before_the_longest_idle(hall: RoutingHall) -> None:
    busy = await hall.consultant(capacity={"chat": 2})
    await hall.held()
    hall.house.clock.advance(SECOND)
    idle = await hall.consultant(capacity={"chat": 6})
    await hall.held()

    work = await hall.enqueue()

    assert (await hall.seat(busy)).held * 6 > (await hall.seat(idle)).held * 2
    assert (await hall.open_offer(work)).staff_id == idle


async def test_of_equals_the_longest_idle_is_asked(hall: RoutingHall) -> None:
    first = await hall.consultant()
    hall.house.clock.advance(SECOND)
    await hall.consultant()

    work = await hall.enqueue()

    assert (await hall.open_offer(work)).staff_id == first


async def test_the_preferred_consultant_is_asked_first(hall: RoutingHall) -> None:
    await hall.consultant()
    hall.house.clock.advance(SECOND)
    preferred = await hall.consultant()

    work = await hall.enqueue(preferred=preferred)

    assert (await hall.open_offer(work)).staff_id == preferred


async def test_work_is_kept_for_the_preferred_consultant_a_while_and_then_for_anybody(
    hall: RoutingHall,
) -> None:
    preferred = await hall.consultant("break")
    other = await hall.consultant()

    work = await hall.enqueue(preferred=preferred, preference_seconds=20)
    assert (await hall.work(work)).state == "waiting"
    await hall.advance(20 * SECOND)

    offer = await hall.open_offer(work)
    assert offer.staff_id == other
    assert offer.offered_at == (await hall.work(work)).enqueued_at + 20 * SECOND


async def test_nobody_waits_for_a_preferred_consultant_who_is_not_at_the_desk(hall: RoutingHall) -> None:
    preferred = await hall.consultant("away")
    other = await hall.consultant()

    work = await hall.enqueue(preferred=preferred, preference_seconds=20)

    assert (await hall.open_offer(work)).staff_id == other


async def test_a_seat_takes_higher_priority_first_and_then_who_came_first(hall: RoutingHall) -> None:
    staff = await hall.consultant("break", capacity={"chat": 1})
    first = await hall.enqueue()
    second = await hall.enqueue()
    urgent = await hall.enqueue(priority=5)

    async with hall.db.deed() as tx:
        await commands.set_presence(tx, staff, "available")
    served: list[UUID] = []
    for _ in range(3):
        async with hall.db.reading() as read:
            work = await read.fetchval("select work_id from offer where outcome is null")
        await hall.claim(work)
        served.append(work)
        async with hall.db.deed() as tx:
            await commands.release(tx, work)

    assert served == [urgent, first, second]


async def test_seats_that_come_on_duty_together_share_the_queue(hall: RoutingHall) -> None:
    staff = [await hall.consultant() for _ in range(3)]
    await hall.house.advance(timedelta(seconds=40))
    works = [await hall.enqueue() for _ in range(3)]

    async with hall.db.deed() as tx:
        await commands.renew(tx, staff)

    assert {(await hall.open_offer(work)).staff_id for work in works} == set(staff)


async def test_a_call_takes_the_whole_seat_and_a_chat_a_sixth(hall: RoutingHall) -> None:
    caller = await hall.consultant(capacity={"chat": 6, "voice": 1})
    await hall.held(channel="voice")
    chat = await hall.enqueue()
    assert (await hall.work(chat)).state == "waiting"

    chatter = await hall.consultant(capacity={"chat": 6, "voice": 1})
    chats = [await hall.enqueue() for _ in range(6)]
    call = await hall.enqueue(channel="voice")

    assert (await hall.seat(caller)).held == 6
    assert (await hall.seat(chatter)).offered == 6
    assert [(await hall.work(work)).state for work in chats] == ["offered"] * 5 + ["waiting"]
    assert (await hall.work(call)).state == "waiting"


async def test_the_capacity_of_a_seat_is_a_dated_term(hall: RoutingHall) -> None:
    staff = await hall.consultant()

    seat = await hall.seat(staff)

    assert seat.costs == {"chat": 1, "voice": 6}
    assert seat.units == 6


async def test_new_skills_bring_the_work_that_waits_for_them(hall: RoutingHall) -> None:
    staff = await hall.consultant(systems=("invoice",), name="李静")
    work = await hall.enqueue()

    await hall.reopen(staff, systems=("invoice", "etax"))

    assert (await hall.open_offer(work)).staff_id == staff


async def test_a_smaller_seat_counts_its_load_anew(hall: RoutingHall) -> None:
    staff = await hall.consultant(capacity={"chat": 6})
    await hall.held()

    await hall.reopen(staff, capacity={"chat": 3, "voice": 2})

    seat = await hall.seat(staff)
    assert (seat.units, seat.held) == (6, 2)


@pytest.mark.article("R4.1")
async def test_a_place_in_the_queue_for_opening_is_offered_when_the_service_opens(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    opens = hall.house.clock.now() + timedelta(minutes=1)

    work = await hall.enqueue(not_before=opens)
    await hall.advance(timedelta(seconds=59))
    assert (await hall.work(work)).state == "waiting"
    await hall.advance(SECOND)

    offer = await hall.open_offer(work)
    assert (offer.staff_id, offer.offered_at) == (staff, opens)
    assert len(await hall.facts("routing.QueueOpened")) == 1


async def test_work_is_queued_once(hall: RoutingHall) -> None:
    work = await hall.enqueue()

    with pytest.raises(AlreadyQueued):
        await hall.enqueue(id=work)


async def test_who_left_and_comes_again_queues_anew(hall: RoutingHall) -> None:
    work = await hall.enqueue()
    first = await hall.work(work)
    async with hall.db.deed() as tx:
        assert await commands.leave(tx, work, "放弃排队")
    hall.house.clock.advance(SECOND)
    behind = await hall.enqueue()

    await hall.enqueue(id=work)

    again = await hall.work(work)
    assert again.state == "waiting"
    assert again.enqueued_at == first.enqueued_at + SECOND
    assert again.seq > (await hall.work(behind)).seq


async def test_leaving_withdraws_the_open_offer(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.enqueue()

    async with hall.db.deed() as tx:
        assert await commands.leave(tx, work, "纳税人放弃")

    [offer] = await hall.offers(work)
    assert (offer.outcome, offer.reason) == ("withdrawn", "纳税人放弃")
    assert (await hall.seat(staff)).offered == 0
    assert len(await hall.facts("routing.LeftQueue")) == 1


async def test_leaving_what_is_held_or_ended_changes_nothing(hall: RoutingHall) -> None:
    await hall.consultant()
    work = await hall.held()

    async with hall.db.deed() as tx:
        assert not await commands.leave(tx, work, "纳税人放弃")

    assert (await hall.work(work)).state == "claimed"


async def test_unknown_work_is_refused(hall: RoutingHall) -> None:
    with pytest.raises(UnknownWork):
        async with hall.db.deed() as tx:
            await commands.leave(tx, new_id(), "")


@pytest.mark.parametrize("priority", [-1, 1000])
async def test_priorities_of_the_house_are_not_for_callers(hall: RoutingHall, priority: int) -> None:
    with pytest.raises(rules.BadPriority):
        await hall.enqueue(priority=priority)
