"""The answer to a message that was left from a conversation is told there, too."""

from uuid import UUID

import pytest

from helpline.cases import jobs
from helpline.conversations import queries as conversations
from helpline.conversations.commands import opening
from helpline.conversations.commands.opening import Opening
from helpline.conversations.model import PostChange, Slice, Text
from helpline.kit.db import Database
from helpline.kit.facts import decode
from helpline.kit.ids import new_id
from helpline.messages import commands as messages
from helpline.messages.model import Message
from helpline.regulation.queries import terms_on
from tests.support.feedback import an_ended
from tests.support.house import House
from tests.support.messages import consultant, leave
from tests.support.people import City, a_city

ANSWER = "请在【设置】里清除缓存后重新登录。"


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


async def _answer(db: Database, house: House, message: Message, city: City, text: str = ANSWER) -> None:
    async with db.deed() as tx:
        await messages.answer(tx, message.id, consultant(city["0101"]), text)
    await house.settle()


async def _said(db: Database, conversation_id: UUID) -> Slice:
    async with db.reading() as read:
        found = await conversations.find(read, conversation_id)
        return await conversations.slice_after(read, found, 0)


@pytest.mark.article("R6.2")
async def test_the_answer_stands_where_the_message_was_left(db: Database, house: House, city: City) -> None:
    ended = await an_ended(db)
    message = await leave(db, ended.author.id, conversation=ended.id)
    await house.settle()

    await _answer(db, house, message, city)

    [change] = (await _said(db, ended.id)).changes
    assert isinstance(change, PostChange)
    assert (change.by, change.name) == ("consultant", "0101 号咨询员")
    assert change.content == Text(text=f"您的留言（{message.number}）已答复：\n{ANSWER}")


async def test_heard_twice_the_answer_is_said_once(db: Database, house: House, city: City) -> None:
    ended = await an_ended(db)
    message = await leave(db, ended.author.id, conversation=ended.id)
    await house.settle()
    await _answer(db, house, message, city)

    async with db.deed() as tx:
        [fact] = await tx.fetch("select payload from outbox where name = 'messages.MessageAnswered'")
        await jobs.tell_answer(tx, decode("messages.MessageAnswered", fact["payload"]))

    assert (await _said(db, ended.id)).seq == 1


async def test_an_answer_of_the_longest_allowed_length_arrives_whole(
    db: Database, house: House, city: City
) -> None:
    ended = await an_ended(db)
    message = await leave(db, ended.author.id, conversation=ended.id)
    await house.settle()
    async with db.reading() as read:
        most = (await terms_on(read, read.now)).post_max_chars

    await _answer(db, house, message, city, "答" * most)

    [change] = (await _said(db, ended.id)).changes
    assert isinstance(change, PostChange)
    assert isinstance(change.content, Text)
    assert change.content.text.count("答") == most + 1


async def test_a_conversation_that_goes_on_is_not_talked_into(db: Database, house: House, city: City) -> None:
    async with db.deed() as tx:
        visit = await opening.welcome(tx)
        first = Opening(client_id=new_id(), text="怎么退税？")
        running = await opening.open_conversation(tx, visit.visitor_id, first)
    await house.settle()
    before = (await _said(db, running)).seq
    message = await leave(db, visit.visitor_id, conversation=running)
    await house.settle()

    await _answer(db, house, message, city)

    assert (await _said(db, running)).seq == before


@pytest.mark.article("R18.1")
async def test_an_answer_is_not_told_in_somebody_elses_conversation(
    db: Database, house: House, city: City
) -> None:
    ended = await an_ended(db)
    message = await leave(db, new_id(), conversation=ended.id)

    await _answer(db, house, message, city)

    assert (await _said(db, ended.id)).changes == []


@pytest.mark.article("R4.4")
async def test_the_answer_to_a_message_does_not_settle_what_was_promised_for_later(
    db: Database, house: House, city: City
) -> None:
    ended = await an_ended(db, city["0101"].id)
    async with db.deed() as tx:
        promised = '{"follow_up_due": "2026-11-12T13:00:00Z"}'
        sql = "update conversation set flow = (flow::jsonb || $2::text::jsonb)::text where id = $1"
        await tx.execute(sql, ended.id, promised)
    message = await leave(db, ended.author.id, conversation=ended.id)
    await house.settle()

    await _answer(db, house, message, city)

    assert (await _said(db, ended.id)).state.follow_up_due is not None
