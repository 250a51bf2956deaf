"""The caller's way, through PostgreSQL, with the telephone system in memory."""

from datetime import datetime

import pytest

from helpline.calls import queries
from helpline.calls.commands import desk
from helpline.calls.commands.arriving import give_number
from helpline.calls.flow.happenings import EndAsked
from helpline.calls.model import Phase
from helpline.desk.commands import sit_down
from helpline.feedback import queries as feedback
from helpline.kit.clock import SHANGHAI
from helpline.kit.refusal import Invalid
from helpline.people import queries as people
from helpline.routing import commands as routing
from helpline.taxpayers import commands as register
from helpline.taxpayers.model import Entry
from tests.support.hotline import Hotline
from tests.support.taxpayers import code, identity

SUNDAY = datetime(2026, 11, 15, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.article("R5.1")
@pytest.mark.article("R15.3")
async def test_a_caller_hears_the_notice_waits_is_answered_talks_rates_and_is_done(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.waiting()
    assert (await hotline.call(channel)).state.phase is Phase.WAITING

    await hotline.pick_up(staff_id)
    call = await hotline.call(channel)
    assert call.state.phase is Phase.TALKING
    assert await hotline.in_hands(staff_id) == {call.id}

    await hotline.advance(60)
    await hotline.do(channel, EndAsked(staff_id=staff_id))
    await hotline.press(channel, "5")
    await hotline.advance(5)

    call = await hotline.call(channel)
    assert (call.state.phase, call.state.outcome, call.state.rating) == (Phase.ENDED, "answered", 5)
    assert await hotline.kinds(channel) == [
        "arrived", "queued", "told", "offered", "taken", "connected", "released", "recorded", "rated", "ended",
    ]  # fmt: skip
    assert hotline.engine.channels == {}
    assert await hotline.in_hands(staff_id) == set()
    async with hotline.db.reading() as read:
        tally = await feedback.tally(read, since=call.arrived_at, staff_ids=[staff_id])
    assert (tally.invited, tally.rated, tally.satisfied) == (1, 1, 1)


@pytest.mark.article("R5.1")
async def test_who_presses_nothing_comes_to_a_person_all_the_same(hotline: Hotline) -> None:
    await hotline.consultant()
    channel = await hotline.caller()
    await hotline.advance(40)
    assert (await hotline.call(channel)).state.phase is Phase.WAITING


@pytest.mark.article("R5.1")
async def test_the_menu_leads_to_who_knows_the_system(hotline: Hotline) -> None:
    knows = await hotline.consultant(systems=("etax_sh3",))
    await hotline.consultant(systems=("its_withholding",))
    channel = await hotline.caller()
    await hotline.advance(5)
    await hotline.press(channel, "2")
    assert hotline.engine.ringing(knows) is not None
    await hotline.pick_up(knows)
    assert (await hotline.call(channel)).state.system == "etax_sh3"


@pytest.mark.article("R6.1")
@pytest.mark.article("R6.2")
async def test_outside_the_hours_a_spoken_message_is_taken(hotline: Hotline) -> None:
    hotline.house.clock.set(SUNDAY)
    channel = await hotline.caller()
    await hotline.advance(10)
    [tape] = hotline.engine.tapes
    await hotline.advance(20)
    hotline.engine.spoken(tape)
    await hotline.run()
    await hotline.advance(5)
    call = await hotline.call(channel)
    assert (call.state.outcome, "queued" in await hotline.kinds(channel)) == ("message", False)
    assert len(await hotline.hall.facts("calls.VoiceMessageLeft")) == 1


@pytest.mark.article("R6.2")
async def test_a_message_of_who_hangs_up_instead_of_pressing_a_key_is_kept(hotline: Hotline) -> None:
    hotline.house.clock.set(SUNDAY)
    channel = await hotline.caller()
    await hotline.advance(20)
    await hotline.hang_up(channel)
    assert (await hotline.call(channel)).state.outcome == "message"


@pytest.mark.article("R4.3")
async def test_who_waits_long_may_be_called_back_or_leave_a_message(hotline: Hotline) -> None:
    busy = await hotline.consultant()
    await hotline.talking(busy, "13900000001")
    channel = await hotline.waiting("13900000002")
    await hotline.press(channel, "1")
    assert (await hotline.call(channel)).state.phase is Phase.WAITING, "nothing was offered yet"
    await hotline.advance(100)
    told = [event for event in await hotline.events(channel) if event.kind == "told"]
    assert told[0].detail["place"] == 1

    await hotline.press(channel, "1")
    await hotline.advance(5)
    call = await hotline.call(channel)
    assert call.state.outcome == "callback"
    assert len(await hotline.hall.facts("calls.CallBackAsked")) == 1


@pytest.mark.article("R4.3")
async def test_with_nobody_on_duty_the_choice_comes_at_once(hotline: Hotline) -> None:
    channel = await hotline.waiting()
    await hotline.advance(5)
    await hotline.press(channel, "2")
    await hotline.advance(20)
    await hotline.hang_up(channel)
    assert (await hotline.call(channel)).state.outcome == "message"


@pytest.mark.article("R5.2")
async def test_who_hangs_up_in_the_queue_leaves_it(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.waiting()
    assert hotline.engine.ringing(staff_id) is not None
    await hotline.hang_up(channel)
    assert hotline.engine.ringing(staff_id) is None
    call = await hotline.call(channel)
    assert (call.state.outcome, (await hotline.hall.work(call.id)).state) == ("left", "left")


@pytest.mark.article("R4.2")
async def test_a_phone_that_is_not_there_is_offered_nothing_more_and_the_caller_goes_to_another(
    hotline: Hotline,
) -> None:
    gone, there = await hotline.consultant(), None
    hotline.engine.phones[gone].refuses = "unreachable"
    channel = await hotline.waiting()
    assert (await hotline.hall.seat(gone)).presence == "away"
    there = await hotline.consultant()
    await hotline.run()
    await hotline.pick_up(there)
    assert (await hotline.call(channel)).state.consultant == there


@pytest.mark.article("R4.2")
async def test_a_consultant_whose_phone_dies_loses_the_caller_to_the_next_with_the_first_queue_time(
    hotline: Hotline,
) -> None:
    first = await hotline.consultant()
    channel = await hotline.talking(first)
    before = await hotline.call(channel)
    other = await hotline.waiting("13900000009")
    await hotline.advance(30)
    await hotline.put_down(first, "failed")

    call = await hotline.call(channel)
    assert (call.state.phase, call.state.queued_at) == (Phase.WAITING, before.state.queued_at)
    second = await hotline.consultant()
    await hotline.run()
    await hotline.pick_up(second)
    assert (await hotline.call(channel)).state.consultant == second, "before who came later"
    assert (await hotline.call(other)).state.phase is Phase.WAITING


@pytest.mark.article("R5.2")
async def test_who_takes_it_on_the_desk_and_never_picks_up_gives_it_to_another(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.waiting()
    call = await hotline.call(channel)
    offer = await hotline.hall.open_offer(call.id)
    async with hotline.db.deed() as tx:
        await desk.take(tx, offer.id, staff_id)
    await hotline.run()
    assert (await hotline.call(channel)).state.phase is Phase.CONNECTING
    await hotline.advance(20)
    call = await hotline.call(channel)
    assert (call.state.phase, call.state.consultant) == (Phase.WAITING, None)


@pytest.mark.article("R18.1")
async def test_no_number_stands_in_the_clear(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    await hotline.talking(staff_id, "13812345678")
    async with hotline.db.reading() as read:
        for table in ("call", "call_event", "call_order", "outbox", "waiting"):
            rows = await read.fetch(f"select t::text as row from {table} t")
            assert rows
            assert not any("13812345678" in row["row"] for row in rows), table


@pytest.mark.article("R5.3")
async def test_the_next_call_from_the_number_rings_first_at_whom_it_talked_with(hotline: Hotline) -> None:
    first = await hotline.consultant()
    channel = await hotline.talking(first)
    await hotline.hang_up(channel)
    for _ in range(3):
        await hotline.consultant()
    await hotline.advance(120)
    await hotline.waiting()
    assert hotline.engine.ringing(first) is not None


@pytest.mark.article("R5.2")
async def test_a_call_of_an_outage_is_closed_as_lost_and_the_seat_is_free(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.talking(staff_id)
    await hotline.advance(10)
    hotline.engine.crash()
    await hotline.sweep(afresh=True)
    assert (await hotline.call(channel)).state.outcome == "lost"
    assert await hotline.in_hands(staff_id) == set()


@pytest.mark.article("R14.2")
async def test_after_a_broken_connection_talks_go_on_and_who_waits_keeps_the_place(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    talking = await hotline.talking(staff_id, "13900000001")
    waiting = await hotline.waiting("13900000002")
    queued_at = (await hotline.call(waiting)).state.queued_at
    await hotline.advance(10)
    hotline.engine.call_in(unheard := "unheard", "13900000003")
    hotline.engine.take()
    await hotline.advance(6)
    await hotline.sweep(afresh=True)

    assert (await hotline.call(talking)).state.phase is Phase.TALKING
    call = await hotline.call(waiting)
    assert (call.state.phase, call.state.queued_at) == (Phase.WAITING, queued_at)
    assert (await hotline.call(unheard)).state.phase is Phase.GREETING, "adopted"


@pytest.mark.article("R5.2")
async def test_a_signal_told_twice_is_one(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.waiting()
    leg = hotline.engine.ringing(staff_id)
    assert leg is not None
    hotline.engine.pick_up(leg)
    [signal] = hotline.engine.take()
    await hotline.tell(signal)
    orders = (await hotline.call(channel)).state
    await hotline.tell(signal)
    assert (await hotline.call(channel)).state == orders
    await hotline.run()
    assert (await hotline.kinds(channel)).count("connected") == 1


@pytest.mark.article("R5.1")
async def test_a_call_from_12366_goes_straight_to_a_person_marked_and_with_what_was_said(
    hotline: Hotline,
) -> None:
    staff_id = await hotline.consultant()
    hotline.engine.call_in(
        "from-12366",
        "13812345678",
        line="12366",
        handed={"case": "T-2026-77", "summary": "问退税", "x" * 99: "长", "forged": "a\r\nb" * 500},
    )
    await hotline.run()
    await hotline.advance(6)
    async with hotline.db.reading() as read:
        [offer] = (await queries.my_calls(read, staff_id)).offers
    assert (offer.call.line, offer.call.phone) == ("12366", "138****5678")
    assert offer.call.handed["case"] == "T-2026-77"
    assert set(offer.call.handed) == {"case", "summary", "forged"}
    assert len(offer.call.handed["forged"]) <= 200
    assert offer.call.handed["forged"].isprintable()


@pytest.mark.article("R5.1")
async def test_who_the_register_knows_as_elderly_and_which_taxpayer_comes_with_the_offer(
    hotline: Hotline,
) -> None:
    person, company = identity(1, born="19500101"), "某某科技有限公司"
    async with hotline.db.deed() as tx:
        old = Entry(identity_number=person, name="张德福", contact_name="张德福", phone="13811112222")
        firm = Entry(number=code(3), name=company, contact_name="李会计", phone="13833334444")
        for entry in (old, firm):
            await register.register(tx, entry, home=None)
    staff_id = await hotline.consultant()
    elderly = await hotline.caller("13811112222")
    await hotline.advance(5)
    assert (await hotline.call(elderly)).state.phase is Phase.WAITING, "no menu"
    await hotline.hang_up(elderly)

    await hotline.waiting("13833334444")
    async with hotline.db.reading() as read:
        [offer] = (await queries.my_calls(read, staff_id)).offers
    assert (offer.call.taxpayer, offer.call.asker, offer.call.is_elderly) == (company, "李*", False)


@pytest.mark.article("R14.2")
async def test_a_talk_goes_on_when_the_desk_is_gone_and_counts_again_when_it_is_back(
    hotline: Hotline,
) -> None:
    staff_id = await hotline.hired("0101")
    channel = await hotline.talking(staff_id)
    call = await hotline.call(channel)
    await hotline.hall.lose(staff_id)
    await hotline.advance(180)
    assert (await hotline.call(channel)).state.phase is Phase.TALKING
    assert await hotline.in_hands(staff_id) == set()

    async with hotline.db.deed() as tx:
        await sit_down(tx, staff_id)
    await hotline.run()
    assert await hotline.in_hands(staff_id) == {call.id}
    await hotline.hang_up(channel)
    assert (await hotline.call(channel)).state.outcome == "answered"
    assert await hotline.in_hands(staff_id) == set()


@pytest.mark.article("R12.1")
async def test_one_capacity_serves_chat_and_calls(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    chat = await hotline.hall.enqueue(system=None)
    await hotline.hall.claim(chat)
    channel = await hotline.waiting()
    assert hotline.engine.ringing(staff_id) is None, "a call takes a whole seat"
    async with hotline.db.deed() as tx:
        await routing.release(tx, chat)
    await hotline.run()
    await hotline.pick_up(staff_id)
    await hotline.hall.enqueue(system=None)
    seat = await hotline.hall.seat(staff_id)
    assert (seat.held, seat.offered) == (seat.units, 0), "nothing is offered to who talks"
    await hotline.hang_up(channel)
    assert (await hotline.hall.seat(staff_id)).presence == "wrap_up"
    await hotline.advance(50)
    assert (await hotline.hall.seat(staff_id)).presence == "wrap_up", "longer than after a dialogue"
    await hotline.advance(15)
    assert (await hotline.hall.seat(staff_id)).offered == 1


@pytest.mark.article("R5.1")
@pytest.mark.article("R14.1")
async def test_a_call_is_the_providers_whose_number_was_dialled_and_else_of_who_serves_the_district(
    hotline: Hotline,
) -> None:
    await hotline.hired("0101")
    async with hotline.db.deed() as tx:
        providers = {each.short_name: each.id for each in await people.providers(tx)}
        assert await give_number(tx, "(021) 5555-0001", "申江") == "02155550001"
        with pytest.raises(Invalid):
            await give_number(tx, "02155550002", "无此公司")
        [xuhui] = [each.id for each in await people.districts(tx) if each.code == "310104"]
        firm = Entry(number=code(4), name="徐汇某公司", contact_name="李会计", phone="13855556666")
        await register.register(tx, firm, home=xuhui)
    for dialled, number, provider in (
        ("02155550001", "13855556666", "申江"),
        ("12345", "13855556666", "浦江"),
        ("12345", "13900000000", None),
    ):
        hotline.engine.call_in(channel := f"{dialled}-{number}", number, dialled=dialled)
        await hotline.run()
        assert (await hotline.call(channel)).provider_id == (providers[provider] if provider else None)
