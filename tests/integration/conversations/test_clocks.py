"""Article 4 on a running house: every clock fires at its second, also when the house was down in between."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.conversations.commands import waiting
from helpline.conversations.model import Phase
from helpline.deadlines import queries as deadlines
from helpline.kit.db import Database
from tests.support.house import House
from tests.support.service import Service


@pytest.fixture
async def down(dsn: str, service: Service) -> AsyncIterator[Database]:
    """Another process on the same database, started after the first has died."""
    database = await Database.open(dsn, service.house.clock)
    yield database
    await database.close()


async def breaches(service: Service) -> list[tuple[str, UUID, float]]:
    """Kind, who, and how many seconds after the promise was due it was recorded."""
    rows = await service.rows("select kind, staff_id, due_at, at from breach order by at")
    return [(row["kind"], row["staff_id"], (row["at"] - row["due_at"]).total_seconds()) for row in rows]


async def restart(service: Service, down: Database, after: float) -> None:
    """Everything stands still for so long; then a new house looks at the database."""
    service.house.clock.advance(timedelta(seconds=after))
    await House(down, service.house.clock).settle()


@pytest.mark.article("R4.2")
async def test_an_unanswered_dialogue_is_recorded_at_thirty_seconds_and_given_on_at_sixty(
    service: Service,
) -> None:
    wang, li = await service.sits("0101"), service.city["0102"].id
    _, conversation = await service.waits()
    await service.takes("0101")
    await service.sits("0102")

    await service.pass_time(29)
    assert await breaches(service) == []
    await service.pass_time(1)
    assert await breaches(service) == [("first_response", wang.id, 0)]
    await service.pass_time(30)

    found = await service.look(conversation)
    assert (found.state.phase, found.state.consultant) == (Phase.WAITING, None)
    assert await service.offers("0101") == []
    [offer] = await service.offers("0102")
    assert offer.work_id == conversation
    assert await service.takes("0102") == conversation
    stints = await service.rows("select staff_id, why, first_reply_at from stint order by taken_at")
    assert [(row["staff_id"], row["why"]) for row in stints] == [(wang.id, "unanswered"), (li, None)]


@pytest.mark.article("R4.2")
async def test_a_promise_that_ran_out_while_the_house_was_down_is_recorded_when_it_is_up_again(
    service: Service, down: Database
) -> None:
    wang = await service.sits("0101")
    _, conversation = await service.waits()
    await service.takes("0101")

    await restart(service, down, after=40)

    assert await breaches(service) == [("first_response", wang.id, 10)]
    assert (await service.look(conversation)).state.phase is Phase.ACTIVE


@pytest.mark.article("R4.2")
async def test_after_a_long_time_down_an_unanswered_dialogue_waits_first_in_line_at_once(
    service: Service, down: Database
) -> None:
    wang = await service.sits("0101")
    _, conversation = await service.waits()
    await service.takes("0101")

    await restart(service, down, after=600)

    assert [kind for kind, *_ in await breaches(service)] == ["first_response"]
    found = await service.look(conversation)
    assert found.state.phase is Phase.WAITING
    [stint] = await service.rows("select staff_id, ended_at from stint")
    assert stint["staff_id"] == wang.id
    assert stint["ended_at"] is not None


@pytest.mark.article("R4.4")
async def test_a_consultants_silence_runs_its_whole_course_to_the_second(service: Service) -> None:
    taxpayer, wang, conversation = await service.serves()
    await service.says(taxpayer, conversation, "提示密码错误")

    await service.pass_time(119)
    assert await breaches(service) == []
    await service.pass_time(1)
    assert await breaches(service) == [("consultant_silence", wang.id, 0)]
    assert (await service.look(conversation)).state.wait_question is not None
    await service.pass_time(60)
    assert (await service.look(conversation)).state.wait_question is None
    await service.pass_time(179)
    assert len(await breaches(service)) == 1
    await service.pass_time(1)

    assert (await breaches(service))[1:] == [("wait_promise", wang.id, 0)]
    found = await service.look(conversation)
    assert found.state.phase is Phase.WAITING
    assert await service.offers("0101") == []


@pytest.mark.article("R4.4")
@pytest.mark.parametrize("away", [100, 130, 500], ids=["before it", "just after", "long after"])
async def test_a_silence_is_kept_over_a_restart(service: Service, down: Database, away: float) -> None:
    taxpayer, wang, conversation = await service.serves()
    await service.says(taxpayer, conversation, "提示密码错误")

    await restart(service, down, after=away)
    later = House(down, service.house.clock)
    await later.advance(timedelta(seconds=max(0, 120 - away)))

    assert await breaches(service) == [("consultant_silence", wang.id, max(0, away - 120))]
    assert (await service.look(conversation)).state.wait_question is not None


@pytest.mark.article("R4.4")
async def test_a_promised_wait_has_its_own_end(service: Service) -> None:
    taxpayer, wang, conversation = await service.serves()
    await service.says(taxpayer, conversation, "提示密码错误")
    async with service.db.deed() as tx:
        await waiting.ask_to_wait(tx, conversation, wang, 5, "")
    await service.pass_time(10)
    await service.chooses(taxpayer, conversation, "wait")

    await service.pass_time(299)
    assert await breaches(service) == []
    await service.pass_time(1)

    assert await breaches(service) == [("wait_promise", wang.id, 0)]


@pytest.mark.article("R4.5")
async def test_a_taxpayers_silence_is_reminded_at_four_minutes_and_ended_at_five(service: Service) -> None:
    _, _, conversation = await service.serves()

    await service.pass_time(239)
    assert "reminder" not in await service.notices(conversation)
    await service.pass_time(1)
    assert (await service.notices(conversation))[-1] == "reminder"
    await service.pass_time(59)
    assert (await service.look(conversation)).state.phase is Phase.ACTIVE
    await service.pass_time(1)

    found = await service.look(conversation)
    assert (found.state.phase, found.state.end_reason) == (Phase.ENDED, "taxpayer_silent")
    assert (await service.notices(conversation))[-1] == "closing"
    assert await breaches(service) == []


@pytest.mark.article("R4.5")
async def test_after_a_restart_the_taxpayer_is_reminded_first_and_has_the_full_minute(
    service: Service, down: Database
) -> None:
    _, _, conversation = await service.serves()

    await restart(service, down, after=3600)

    assert (await service.notices(conversation))[-1] == "reminder"
    later = House(down, service.house.clock)
    await later.advance(timedelta(seconds=59))
    assert (await service.look(conversation)).state.phase is Phase.ACTIVE
    await later.advance(timedelta(seconds=1))
    assert (await service.look(conversation)).state.phase is Phase.ENDED


@pytest.mark.article("R4.5")
async def test_a_word_of_the_taxpayer_in_the_last_second_keeps_the_dialogue(service: Service) -> None:
    taxpayer, _, conversation = await service.serves()
    await service.pass_time(299)

    await service.says(taxpayer, conversation, "在的")
    await service.pass_time(30)

    found = await service.look(conversation)
    assert found.state.clock is not None
    assert found.state.clock.kind == "consultant_silence"


@pytest.mark.article("R4.5")
async def test_a_talk_with_the_assistant_ends_after_half_an_hour_and_its_case_with_it(
    service: Service,
) -> None:
    conversation = await service.asks(await service.visitor())

    await service.pass_time(1800)

    assert (await service.look(conversation)).state.phase is Phase.ENDED
    assert (await service.case(conversation)).outcome == "left"


async def test_a_dialogue_runs_one_clock_row_and_none_after_its_end(service: Service) -> None:
    taxpayer, consultant, conversation = await service.serves()
    for turn in range(3):
        await service.says(taxpayer, conversation, f"第{turn}问")
        await service.pass_time(20)
        await service.says(consultant, conversation, f"第{turn}答")
    async with service.db.reading() as read:
        [clock] = await deadlines.running(read, [conversation])
    assert clock.due_at == service.house.clock.now() + timedelta(seconds=240)

    await service.leaves(taxpayer, conversation)

    async with service.db.reading() as read:
        assert await deadlines.running(read, [conversation]) == []


async def test_the_news_of_a_clock_heard_twice_counts_once(service: Service) -> None:
    _, wang, conversation = await service.serves()
    await service.pass_time(240)

    async with service.db.deed() as tx:
        await waiting.hear_time(tx, conversation, service.house.clock.now())

    assert (await service.notices(conversation)).count("reminder") == 1
    assert (await service.look(conversation)).state.consultant == wang.id


async def test_a_hearer_whose_clock_runs_behind_loses_no_clock(service: Service) -> None:
    """The row of the clock is spent when it fires: were the news of it passed over, nothing would ever fire again."""
    _, _, conversation = await service.serves()
    due = service.house.clock.now() + timedelta(seconds=240)
    service.house.clock.advance(timedelta(seconds=239))

    async with service.db.deed() as tx:
        await waiting.hear_time(tx, conversation, due)

    assert (await service.notices(conversation))[-1] == "reminder"
