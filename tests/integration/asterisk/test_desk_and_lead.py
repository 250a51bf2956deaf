"""What a consultant and a team lead do in a call, over a real Asterisk with sound; and 12366, to where we call."""

from collections.abc import AsyncIterator

import pytest

from helpline.calls.commands import desk, place
from helpline.calls.commands.arriving import CallBack
from helpline.calls.commands.moves import apply, locked
from helpline.calls.flow.happenings import AllJoined, HandedOn, HoldAsked, LeadJoined, MuteAsked
from tests.support.exchange import MUSIC, PROMPT, PUBLIC, STAND_IN_12366, far_port
from tests.support.led_exchange import (
    CALLER,
    NODE,
    SEAT,
    SEATS,
    THIRD,
    LedExchange,
    hears,
    hears_both,
    talking,
)
from tests.support.phone import Phone, Talk, phone, share_of


@pytest.fixture
async def line_12366(hotline: LedExchange) -> AsyncIterator[Phone]:
    """The stand-in for 12366."""
    async with phone(STAND_IN_12366, hotline.node.sip, far_port()) as made:
        yield made


@pytest.mark.article("R5.1")
async def test_a_held_caller_hears_music_and_a_muted_consultant_is_not_heard(
    hotline: LedExchange, caller: Phone, seat: Phone
) -> None:
    mine, theirs, staff_id = await talking(hotline, caller, seat)
    await hotline.act(staff_id, HoldAsked(staff_id=staff_id, on=True))
    await hears(mine, MUSIC)
    assert share_of(await mine.listen(0.4), SEAT) < 0.01
    await hotline.act(staff_id, HoldAsked(staff_id=staff_id, on=False))
    await hears(mine, SEAT, 0.95)

    await hotline.act(staff_id, MuteAsked(staff_id=staff_id, on=True))
    await until_silent(mine, SEAT)
    await hears(theirs, CALLER, 0.95)
    await hotline.act(staff_id, MuteAsked(staff_id=staff_id, on=False))
    await hears(mine, SEAT, 0.95)


@pytest.mark.article("R5.1")
async def test_a_call_goes_to_12366_with_case_number_and_summary_and_stays_there_when_the_consultant_leaves(
    hotline: LedExchange, caller: Phone, seat: Phone, line_12366: Phone
) -> None:
    mine, theirs, staff_id = await talking(hotline, caller, seat)
    call = await hotline.call()
    async with hotline.db.deed() as tx:
        await desk.call_12366(tx, call.id, staff_id, "申报失败\r\nX-Forged: yes")
    away = await line_12366.rung()
    away.speak(THIRD)
    assert f"X-Case-Number: {call.number}" in away.invite
    assert "X-Case-Summary: 申报失败" in away.invite
    assert "\r\nX-Forged" not in away.invite
    line_12366.pick_up(away)
    await hears(theirs, THIRD)
    await hears(mine, MUSIC)

    await hotline.act(staff_id, AllJoined(staff_id=staff_id))
    await hears_both(mine, SEAT, THIRD)
    await hears_both(away, CALLER, SEAT)

    await hotline.act(staff_id, HandedOn(staff_id=staff_id))
    await hotline.reaches("handed")
    await hears(mine, THIRD, 0.9)
    assert {"consulted", "joined", "handed"} <= set(await hotline.kinds())
    await mine.hang_up()
    await hotline.reaches("ended")


@pytest.mark.article("R14.1")
async def test_a_team_lead_listens_unheard_whispers_to_the_consultant_alone_and_steps_in(
    hotline: LedExchange, caller: Phone, seat: Phone
) -> None:
    mine, theirs, _ = await talking(hotline, caller, seat)
    async with phone(SEATS, hotline.node.sip) as ear:
        lead = await hotline.consultant(ear, on_duty=False)
        await _lead(hotline, LeadJoined(staff_id=lead, ear="listen"))
        listening = await ear.rung()
        listening.speak(THIRD)
        ear.pick_up(listening)
        await hears_both(listening, CALLER, SEAT)
        assert share_of(await theirs.listen(0.4), THIRD) < 0.01

        await _lead(hotline, LeadJoined(staff_id=lead, ear="whisper"))
        await hears_both(theirs, CALLER, THIRD)
        assert share_of(await mine.listen(0.4), THIRD) < 0.01, "the caller does not hear it"

        await _lead(hotline, LeadJoined(staff_id=lead, ear="speak"))
        await hears_both(mine, SEAT, THIRD)


@pytest.mark.article("R4.3")
async def test_a_call_back_rings_the_consultant_first_and_then_the_number(
    hotline: LedExchange, seat: Phone
) -> None:
    staff_id = await hotline.consultant(seat)
    async with phone(PUBLIC, hotline.node.sip, far_port()) as person:
        wanted = CallBack(node=NODE, number="13812345678")
        async with hotline.db.deed() as tx:
            await place(tx, staff_id, hotline.provider, wanted)
        mine = await seat.rung()
        mine.speak(SEAT)
        seat.pick_up(mine)
        theirs = await person.rung()
        assert theirs.invite.startswith("INVITE sip:13812345678@")
        assert "X-Call-Id" not in theirs.invite, "what is ours stays ours"
        theirs.speak(CALLER)
        person.pick_up(theirs)
        await hears(theirs, SEAT, 0.9)
        await hears(mine, CALLER, 0.9)
        await theirs.hang_up()
        assert (await hotline.reaches("ended")).state.outcome == "answered"


async def test_a_phone_that_is_not_there_or_refuses_does_not_hold_up_the_caller(
    hotline: LedExchange, caller: Phone, seat: Phone
) -> None:
    async with phone(SEATS, hotline.node.sip) as other:
        await hotline.consultant(other)
        mine = await caller.dial("4008001")
        await mine.press("0")
        refusing = await other.rung()
        other.refuse(refusing)
        await hotline.consultant(seat)
        theirs = await seat.rung()
        theirs.speak(SEAT)
        seat.pick_up(theirs)
        await hears(mine, SEAT, 0.95)


@pytest.mark.article("R14.2")
async def test_one_process_leads_and_a_spare_takes_over_when_it_is_gone(
    hotline: LedExchange, caller: Phone
) -> None:
    spare = hotline.leader_of()
    assert hotline.leader is not None
    first, hotline.leader = hotline.leader, spare
    await hotline.begin()
    assert (first.leading.is_set(), spare.leading.is_set()) == (True, False)
    await hotline.abandon(0)
    await hotline.led()
    assert spare.leading.is_set()
    mine = await caller.dial("4008001")
    await hears(mine, PROMPT)


async def until_silent(talk: Talk, tone: int) -> None:
    """Within a while the tone is gone."""
    shares = [1.0]
    while shares[-1] > 0.01:
        assert len(shares) < 40, f"{tone} Hz is still heard: {shares}"
        shares.append(share_of(await talk.listen(0.3), tone))


async def _lead(hotline: LedExchange, deed: LeadJoined) -> None:
    """A key of a team lead's; authority is the doors' business."""
    call = await hotline.call()
    async with hotline.db.deed() as tx:
        await apply(tx, await locked(tx, call.id), deed)
