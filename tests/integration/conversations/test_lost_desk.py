"""A consultant whose desk goes silent: what they held finds somebody else, and nothing is left behind."""

import pytest

from helpline.conversations.commands import queueing
from helpline.conversations.commands.moves import Move, apply_one
from helpline.conversations.flow.happenings import TimePassed
from helpline.conversations.model import Phase
from helpline.routing import queries as routing
from helpline.routing.commands import clocks
from tests.support.service import Service


@pytest.mark.article("R4.2")
async def test_a_lost_desks_dialogue_waits_first_in_line_and_the_taxpayer_is_told(service: Service) -> None:
    taxpayer, _, conversation = await service.serves("0101")
    await service.sits("0102", "break")
    _, other = await service.waits()
    service.vanishes("0101")

    await service.says(taxpayer, conversation, "在吗？")
    await service.pass_time(15 + 60)
    await service.sits("0102")

    found = await service.look(conversation)
    assert (found.state.phase, found.state.consultant) == (Phase.WAITING, None)
    assert "requeued" in await service.notices(conversation)
    offered = await service.offers("0102")
    assert offered[0].work_id == conversation
    assert other in {offer.work_id for offer in offered}


@pytest.mark.article("R4.2")
async def test_a_desk_that_comes_back_within_a_minute_keeps_its_dialogue(service: Service) -> None:
    _, wang, conversation = await service.serves("0101")
    service.vanishes("0101")

    await service.pass_time(50)
    await service.sits("0101")
    await service.pass_time(120)

    found = await service.look(conversation)
    assert (found.state.phase, found.state.consultant) == (Phase.ACTIVE, wang.id)


@pytest.mark.article("R4.2")
async def test_who_left_just_when_the_desk_was_lost_leaves_nothing_in_the_queue(service: Service) -> None:
    """Routing took the work back; the dialogue has not heard of it yet when the taxpayer ends it."""
    taxpayer, _, conversation = await service.serves("0101")
    await _lose(service, "0101")

    await service.leaves(taxpayer, conversation)
    await service.house.settle()
    await service.sits("0102")

    assert await service.offers("0102") == []
    async with service.db.reading() as read:
        work = await routing.waiting(read, conversation)
    assert work is not None
    assert work.state == "left"
    assert (await service.look(conversation)).state.phase is Phase.ENDED


@pytest.mark.article("R4.2")
async def test_a_promise_that_runs_out_just_when_the_desk_was_lost_gives_it_back_once(
    service: Service,
) -> None:
    await service.sits("0101")
    _, conversation = await service.waits()
    await service.takes("0101")
    await service.pass_time(30)
    await _lose(service, "0101")

    due = (await service.look(conversation)).state.clock
    assert due is not None
    service.house.clock.advance(due.due_at - due.started_at)
    async with service.db.deed() as tx:
        await apply_one(tx, Move(conversation_id=conversation, event=TimePassed()))
    await service.house.settle()

    assert (await service.notices(conversation)).count("requeued") == 1
    async with service.db.reading() as read:
        work = await routing.waiting(read, conversation)
    assert work is not None
    assert (work.state, work.holder) == ("waiting", None)


@pytest.mark.article("R5.3")
async def test_what_another_took_before_the_news_of_the_loss_came_stays_with_the_other(
    service: Service,
) -> None:
    await service.serves("0101")
    await service.pass_time(1)
    li = await service.sits("0102")
    await _lose(service, "0101")
    [offer] = await service.offers("0102")
    async with service.db.deed() as tx:
        await queueing.claim(tx, offer.offer_id, li.id, li.label)

    await service.house.settle()

    found = await service.look(offer.work_id)
    assert (found.state.phase, found.state.consultant) == (Phase.ACTIVE, li.id)
    assert (await service.case(offer.work_id)).owner == li.id


@pytest.mark.article("R4.2")
async def test_a_late_reply_of_who_lost_it_is_refused_and_said_to_nobody(service: Service) -> None:
    _, wang, conversation = await service.serves("0101")
    await _lose(service, "0101")
    await service.house.settle()

    with pytest.raises(Exception, match="不在您的范围内"):
        await service.says(wang, conversation, "我回来了")

    assert "我回来了" not in await service.texts(conversation)


async def _lose(service: Service, number: str) -> None:
    """The desk's time is over, and the news of it are not heard yet."""
    staff_id = service.city[number].id
    service.vanishes(number)
    async with service.db.deed() as tx:
        await tx.execute(
            "update seat set lost_at = $2, lease_until = null, presence = 'away' where staff_id = $1",
            staff_id,
            tx.now,
        )
        await clocks.requeue_lost(tx, staff_id, tx.now)
