"""R4.4: 'answer later' is a task with an owner and a deadline by the working calendar, and it is answered."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from helpline.cases import commands, queries
from helpline.cases.events import FollowUpAnswered, FollowUpOverdue
from helpline.cases.model import Classification, FollowUp
from helpline.conversations.commands import waiting
from helpline.conversations.flow.turn import AlreadyEnded
from helpline.conversations.model import Author, Phase
from helpline.deadlines import queries as deadlines
from helpline.desk import promises
from helpline.kit.clock import SHANGHAI
from helpline.kit.facts import Fact
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Invalid, NotFound
from helpline.knowledge import queries as knowledge
from tests.support.people import actor_of
from tests.support.service import Service

FRIDAY_EVENING = datetime(2026, 11, 13, 18, 30, tzinfo=SHANGHAI)
TUESDAY_CLOSE = datetime(2026, 11, 17, 21, 0, tzinfo=SHANGHAI)


async def promised(service: Service, phone: str | None = None) -> tuple[Author, Author, FollowUp]:
    """A taxpayer who chose 'later', the consultant who owes it, and the promise."""
    taxpayer, wang, conversation = await service.serves()
    async with service.db.deed() as tx:
        await waiting.ask_to_wait(tx, conversation, wang, None, "")
    await service.chooses(taxpayer, conversation, "later", phone)
    async with service.db.reading() as read:
        follow_up = (await queries.follow_ups_of(read, [conversation]))[conversation]
    return taxpayer, wang, follow_up


async def answers(service: Service, author: Author, follow_up: FollowUp, text: str = "查到了") -> None:
    async with service.db.deed() as tx:
        await commands.answer_follow_up(tx, follow_up.id, author, text)
    await service.house.settle()


async def facts(service: Service, kind: type[Fact]) -> list[Fact]:
    rows = await service.rows("select payload from outbox where name = $1 order by id", kind.name)
    return [msgspec.json.decode(row["payload"], type=kind) for row in rows]


@pytest.mark.article("R4.4")
async def test_later_makes_a_task_with_the_consultant_as_owner_and_a_deadline(service: Service) -> None:
    _, wang, follow_up = await promised(service)

    found = await service.look(follow_up.conversation_id or new_id())
    assert (follow_up.owner, follow_up.promised_at) == (wang.id, service.house.clock.now())
    assert follow_up.due_at == datetime(2026, 11, 12, 21, 0, tzinfo=SHANGHAI)
    assert (found.state.phase, found.state.end_reason) == (Phase.ENDED, "later")
    assert found.state.follow_up_due == follow_up.due_at
    assert (await service.case(found.id)).outcome == "later"
    async with service.db.reading() as read:
        [clock] = await deadlines.running(read, [follow_up.id])
    assert (clock.due_at, clock.owner) == (follow_up.due_at, wang.id)


@pytest.mark.article("R4.4")
async def test_what_is_promised_on_friday_evening_is_due_on_tuesday_at_close(service: Service) -> None:
    service.house.clock.set(FRIDAY_EVENING)

    _, _, follow_up = await promised(service)

    assert follow_up.due_at == TUESDAY_CLOSE


@pytest.mark.article("R4.4")
async def test_the_holidays_do_not_count(service: Service) -> None:
    service.house.clock.set(datetime(2026, 9, 29, 10, 0, tzinfo=SHANGHAI))

    _, _, follow_up = await promised(service)

    assert follow_up.due_at == datetime(2026, 10, 8, 21, 0, tzinfo=SHANGHAI)


@pytest.mark.article("R4.4")
async def test_the_answer_reaches_the_taxpayer_where_the_question_was_asked(service: Service) -> None:
    _, wang, follow_up = await promised(service)
    conversation = follow_up.conversation_id or new_id()
    service.house.clock.advance(timedelta(hours=3))

    await answers(service, wang, follow_up, "查到了：请先更新客户端。")

    assert (await service.texts(conversation))[-1] == "查到了：请先更新客户端。"
    found = await service.look(conversation)
    assert (found.state.phase, found.state.follow_up_due) == (Phase.ENDED, None)
    assert found.state.seq > found.read_taxpayer
    async with service.db.reading() as read:
        assert await queries.open_follow_ups(read, wang.id) == []
        assert await deadlines.running(read, [follow_up.id]) == []
        kept = (await queries.follow_ups_of(read, [conversation]))[conversation]
    assert (kept.answer, kept.answered_at) == ("查到了：请先更新客户端。", service.house.clock.now())
    [told] = await facts(service, FollowUpAnswered)
    assert isinstance(told, FollowUpAnswered)
    assert told.in_time


@pytest.mark.article("R4.4")
async def test_an_overdue_promise_is_flagged_once_told_and_still_owed(service: Service) -> None:
    _, wang, follow_up = await promised(service)

    await service.house.advance(follow_up.due_at - service.house.clock.now())
    async with service.db.deed() as tx:
        await commands.mark_overdue(tx, follow_up.id, follow_up.due_at)

    async with service.db.reading() as read:
        [owed] = await queries.open_follow_ups(read, wang.id)
    assert owed.overdue_at == follow_up.due_at
    told = await facts(service, FollowUpOverdue)
    assert [(each.owner, each.due_at) for each in told if isinstance(each, FollowUpOverdue)] == [
        (wang.id, follow_up.due_at)
    ]
    service.house.clock.advance(timedelta(seconds=1))
    await answers(service, wang, follow_up)
    [answered] = await facts(service, FollowUpAnswered)
    assert isinstance(answered, FollowUpAnswered)
    assert not answered.in_time


@pytest.mark.article("R4.4")
async def test_what_was_answered_in_time_is_never_overdue(service: Service) -> None:
    _, wang, follow_up = await promised(service)
    await answers(service, wang, follow_up)

    await service.house.advance(timedelta(days=7))

    assert await facts(service, FollowUpOverdue) == []


@pytest.mark.article("R4.4")
async def test_nobody_else_answers_nobody_answers_twice_and_nobody_with_nothing(service: Service) -> None:
    _, wang, follow_up = await promised(service)

    with pytest.raises(NotFound):
        await answers(service, service.consultant("0102"), follow_up)
    with pytest.raises(Invalid):
        await answers(service, wang, follow_up, "   ")
    with pytest.raises(NotFound):
        await answers(service, wang, msgspec.structs.replace(follow_up, id=new_id()))
    await answers(service, wang, follow_up)
    with pytest.raises(Conflict, match="已经答复"):
        await answers(service, wang, follow_up, "再答一次")


@pytest.mark.article("R4.4")
async def test_a_promised_case_is_closed_as_promised_and_not_as_answered(service: Service) -> None:
    _, wang, follow_up = await promised(service)
    await _classify(service, wang, follow_up.case_id)

    with pytest.raises(Conflict, match="尚未答复"):
        async with service.db.deed() as tx:
            await commands.close(tx, follow_up.case_id, wang, "answered")
    async with service.db.deed() as tx:
        await commands.close(tx, follow_up.case_id, wang, "later")

    assert (await service.case(follow_up.case_id)).outcome == "later"
    await answers(service, wang, follow_up)


@pytest.mark.article("R4.4")
async def test_nothing_is_closed_as_later_without_a_promise(service: Service) -> None:
    _, wang, conversation = await service.serves()
    await _classify(service, wang, conversation)

    with pytest.raises(Conflict, match="没有约定"):
        async with service.db.deed() as tx:
            await commands.close(tx, conversation, wang, "later")


@pytest.mark.article("R18.1")
async def test_the_desk_lists_what_is_owed_by_due_time_masked(service: Service) -> None:
    _, wang, first = await promised(service, phone="13812345678")
    await service.house.advance(timedelta(days=1))
    _, _, second = await promised(service)

    async with service.db.reading() as read:
        owed = await promises.of(read, actor_of(service.city["0101"]))

    assert [each.conversation for each in owed] == [first.conversation_id, second.conversation_id]
    assert (owed[0].phone, owed[0].due_words, owed[0].overdue) == ("138****5678", "明日 21:00 前", False)
    assert owed[0].owner == wang.label


@pytest.mark.article("R4.4")
async def test_the_promise_is_made_once_however_often_it_is_chosen(service: Service) -> None:
    taxpayer, wang, follow_up = await promised(service)

    with pytest.raises(AlreadyEnded):
        await service.chooses(taxpayer, follow_up.conversation_id or new_id(), "later")

    async with service.db.reading() as read:
        assert len(await queries.open_follow_ups(read, wang.id)) == 1


async def _classify(service: Service, author: Author, case: UUID) -> None:
    async with service.db.deed() as tx:
        topic = (await knowledge.topics(tx))[0].code
        filled = Classification(system="etax_bureau", kind="operation", topic=topic)
        await commands.classify(tx, case, author.id, filled)
