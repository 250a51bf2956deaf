"""What consultants and team leads do with calls, through PostgreSQL, with the telephone system in memory."""

from uuid import UUID

import pytest

from helpline.calls import queries
from helpline.calls.commands import desk, leading
from helpline.calls.commands.moves import UnknownCall
from helpline.calls.engine import Listen, Outside, Ring, mix_id
from helpline.calls.flow.happenings import (
    AllJoined,
    ConsultDropped,
    HandedOn,
    HoldAsked,
    MuteAsked,
)
from helpline.calls.flow.turn import NotNow
from helpline.calls.in_memory.switchboard import MUSIC
from helpline.calls.model import Phase
from helpline.calls.oversight import Overseer
from helpline.kit.refusal import Forbidden, NotFound
from helpline.people.policy import Scope
from tests.support.hotline import Hotline


async def _call_id(hotline: Hotline, channel: str) -> UUID:
    return (await hotline.call(channel)).id


def _place(hotline: Hotline, channel: str) -> str:
    return hotline.engine.channels[channel].place


@pytest.mark.article("R5.5")
async def test_the_caller_waits_with_music_while_held_and_comes_back(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.talking(staff_id)
    call = await _call_id(hotline, channel)
    for on, place in ((True, MUSIC), (True, MUSIC), (False, mix_id(call))):
        await hotline.do(channel, HoldAsked(staff_id=staff_id, on=on))
        assert _place(hotline, channel) == place
    await hotline.do(channel, MuteAsked(staff_id=staff_id, on=True))
    [leg] = [each for each in hotline.engine.channels.values() if each.staff_id == staff_id]
    assert leg.is_mute


@pytest.mark.article("R5.3")
async def test_a_call_is_handed_to_a_colleague_who_accepts_by_name_after_a_consultation(
    hotline: Hotline,
) -> None:
    first, second = await hotline.consultant(), await hotline.consultant()
    channel = await hotline.waiting()
    mine, other = (first, second) if hotline.engine.ringing(first) else (second, first)
    await hotline.pick_up(mine)
    call = await _call_id(hotline, channel)

    async with hotline.db.deed() as tx:
        await desk.consult(tx, call, mine, other)
    await hotline.run()
    await hotline.pick_up(other)
    assert _place(hotline, channel) == MUSIC

    async with hotline.db.deed() as tx:
        offer = await desk.hand_over(tx, call, mine, other, "问的是退税")
    await hotline.run()
    async with hotline.db.reading() as read:
        seen = await queries.my_calls(read, other)
    assert (seen.offers[0].id, seen.offers[0].note) == (offer, "问的是退税")
    assert (await hotline.call(channel)).state.consultant == mine, "until it is accepted"

    async with hotline.db.deed() as tx:
        await desk.take(tx, offer, other)
    await hotline.run()
    state = (await hotline.call(channel)).state
    assert (state.consultant, state.phase) == (other, Phase.TALKING)
    assert _place(hotline, channel) == mix_id(call)
    assert {each.staff_id for each in hotline.engine.channels.values()} == {None, other}
    assert (await hotline.in_hands(mine), await hotline.in_hands(other)) == (set(), {call})


@pytest.mark.article("R5.1")
async def test_12366_is_rung_with_case_number_and_summary_talks_along_and_is_left_with_the_caller(
    hotline: Hotline,
) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.talking(staff_id)
    call = await hotline.call(channel)
    async with hotline.db.deed() as tx:
        await desk.call_12366(tx, call.id, staff_id, "问跨省迁移\n的手续")
    await hotline.run()
    [ring] = [o for o in hotline.ordered if isinstance(o, Ring) and isinstance(o.to, Outside)]
    assert isinstance(ring.to, Outside)
    assert ring.to.headers == {"case": call.number, "summary": "问跨省迁移 的手续"}
    with pytest.raises(NotNow):
        await hotline.do(channel, AllJoined(staff_id=staff_id))

    hotline.engine.pick_up(ring.leg)
    await hotline.run()
    await hotline.do(channel, AllJoined(staff_id=staff_id))
    assert {each.place for each in hotline.engine.channels.values()} == {mix_id(call.id)}
    await hotline.do(channel, HandedOn(staff_id=staff_id))
    assert set(hotline.engine.channels) == {channel, ring.leg}
    assert (await hotline.call(channel)).state.phase is Phase.HANDED
    assert (await hotline.hall.seat(staff_id)).presence == "wrap_up"
    hotline.engine.put_down(ring.leg)
    await hotline.run()
    assert (await hotline.call(channel)).state.outcome == "answered"


@pytest.mark.article("R5.5")
async def test_after_a_consultation_the_caller_is_back_alone_with_the_consultant(hotline: Hotline) -> None:
    first, second = await hotline.consultant(), await hotline.consultant(presence="break")
    channel = await hotline.talking(first)
    call = await _call_id(hotline, channel)
    async with hotline.db.deed() as tx:
        await desk.consult(tx, call, first, second)
    await hotline.run()
    await hotline.pick_up(second)
    await hotline.do(channel, ConsultDropped(staff_id=first))
    assert {each.place for each in hotline.engine.channels.values()} == {mix_id(call)}
    assert second not in {each.staff_id for each in hotline.engine.channels.values()}


@pytest.mark.article("R5.3")
async def test_a_call_sent_to_the_queue_of_another_system_stands_first_there(hotline: Hotline) -> None:
    knows_one = await hotline.consultant(systems=("etax_sh3",))
    channel = await hotline.caller()
    await hotline.advance(5)
    await hotline.press(channel, "2")
    await hotline.pick_up(knows_one)
    knows_other = await hotline.consultant(systems=("its_withholding",))
    async with hotline.db.deed() as tx:
        await desk.to_queue(tx, await _call_id(hotline, channel), knows_one, "its_withholding")
    await hotline.run()
    assert _place(hotline, channel) == MUSIC
    await hotline.pick_up(knows_other)
    state = (await hotline.call(channel)).state
    assert (state.consultant, state.system) == (knows_other, "its_withholding")


@pytest.mark.article("R5.3")
async def test_nobody_touches_a_call_of_another(hotline: Hotline) -> None:
    mine, other = await hotline.consultant(), await hotline.consultant(presence="break")
    channel = await hotline.talking(mine)
    call = await _call_id(hotline, channel)
    with pytest.raises(UnknownCall):
        async with hotline.db.deed() as tx:
            await desk.act(tx, call, other, HoldAsked(staff_id=other, on=True))


@pytest.mark.article("R4.2")
async def test_who_declines_says_why_the_phone_falls_silent_and_another_rings(hotline: Hotline) -> None:
    first, second = await hotline.consultant(), await hotline.consultant()
    channel = await hotline.waiting()
    asked, other = (first, second) if hotline.engine.ringing(first) else (second, first)
    offer = await hotline.hall.open_offer(await _call_id(hotline, channel))
    async with hotline.db.deed() as tx:
        await desk.decline(tx, offer.id, asked, "正在处理急件")
    await hotline.run()
    assert (hotline.engine.ringing(asked), hotline.engine.ringing(other) is not None) == (None, True)
    refused = [event for event in await hotline.events(channel) if event.kind == "refused"]
    assert refused[0].detail["why"] == "正在处理急件"


@pytest.mark.article("R14.1")
async def test_a_lead_listens_whispers_speaks_along_and_takes_over(hotline: Hotline) -> None:
    staff_id = await hotline.hired("0101")
    channel = await hotline.talking(staff_id)
    call = await _call_id(hotline, channel)
    lead = await hotline.hired("0110")
    eyes = await hotline.eyes(lead)

    async def ear(kind: str) -> None:
        async with hotline.db.deed() as tx:
            await leading.listen(tx, call, eyes, kind)  # type: ignore[arg-type]
        await hotline.run()

    await ear("listen")
    await hotline.pick_up(lead)
    await ear("whisper")
    heard = [order.ear for order in hotline.ordered if isinstance(order, Listen)]
    assert heard == ["listen", "whisper"]
    [leg] = [each for each in hotline.engine.channels.values() if each.staff_id == lead]
    assert leg.place != mix_id(call), "the caller does not hear the lead"
    await ear("speak")
    assert leg.place == mix_id(call)

    async with hotline.db.deed() as tx:
        await leading.take_over(tx, call, eyes, "需要班长答复")
    await hotline.run()
    state = (await hotline.call(channel)).state
    assert (state.consultant, state.phase) == (lead, Phase.TALKING)
    assert staff_id not in {each.staff_id for each in hotline.engine.channels.values()}


@pytest.mark.article("R14.1")
async def test_another_teams_call_is_forbidden_and_another_providers_does_not_exist(hotline: Hotline) -> None:
    staff_id = await hotline.hired("0101")
    channel = await hotline.talking(staff_id)
    call, own = await _call_id(hotline, channel), await hotline.eyes(await hotline.hired("0110"))
    foreign = Overseer(
        staff_id=own.staff_id,
        provider_id=staff_id,
        scope=Scope(provider_id=staff_id),  # type: ignore[arg-type]
    )
    neighbour = Overseer(
        staff_id=own.staff_id,
        provider_id=own.provider_id,
        scope=Scope(provider_id=own.scope.provider_id, team_id=staff_id),  # type: ignore[arg-type]
    )
    for eyes, refusal in ((foreign, NotFound), (neighbour, Forbidden)):
        with pytest.raises(refusal):
            async with hotline.db.deed() as tx:
                await leading.listen(tx, call, eyes, "listen")
    async with hotline.db.reading() as read:
        assert [line.id for line in (await queries.live_calls(read, own)).calls] == [call]
        assert (await queries.live_calls(read, foreign)).calls == []
