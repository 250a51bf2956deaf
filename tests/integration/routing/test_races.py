"""Many at once: one winner, no overload, and nobody left waiting while somebody able is free."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.deadlines.ticker import Ticker
from helpline.kit.ids import new_id
from helpline.kit.refusal import Refused
from helpline.routing import commands
from helpline.routing.commands import clocks
from helpline.routing.store import offers
from tests.properties.routing import laws
from tests.support.routing import RoutingHall

CROWD = 200


async def outcome(deed: Awaitable[object]) -> str:
    """What became of a deed: `done`, or the code of the refusal."""
    try:
        await deed
    except Refused as refused:
        return refused.code
    return "done"


@pytest.mark.article("R4.2")
async def test_of_two_hundred_rivals_exactly_one_takes_the_work(hall: RoutingHall) -> None:
    asked = await hall.consultant()
    work = await hall.enqueue()
    offer = await hall.open_offer(work)

    async def claim(staff_id: UUID) -> None:
        async with hall.db.deed() as tx:
            await commands.claim(tx, offer.id, staff_id)

    rivals = [new_id() for _ in range(CROWD - 1)]
    random.shuffle(crowd := [asked, *rivals])
    ends = await asyncio.gather(*(outcome(claim(staff_id)) for staff_id in crowd))

    assert Counter(ends) == {"done": 1, "not-yours": CROWD - 1}
    assert (await hall.work(work)).holder == asked


@pytest.mark.article("R4.2")
async def test_the_conditional_statement_alone_lets_one_of_two_hundred_through(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    offer = await hall.open_offer(await hall.enqueue())

    async def claim_without_lock() -> bool:
        async with hall.db.deed() as tx:
            return await offers.claim(tx, offer.id, staff) is not None

    won = await asyncio.gather(*(claim_without_lock() for _ in range(CROWD)))

    assert sum(won) == 1


async def test_two_hundred_retries_of_one_claim_are_one_claim(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    offer = await hall.open_offer(await hall.enqueue())

    async def claim() -> object:
        async with hall.db.deed() as tx:
            return await commands.claim(tx, offer.id, staff)

    answers = await asyncio.gather(*(claim() for _ in range(CROWD)))

    assert len({repr(answer) for answer in answers}) == 1
    assert len(await hall.facts("routing.Claimed")) == 1


@pytest.mark.article("R5.3")
async def test_of_all_that_may_end_an_offer_at_once_one_does(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    named = await hall.consultant("break")
    work = await hall.enqueue()
    offer = await hall.open_offer(work)
    hall.house.clock.advance(timedelta(seconds=30))

    async def deed(kind: int) -> None:
        async with hall.db.deed() as tx:
            match kind % 5:
                case 0:
                    await commands.claim(tx, offer.id, staff)
                case 1:
                    await commands.decline(tx, offer.id, staff, "不熟悉")
                case 2:
                    await commands.leave(tx, work, "放弃")
                case 3:
                    await commands.assign(tx, work, named, staff, "改派")
                case _:
                    await clocks.expire_offer(tx, offer.id, tx.now)

    await asyncio.gather(*(outcome(deed(random.randrange(5))) for _ in range(CROWD)))

    ended = [each for each in await hall.offers(work) if each.id == offer.id]
    assert len(ended) == 1
    told = [
        await hall.facts(f"routing.{name}")
        for name in ("Claimed", "OfferDeclined", "OfferMissed", "OfferWithdrawn")
    ]
    assert sum(str(offer.id) in payload for payloads in told for payload in payloads) == 1


async def test_parallel_requests_never_exceed_a_seat(hall: RoutingHall) -> None:
    staff = await hall.consultant(capacity={"chat": 3})

    await asyncio.gather(*(hall.enqueue() for _ in range(50)))

    assert (await hall.seat(staff)).offered == 3


@pytest.mark.article("R4.2")
async def test_nobody_is_left_waiting_whatever_happens_at_once(hall: RoutingHall) -> None:
    staff = [await hall.consultant("break", capacity={"chat": 2}) for _ in range(12)]
    luck = random.Random(20)

    async def come_and_go(staff_id: UUID) -> None:
        for presence in ("available", "break", "available"):
            async with hall.db.deed() as tx:
                await commands.set_presence(tx, staff_id, presence)

    async def ask_and_be_served(number: int) -> None:
        work = await hall.enqueue()
        if number % 3 == 0:
            async with hall.db.deed() as tx:
                await commands.leave(tx, work, "放弃")

    for _ in range(4):
        deeds = [come_and_go(staff_id) for staff_id in staff] + [ask_and_be_served(n) for n in range(30)]
        luck.shuffle(deeds)
        await asyncio.gather(*deeds)
        async with hall.db.reading() as read:
            world = await laws.look(read)
        for law in laws.LAWS:
            law(world)


async def test_tickers_side_by_side_expire_an_offer_once(hall: RoutingHall) -> None:
    await hall.consultant()
    work = await hall.enqueue()
    await hall.advance(timedelta(seconds=29))
    hall.house.clock.advance(timedelta(seconds=1))

    await asyncio.gather(*(Ticker(hall.db).fire_due() for _ in range(5)))
    await hall.house.settle()

    assert [offer.outcome for offer in await hall.offers(work)] == ["expired"]
    assert len(await hall.facts("routing.OfferMissed")) == 1
