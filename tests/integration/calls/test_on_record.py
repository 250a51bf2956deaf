"""What a call leaves on record: its case, the messages it leaves, the call-back with one key (R5.3, R6.2, R4.3)."""

from datetime import datetime

import pytest

from helpline.calls.engine import Outside, Ring
from helpline.calls.flow.happenings import EndAsked
from helpline.calls.model import Phase
from helpline.cases import commands as cases
from helpline.cases import queries as filed
from helpline.cases.model import Classification
from helpline.conversations.model import Author
from helpline.desk import dialling
from helpline.kit.clock import SHANGHAI
from helpline.messages import queries as messages
from helpline.people import queries as people
from helpline.people.policy import CITYWIDE
from tests.support.hotline import Hotline
from tests.support.people import actor_of

SUNDAY = datetime(2026, 11, 15, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.article("R5.3")
@pytest.mark.article("R11.1")
async def test_a_case_is_open_during_the_call_and_is_whose_hands_the_call_is_in(hotline: Hotline) -> None:
    staff_id = await hotline.hired("0101")
    channel = await hotline.talking(staff_id)
    call = await hotline.call(channel)
    async with hotline.db.reading() as read:
        case = await filed.find(read, call.id)
    assert (case.number, case.owner, case.channel, case.closed_at) == (call.number, staff_id, "voice", None)

    await hotline.put_down(staff_id, "failed")
    other = await hotline.hired("0102")
    await hotline.run()
    await hotline.pick_up(other)
    async with hotline.db.reading() as read:
        assert (await filed.find(read, call.id)).owner == other, "taken by name"


@pytest.mark.article("R5.4")
async def test_a_call_is_declined_with_a_reason_on_record(hotline: Hotline) -> None:
    staff_id = await hotline.hired("0101")
    channel = await hotline.talking(staff_id)
    call = await hotline.call(channel)
    author = Author(party="consultant", id=staff_id, label="0101号咨询员")
    async with hotline.db.deed() as tx:
        await cases.classify(tx, call.id, staff_id, Classification(summary="问政策"))
        await cases.decline(tx, call.id, author, "policy", "")
    async with hotline.db.reading() as read:
        assert (await filed.find(read, call.id)).outcome == "declined"


@pytest.mark.article("R6.1")
@pytest.mark.article("R6.2")
async def test_a_spoken_message_has_the_two_clocks_from_the_call_and_is_told_once(hotline: Hotline) -> None:
    hotline.house.clock.set(SUNDAY)
    channel = await hotline.caller()
    await hotline.advance(30)
    await hotline.hang_up(channel)
    async with hotline.db.reading() as read:
        [message] = await messages.inbox(read, CITYWIDE)
        [shown] = await messages.staff_messages(read, [message], message.id)
    assert message.call_id == (await hotline.call(channel)).id
    assert (shown.kind, shown.phone, shown.call) == ("voice", "138****5678", message.call_id)
    assert (message.spoken_seconds or 0) > 2
    assert (message.read_due_at, message.answer_due_at) == (
        datetime(2026, 11, 16, 21, 0, tzinfo=SHANGHAI),
        datetime(2026, 11, 17, 21, 0, tzinfo=SHANGHAI),
    )


@pytest.mark.article("R4.3")
async def test_who_waits_and_is_not_answered_is_called_back_with_one_key_and_only_once(
    hotline: Hotline,
) -> None:
    for _ in range(2):
        channel = await hotline.waiting("021-62345678")
        await hotline.advance(20)
        await hotline.hang_up(channel)
    short = await hotline.waiting("13900000001")
    await hotline.hang_up(short)
    async with hotline.db.reading() as read:
        [message] = await messages.inbox(read, CITYWIDE)
    assert message.wish == "callback"

    staff_id = await hotline.hired("0101")
    async with hotline.db.deed() as tx:
        [person] = (await people.staff_by_ids(tx, [staff_id])).values()
        shown = await dialling.dial_message(tx, actor_of(person), message.id)
    assert (shown.phase, shown.direction, shown.about) == (Phase.DIALLING, "out", message.id)
    await hotline.run()
    await hotline.pick_up(staff_id)
    rung = [o.to for o in hotline.ordered if isinstance(o, Ring) and isinstance(o.to, Outside)]
    assert [to.number for to in rung if isinstance(to, Outside)] == ["021-62345678"]

    outside = f"to-{shown.id}"
    hotline.engine.pick_up(outside)
    await hotline.run()
    assert (await hotline.call(outside)).state.phase is Phase.TALKING
    assert await hotline.in_hands(staff_id) == {shown.id}
    with pytest.raises(dialling.BusyOnThePhone):
        async with hotline.db.deed() as tx:
            await dialling.dial_message(tx, actor_of(person), message.id)

    await hotline.do(outside, EndAsked(staff_id=staff_id))
    call = await hotline.call(outside)
    assert call.state.outcome == "answered"
    async with hotline.db.reading() as read:
        assert (await filed.find(read, call.id)).owner == staff_id
    assert hotline.engine.channels == {}


@pytest.mark.article("R4.3")
async def test_nobody_there_when_called_back_leaves_the_promise_open(hotline: Hotline) -> None:
    channel = await hotline.waiting()
    await hotline.advance(20)
    await hotline.hang_up(channel)
    staff_id = await hotline.hired("0101")
    async with hotline.db.deed() as tx:
        [message] = await messages.inbox(tx, CITYWIDE)
        [person] = (await people.staff_by_ids(tx, [staff_id])).values()
        shown = await dialling.dial_message(tx, actor_of(person), message.id)
    await hotline.run()
    await hotline.pick_up(staff_id)
    hotline.engine.put_down(f"to-{shown.id}", "busy")
    await hotline.run()
    assert (await hotline.call(f"to-{shown.id}")).state.outcome == "unreached"
    assert (await hotline.hall.seat(staff_id)).held == 0
    async with hotline.db.reading() as read:
        [owed] = await messages.mine(read, staff_id)
    assert owed.id == message.id
