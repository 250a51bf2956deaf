"""A message has one owner, whatever happens at once; providers never see each other's."""

import asyncio
from datetime import timedelta

import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid, NotFound
from helpline.messages import commands, queries, rules
from helpline.messages.model import Message
from helpline.people.policy import require
from tests.support.house import House
from tests.support.messages import consultant, leave, now_of
from tests.support.people import City, a_city, actor_of

ANSWER = "请清理浏览器缓存后再试。"


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


async def _read(db: Database, city: City, message: Message, number: str) -> Message:
    async with db.deed() as tx:
        return await commands.read(tx, message.id, consultant(city[number]))


async def _answer(db: Database, city: City, message: Message, number: str, text: str = ANSWER) -> Message:
    async with db.deed() as tx:
        return await commands.answer(tx, message.id, consultant(city[number]), text)


async def _inbox(db: Database, city: City, number: str) -> list[str]:
    async with db.reading() as read:
        found = await queries.inbox(read, require(actor_of(city[number]), "message.read"))
    return [each.number for each in found]


@pytest.mark.article("R4.1")
async def test_a_message_sent_twice_is_left_once(db: Database) -> None:
    visitor, client_id = new_id(), new_id()

    first, second = await asyncio.gather(*(leave(db, visitor, client_id=client_id) for _ in range(2)))
    third = await leave(db, visitor, client_id=client_id)

    assert first == second == third
    async with db.reading() as read:
        assert await read.fetchval("select last from message_number") == 1


@pytest.mark.article("R4.3")
async def test_who_asks_to_be_called_back_needs_no_words_and_is_listed_as_such(
    db: Database, city: City
) -> None:
    asked = await leave(db, text=" ", wish="callback")

    async with db.reading() as read:
        [shown] = await queries.staff_messages(read, [asked], city["0101"].id)

    assert (shown.kind, shown.text) == ("callback", rules.CALL_ME)
    assert shown.due_at == asked.answer_due_at


async def test_the_same_client_id_of_another_visitor_is_another_message(db: Database) -> None:
    client_id = new_id()

    first, second = await leave(db, client_id=client_id), await leave(db, client_id=client_id)

    assert first.id != second.id


async def test_only_a_system_of_the_catalogue_is_kept(db: Database) -> None:
    known, unknown = await leave(db, system="etax_bureau"), await leave(db, system="x" * 9000)

    assert (known.system, unknown.system) == ("etax_bureau", None)


async def test_numbers_begin_anew_each_day_in_shanghai(db: Database, clock: VirtualClock) -> None:
    await leave(db)
    clock.advance(timedelta(hours=9, minutes=59))
    assert (await leave(db)).number.startswith("LY-20261110-")
    clock.advance(timedelta(minutes=1))

    assert (await leave(db)).number.startswith("LY-20261111-")
    async with db.reading() as read:
        days = await read.fetch("select last from message_number order by day")
    assert [row["last"] for row in days] == [2, 1]


async def test_a_refused_message_leaves_nothing(db: Database) -> None:
    with pytest.raises(Invalid):
        await leave(db, phone="1381234567")

    async with db.reading() as read:
        assert await read.fetchval("select count(*) from message") == 0
        assert await read.fetchval("select count(*) from deadline") == 0
        assert await read.fetchval("select count(*) from message_number") == 0


@pytest.mark.article("R5.3")
async def test_of_two_readers_at_once_exactly_one_is_the_owner(db: Database, city: City) -> None:
    message = await leave(db)
    numbers = ["0101", "0102", "0103", "0110"]

    seen = await asyncio.gather(*(_read(db, city, message, number) for number in numbers))

    assert len({each.owner for each in seen}) == 1
    async with db.reading() as read:
        [ownership] = await queries.ownerships(read, message.id)
        facts = await read.fetchval("select count(*) from outbox where name = 'messages.MessageRead'")
    assert (ownership.how, ownership.staff_id, facts) == ("read", seen[0].owner, 1)


@pytest.mark.article("R5.3")
async def test_a_colleague_answers_only_after_taking_over_by_name(
    db: Database, city: City, clock: VirtualClock
) -> None:
    message = await leave(db)
    await _read(db, city, message, "0101")

    with pytest.raises(rules.NotOwner, match="0101 号咨询员"):
        await _answer(db, city, message, "0110")
    clock.advance(timedelta(minutes=5))
    async with db.deed() as tx:
        await commands.take_over(tx, message.id, consultant(city["0110"]))
    await _answer(db, city, message, "0110")

    async with db.reading() as read:
        owners = await queries.ownerships(read, message.id)
    assert [(each.staff_id, each.how, each.from_staff) for each in owners] == [
        (city["0101"].id, "read", None),
        (city["0110"].id, "taken_over", city["0101"].id),
    ]


async def test_taking_over_ones_own_changes_nothing(db: Database, city: City) -> None:
    message = await leave(db)
    for _ in range(2):
        async with db.deed() as tx:
            await commands.take_over(tx, message.id, consultant(city["0101"]))

    async with db.reading() as read:
        assert [each.how for each in await queries.ownerships(read, message.id)] == ["read"]


async def test_answering_an_unread_message_reads_it(db: Database, city: City) -> None:
    message = await leave(db)

    answered = await _answer(db, city, message, "0101")

    assert answered.read_at == answered.answered_at
    assert answered.owner == answered.answered_by == city["0101"].id
    assert await now_of(db, message) == answered


async def test_an_answer_is_given_once(db: Database, city: City) -> None:
    message = await leave(db)
    first, again = await asyncio.gather(*(_answer(db, city, message, "0101") for _ in range(2)))
    assert first == again

    with pytest.raises(rules.AlreadyAnswered):
        await _answer(db, city, message, "0101", "另一个答复")
    with pytest.raises(rules.AlreadyAnswered):
        async with db.deed() as tx:
            await commands.take_over(tx, message.id, consultant(city["0102"]))
    async with db.reading() as read:
        assert await read.fetchval("select count(*) from outbox where name = 'messages.MessageAnswered'") == 1


async def test_an_empty_answer_is_refused(db: Database, city: City) -> None:
    message = await leave(db)

    with pytest.raises(Invalid, match="答复内容"):
        await _answer(db, city, message, "0101", " \n ")

    assert (await now_of(db, message)).read_at is None


async def test_an_unknown_message_is_told_so(db: Database, city: City) -> None:
    with pytest.raises(NotFound):
        async with db.deed() as tx:
            await commands.read(tx, new_id(), consultant(city["0101"]))


@pytest.mark.article("R14.1")
async def test_once_read_a_message_is_hidden_from_the_other_provider(db: Database, city: City) -> None:
    message = await leave(db)
    assert await _inbox(db, city, "0101") == await _inbox(db, city, "0201") == [message.number]

    await _read(db, city, message, "0101")

    assert await _inbox(db, city, "0102") == [message.number]
    assert await _inbox(db, city, "0201") == []
    with pytest.raises(NotFound):
        await _answer(db, city, message, "0201")


@pytest.mark.article("R14.1")
async def test_a_placed_message_is_its_providers_alone(db: Database, city: City) -> None:
    message = await leave(db, conversation=new_id())
    async with db.deed() as tx:
        await commands.place(tx, message.id, None, city.providers[1].id)

    assert await _inbox(db, city, "0101") == []
    assert await _inbox(db, city, "0201") == [message.number]
    assert (await now_of(db, message)).conversation_id is None


async def test_placing_does_not_take_a_message_from_who_has_read_it(db: Database, city: City) -> None:
    message = await leave(db, conversation=new_id())
    await _read(db, city, message, "0101")

    async with db.deed() as tx:
        await commands.place(tx, message.id, message.conversation_id, city.providers[1].id)

    assert (await now_of(db, message)).provider_id == city.providers[0].id


@pytest.mark.article("R14.1")
async def test_a_district_sees_its_providers_messages_and_the_city_all(db: Database, city: City) -> None:
    nobodys, first = await leave(db), await leave(db)
    await _read(db, city, first, "0101")

    assert await _inbox(db, city, "0901") == [first.number]
    assert await _inbox(db, city, "0902") == []
    assert sorted(await _inbox(db, city, "0910")) == sorted([nobodys.number, first.number])


@pytest.mark.article("R6.2")
async def test_what_runs_out_first_stands_first(
    db: Database, city: City, house: House, clock: VirtualClock
) -> None:
    read_early = await leave(db)
    await _read(db, city, read_early, "0101")
    await house.advance(timedelta(hours=1))
    unread = await leave(db)
    await house.advance(timedelta(days=1))
    newest = await leave(db)
    await _read(db, city, newest, "0102")

    # Due: to be read by Wednesday · to be answered by Thursday · to be answered by Friday.
    assert await _inbox(db, city, "0101") == [unread.number, read_early.number, newest.number]


async def test_mine_are_the_open_ones_i_answer_for(db: Database, city: City) -> None:
    mine, other, done, _unread = [await leave(db) for _ in range(4)]
    await _read(db, city, mine, "0101")
    await _read(db, city, other, "0102")
    await _answer(db, city, done, "0101")

    async with db.reading() as read:
        found = await queries.mine(read, city["0101"].id)

    assert [each.number for each in found] == [mine.number]


async def test_a_visitor_sees_the_answer_to_what_was_left(db: Database, city: City) -> None:
    visitor = new_id()
    message = await leave(db, visitor)
    await leave(db)
    await _answer(db, city, message, "0101")

    async with db.reading() as read:
        [seen] = await queries.of_visitor(read, visitor)

    assert (seen.number, seen.answer) == (message.number, ANSWER)


@pytest.mark.article("R18.1")
async def test_lists_are_masked_and_the_owner_reads_the_text_as_written(db: Database, city: City) -> None:
    text = "我的手机是13812345678，税号91310000MA1FL0Q58T，怎么登录？"
    message = await leave(db, text=text)
    await _read(db, city, message, "0101")

    async with db.reading() as read:
        found = await queries.inbox(read, require(actor_of(city["0101"]), "message.read"))
        [own] = await queries.staff_messages(read, found, city["0101"].id)
        [others] = await queries.staff_messages(read, found, city["0102"].id)

    assert (own.asker, own.phone, own.owner) == ("张*", "138****5678", "0101 号咨询员")
    assert (own.text, own.mine, others.mine) == (text, True, False)
    assert "13812345678" not in others.text + others.question + own.question
    assert (own.due_words, own.read_due_at) == ("11 月 12 日（周四）21:00 前", None)
