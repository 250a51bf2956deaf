"""R12.1: chat and calls in one line, many at the same moment, each deed on a connection of its own."""

import asyncio
import random
from collections import Counter
from uuid import UUID

import pytest

from helpline.calls.commands import hear
from helpline.calls.engine import CallArrived, CallerGone, KeyPressed, LegAnswered, Played, call_id, play_id
from helpline.calls.model import Phase
from helpline.calls.store import calls
from helpline.kit.worker import Worker
from helpline.routing import commands as routing
from helpline.routing import queries as queues
from helpline.routing.model import Scope
from tests.support.hotline import NODE, Hotline

CONSULTANTS, CALLS, CHATS = 8, 16, 16


@pytest.mark.article("R12.1")
@pytest.mark.article("R4.2")
async def test_nobody_has_two_calls_or_more_than_fits_and_nothing_is_left_when_all_is_over(
    hotline: Hotline,
) -> None:
    dice = random.Random(7)
    for _ in range(CONSULTANTS):
        await hotline.consultant()
    ids = [call_id(NODE, f"channel-{each}") for each in range(CALLS)]
    await asyncio.gather(*(_asks(hotline, each) for each in range(CALLS)), *_chats(hotline))
    await _deliver(hotline)
    await _check(hotline, ids)

    for _ in range(6):
        await asyncio.gather(*(_moves(hotline, each, dice) for each in ids), _deliver(hotline))
        await _deliver(hotline)
        await _check(hotline, ids)

    now = hotline.house.clock.now()
    await asyncio.gather(*(_hears(hotline, CallerGone(call=each, at=now)) for each in ids))
    await _deliver(hotline)
    async with hotline.db.reading() as read:
        found = await calls.find_many(read, ids)
        seats = await queues.seats(read, Scope(provider_id=hotline.hall.provider))
        parked = await read.fetchval("select count(*) from parked_delivery")
    assert {call.state.phase for call in found} == {Phase.ENDED}
    assert parked == 0
    assert sum(seat.held + seat.offered for seat in seats) <= CHATS


async def _asks(hotline: Hotline, place: int) -> None:
    channel = f"channel-{place}"
    call, now = call_id(NODE, channel), hotline.house.clock.now()
    await _hears(
        hotline, CallArrived(call=call, at=now, node=NODE, channel=channel, number=f"1390000{place:04}")
    )
    await _hears(hotline, Played(call=call, at=now, play=play_id(call, 1)))
    await _hears(hotline, KeyPressed(call=call, at=now, channel=channel, key="0"))


def _chats(hotline: Hotline) -> list[asyncio.Task[UUID]]:
    return [asyncio.ensure_future(hotline.hall.enqueue(system=None)) for _ in range(CHATS)]


async def _moves(hotline: Hotline, call: UUID, dice: random.Random) -> None:
    """Whatever rings is picked up, now and then a caller hangs up, and a chat is taken or done."""
    now = hotline.house.clock.now()
    async with hotline.db.reading() as read:
        [found] = await calls.find_many(read, [call])
    ringing = [leg.id for leg in found.state.legs if not leg.is_up]
    if ringing and dice.random() < 0.8:
        await asyncio.gather(*(_hears(hotline, LegAnswered(call=call, at=now, leg=leg)) for leg in ringing))
    elif dice.random() < 0.3:
        await _hears(hotline, CallerGone(call=call, at=now))


async def _hears(
    hotline: Hotline, signal: CallArrived | Played | KeyPressed | LegAnswered | CallerGone
) -> None:
    async with hotline.db.deed() as tx:
        await hear(tx, signal)


async def _deliver(hotline: Hotline) -> None:
    """Facts on three lanes at once, as a running house does; and who waits to be asked for a chat takes it."""
    await asyncio.gather(*(Worker(hotline.db).drain() for _ in range(3)))
    async with hotline.db.reading() as read:
        open_chats = [
            each
            for each in await queues.open_offers_in(read, Scope(provider_id=hotline.hall.provider))
            if each.channel == "chat"
        ]
    for offer in open_chats[::2]:
        async with hotline.db.deed() as tx:
            await routing.claim(tx, offer.id, offer.staff_id)


async def _check(hotline: Hotline, ids: list[UUID]) -> None:
    """One pair of hands for a call, one call for a pair of hands, and no seat fuller than it is."""
    async with hotline.db.reading() as read:
        found = await calls.find_many(read, ids)
        seats = await queues.seats(read, Scope(provider_id=hotline.hall.provider))
        works = {call.id: await queues.waiting(read, call.id) for call in found}
    holders = Counter(work.holder for work in works.values() if work and work.holder)
    assert all(count == 1 for count in holders.values())
    assert all(seat.held + seat.offered <= seat.units for seat in seats)
    for call in found:
        work = works[call.id]
        if call.state.phase in (Phase.TALKING, Phase.CONNECTING):
            assert work is not None
            assert work.holder == call.state.consultant
