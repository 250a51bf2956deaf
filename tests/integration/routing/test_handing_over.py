"""R5.3: work passes from hand to hand only by acceptance, and never is in two hands or in none unnoticed."""

from datetime import timedelta

import msgspec
import pytest

from helpline.kit.ids import new_id
from helpline.routing import commands, rules
from helpline.routing.commands.offers import AlreadyAsked, NotYours
from helpline.routing.commands.queue import NotHeld
from helpline.routing.commands.seats import UnknownSeat
from helpline.routing.events import Claimed, OfferMissed, OfferWithdrawn, Released, Requeued
from tests.support.routing import RoutingHall

SECOND = timedelta(seconds=1)


@pytest.mark.article("R5.3")
async def test_work_stays_with_its_holder_until_the_colleague_accepts(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    colleague = await hall.consultant()

    async with hall.db.deed() as tx:
        offer = await commands.offer_to(tx, work, colleague, holder, "熟悉发票业务")
    assert (await hall.work(work)).holder == holder
    assert ((await hall.seat(holder)).held, (await hall.seat(colleague)).offered) == (1, 1)
    await hall.claim(work)

    assert (await hall.work(work)).holder == colleague
    assert ((await hall.seat(holder)).held, (await hall.seat(colleague)).held) == (0, 1)
    first, second = await hall.offers(work)
    assert first.held_until == second.outcome_at
    assert (second.id, second.why, second.from_staff) == (offer.id, "熟悉发票业务", holder)
    told = msgspec.json.decode((await hall.facts("routing.Claimed"))[-1], type=Claimed)
    assert (told.staff_id, told.from_staff, told.kind) == (colleague, holder, "transfer")


@pytest.mark.article("R5.3")
async def test_handing_over_frees_the_former_holder_for_the_next_in_line(hall: RoutingHall) -> None:
    holder = await hall.consultant(capacity={"chat": 1})
    work = await hall.held()
    waiting = await hall.enqueue(language="zh", system="etax")
    colleague = await hall.consultant(systems=())
    async with hall.db.deed() as tx:
        await commands.offer_to(tx, work, colleague, holder)

    await hall.claim(work)

    assert (await hall.open_offer(waiting)).staff_id == holder


@pytest.mark.article("R5.3")
@pytest.mark.parametrize("end", ["decline", "expire", "lose"])
async def test_work_that_a_colleague_does_not_accept_stays(hall: RoutingHall, end: str) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    colleague = await hall.consultant()
    async with hall.db.deed() as tx:
        offer = await commands.offer_to(tx, work, colleague, holder)

    if end == "decline":
        async with hall.db.deed() as tx:
            await commands.decline(tx, offer.id, colleague, "手头已有三个对话")
    elif end == "lose":
        await hall.lose(colleague)
        await hall.advance(15 * SECOND)
    else:
        await hall.advance(offer.due_at - offer.offered_at)

    assert (await hall.work(work)).holder == holder
    assert (await hall.seat(colleague)).offered == 0
    outcome = {"decline": "declined", "expire": "expired", "lose": "withdrawn"}[end]
    assert (await hall.offers(work))[-1].outcome == outcome


async def test_a_colleague_who_misses_a_request_stays_on_duty(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    colleague = await hall.consultant()
    async with hall.db.deed() as tx:
        offer = await commands.offer_to(tx, work, colleague, holder)

    await hall.advance(offer.due_at - offer.offered_at)

    assert (await hall.seat(colleague)).presence == "available"
    told = msgspec.json.decode((await hall.facts("routing.OfferMissed"))[-1], type=OfferMissed)
    assert (told.kind, told.from_staff) == ("transfer", holder)


async def test_a_colleague_on_a_break_keeps_the_request_made_by_name(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    colleague = await hall.consultant()
    async with hall.db.deed() as tx:
        await commands.offer_to(tx, work, colleague, holder)
    async with hall.db.deed() as tx:
        await commands.set_presence(tx, colleague, "break", "小休")

    await hall.claim(work)

    assert (await hall.work(work)).holder == colleague


@pytest.mark.parametrize(
    ("colleague", "sentence"),
    [
        pytest.param({"presence": "break"}, "不在岗", id="on a break"),
        pytest.param({"systems": ("etax",), "capacity": {"voice": 1}}, "满负荷", id="takes no chats"),
    ],
)
async def test_work_is_handed_only_to_who_can_take_it(
    hall: RoutingHall, colleague: dict[str, object], sentence: str
) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    target = await hall.consultant(**colleague)  # type: ignore[arg-type]

    with pytest.raises(rules.NotAvailable, match=sentence):
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, target, holder)


@pytest.mark.article("R14.1")
async def test_another_providers_colleague_is_told_of_like_nobody(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    foreign = await hall.consultant(provider_id=new_id())

    with pytest.raises(UnknownSeat) as refused:
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, foreign, holder)
    with pytest.raises(UnknownSeat) as unknown:
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, new_id(), holder)

    assert refused.value.message == unknown.value.message


async def test_work_is_not_handed_to_who_is_offline(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    target = await hall.consultant()
    await hall.lose(target)
    await hall.advance(15 * SECOND)

    with pytest.raises(rules.NotAvailable, match="不在线"):
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, target, holder)
    with pytest.raises(rules.NotAvailable, match="不在线"):
        async with hall.db.deed() as tx:
            await commands.assign(tx, work, target, new_id(), "改派")


async def test_only_the_holder_hands_over_and_not_twice(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    colleague = await hall.consultant(name="李静")

    with pytest.raises(NotYours):
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, colleague, new_id())
    with pytest.raises(NotYours):
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, holder, holder)
    with pytest.raises(UnknownSeat):
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, new_id(), holder)
    async with hall.db.deed() as tx:
        await commands.offer_to(tx, work, colleague, holder)
    with pytest.raises(AlreadyAsked, match="李静"):
        async with hall.db.deed() as tx:
            await commands.offer_to(tx, work, colleague, holder)


async def test_work_that_ends_takes_its_open_request_along(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()
    colleague = await hall.consultant()
    async with hall.db.deed() as tx:
        await commands.offer_to(tx, work, colleague, holder)

    async with hall.db.deed() as tx:
        assert await commands.release(tx, work)

    assert (await hall.work(work)).state == "released"
    assert (await hall.offers(work))[-1].outcome == "withdrawn"
    assert ((await hall.seat(holder)).held, (await hall.seat(colleague)).offered) == (0, 0)
    assert len(await hall.facts("routing.OfferWithdrawn")) == 1


async def test_releasing_frees_the_seat_for_the_next_and_is_on_record(hall: RoutingHall) -> None:
    staff = await hall.consultant(capacity={"chat": 1})
    work = await hall.held()
    waiting = await hall.enqueue()
    await hall.advance(90 * SECOND)

    async with hall.db.deed() as tx:
        assert await commands.release(tx, work)

    assert (await hall.open_offer(waiting)).staff_id == staff
    [told] = [msgspec.json.decode(each, type=Released) for each in await hall.facts("routing.Released")]
    assert told.released_at - told.claimed_at == 90 * SECOND
    async with hall.db.deed() as tx:
        assert not await commands.release(tx, work)


@pytest.mark.article("R4.2")
async def test_requeued_work_is_first_in_line_and_goes_to_somebody_else(hall: RoutingHall) -> None:
    holder = await hall.consultant(capacity={"chat": 1})
    work = await hall.held()
    hall.house.clock.advance(SECOND)
    older = await hall.enqueue(priority=999)
    before = await hall.work(work)

    async with hall.db.deed() as tx:
        await commands.requeue(tx, work, "首次响应超时")
    other = await hall.consultant(capacity={"chat": 1})

    again = await hall.work(work)
    assert again.enqueued_at == before.enqueued_at
    assert (await hall.open_offer(work)).staff_id == other
    assert (await hall.open_offer(older)).staff_id == holder
    [told] = await hall.facts("routing.Requeued")
    assert msgspec.json.decode(told, type=Requeued).former_holder == holder


async def test_requeuing_what_nobody_holds_is_refused(hall: RoutingHall) -> None:
    work = await hall.enqueue()

    with pytest.raises(NotHeld):
        async with hall.db.deed() as tx:
            await commands.requeue(tx, work, "退回")


async def test_a_team_lead_names_who_takes_waiting_work_even_over_capacity(hall: RoutingHall) -> None:
    lead = new_id()
    staff = await hall.consultant(capacity={"chat": 1})
    await hall.held()
    work = await hall.enqueue()
    assert (await hall.work(work)).state == "waiting"

    async with hall.db.deed() as tx:
        await commands.assign(tx, work, staff, lead, "纳税人指名")
    await hall.claim(work)

    assert (await hall.work(work)).holder == staff
    assert (await hall.seat(staff)).held == 2
    told = msgspec.json.decode((await hall.facts("routing.Claimed"))[-1], type=Claimed)
    assert (told.kind, told.from_staff) == ("assigned", lead)


async def test_a_team_lead_beats_the_automatic_offer(hall: RoutingHall) -> None:
    first = await hall.consultant()
    work = await hall.enqueue()
    named = await hall.consultant()

    async with hall.db.deed() as tx:
        await commands.assign(tx, work, named, new_id(), "改派")

    automatic, by_hand = await hall.offers(work)
    assert (automatic.staff_id, automatic.outcome) == (first, "withdrawn")
    assert (by_hand.staff_id, by_hand.kind, by_hand.outcome) == (named, "assigned", None)
    told = msgspec.json.decode((await hall.facts("routing.OfferWithdrawn"))[-1], type=OfferWithdrawn)
    assert told.why == "班长改派：改派"


async def test_assigned_work_that_is_not_answered_goes_back_to_the_queue(hall: RoutingHall) -> None:
    named = await hall.consultant(capacity={"chat": 1})
    await hall.held()
    work = await hall.enqueue()
    async with hall.db.deed() as tx:
        await commands.assign(tx, work, named, new_id(), "改派")
    other = await hall.consultant()

    await hall.advance(30 * SECOND)

    assert (await hall.open_offer(work)).staff_id == other
    assert (await hall.seat(named)).presence == "away"


async def test_what_ended_or_is_there_already_is_not_assigned(hall: RoutingHall) -> None:
    holder = await hall.consultant()
    work = await hall.held()

    with pytest.raises(AlreadyAsked):
        async with hall.db.deed() as tx:
            await commands.assign(tx, work, holder, new_id(), "改派")
    async with hall.db.deed() as tx:
        await commands.release(tx, work)
    with pytest.raises(AlreadyAsked):
        async with hall.db.deed() as tx:
            await commands.assign(tx, work, holder, new_id(), "改派")
