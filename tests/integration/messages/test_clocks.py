"""R6.2: read within one working day, answered within two; both clocks start when the message is left."""

import asyncio
from datetime import datetime, timedelta

import msgspec
import pytest

from helpline.deadlines import queries as deadlines
from helpline.kit.clock import SHANGHAI, VirtualClock, shanghai
from helpline.kit.db import Database
from helpline.messages import commands
from helpline.messages.events import MessageOverdue
from helpline.messages.model import Message
from tests.support.house import House
from tests.support.messages import consultant, leave, now_of
from tests.support.people import City, a_city

pytestmark = pytest.mark.article("R6.2")


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


async def _overdue(db: Database) -> list[MessageOverdue]:
    async with db.reading() as read:
        rows = await read.fetch(
            "select payload from outbox where name = 'messages.MessageOverdue' order by id"
        )
    return [msgspec.json.decode(row["payload"], type=MessageOverdue) for row in rows]


async def _ends(db: Database, message: Message) -> dict[str, str | None]:
    async with db.reading() as read:
        rows = await read.fetch("select kind, outcome from deadline where subject = $1", message.id)
    return {row["kind"]: row["outcome"] for row in rows}


@pytest.mark.parametrize(
    ("left_at", "read_due", "answer_due"),
    [
        (_at(11, 10, 14), _at(11, 11, 21), _at(11, 12, 21)),
        (_at(11, 13, 20), _at(11, 16, 21), _at(11, 17, 21)),
        (_at(11, 14, 10), _at(11, 16, 21), _at(11, 17, 21)),
        (_at(2, 14, 22), _at(2, 24, 21), _at(2, 25, 21)),
        (_at(9, 19, 12), _at(9, 20, 21), _at(9, 21, 21)),
    ],
    ids=["tuesday", "friday evening", "saturday", "before the spring festival", "made-up sunday"],
)
async def test_both_clocks_count_working_days_from_the_day_it_was_left(
    db: Database, clock: VirtualClock, left_at: datetime, read_due: datetime, answer_due: datetime
) -> None:
    clock.set(left_at)

    message = await leave(db)

    assert (shanghai(message.read_due_at), shanghai(message.answer_due_at)) == (read_due, answer_due)
    async with db.reading() as read:
        running = await deadlines.running(read, [message.id])
    assert [(each.kind, each.due_at, each.started_at) for each in running] == [
        ("messages.read", read_due, left_at),
        ("messages.answer", answer_due, left_at),
    ]


async def test_each_clock_missed_is_marked_at_its_second(
    db: Database, house: House, clock: VirtualClock
) -> None:
    message = await leave(db)

    await house.advance(message.read_due_at - clock.now() - timedelta(microseconds=1))
    assert await _overdue(db) == []
    await house.advance(timedelta(microseconds=1))
    assert [(each.clock, each.owner) for each in await _overdue(db)] == [("read", None)]
    await house.advance(timedelta(days=3))

    now = await now_of(db, message)
    assert (now.read_overdue_at, now.answer_overdue_at) == (message.read_due_at, message.answer_due_at)
    assert [each.clock for each in await _overdue(db)] == ["read", "answer"]


async def test_both_clocks_kept_are_never_marked(db: Database, house: House, city: City) -> None:
    message = await leave(db)
    await house.advance(timedelta(hours=1))
    async with db.deed() as tx:
        await commands.read(tx, message.id, consultant(city["0101"]))
    await house.advance(timedelta(hours=1))
    async with db.deed() as tx:
        await commands.answer(tx, message.id, consultant(city["0101"]), "请清理浏览器缓存后再试。")
    await house.advance(timedelta(days=30))

    assert await _overdue(db) == []
    assert await _ends(db, message) == {"messages.read": "kept", "messages.answer": "kept"}


async def test_reading_does_not_move_the_answers_clock(db: Database, house: House, city: City) -> None:
    message = await leave(db)
    await house.advance(timedelta(days=1))
    async with db.deed() as tx:
        await commands.read(tx, message.id, consultant(city["0101"]))

    async with db.reading() as read:
        [running] = await deadlines.running(read, [message.id])
    assert (running.kind, running.due_at, running.started_at, running.owner) == (
        "messages.answer",
        message.answer_due_at,
        message.left_at,
        city["0101"].id,
    )
    await house.advance(timedelta(days=3))
    assert [(each.clock, each.owner) for each in await _overdue(db)] == [("answer", city["0101"].id)]


async def test_reading_late_does_not_count_as_kept_even_before_the_ticker_looks(
    db: Database, house: House, clock: VirtualClock, city: City
) -> None:
    message = await leave(db)
    clock.set(message.read_due_at + timedelta(minutes=1))

    async with db.deed() as tx:
        await commands.read(tx, message.id, consultant(city["0101"]))
    await house.settle()

    assert (await _ends(db, message))["messages.read"] == "missed"
    assert [each.clock for each in await _overdue(db)] == ["read"]


async def test_answering_after_both_deadlines_leaves_both_marks(
    db: Database, house: House, city: City
) -> None:
    message = await leave(db)
    await house.advance(timedelta(days=5))

    async with db.deed() as tx:
        await commands.answer(tx, message.id, consultant(city["0101"]), "请清理浏览器缓存后再试。")
    await house.advance(timedelta(days=5))

    assert [each.clock for each in await _overdue(db)] == ["read", "answer"]
    assert await _ends(db, message) == {"messages.read": "missed", "messages.answer": "missed"}


async def test_a_missed_clock_told_twice_is_marked_once_and_one_not_over_never(
    db: Database, house: House
) -> None:
    message = await leave(db)
    await house.advance(timedelta(days=1, hours=12))

    async with db.deed() as tx:
        await commands.mark_overdue(tx, message.id, "read")
        await commands.mark_overdue(tx, message.id, "answer")

    assert [each.clock for each in await _overdue(db)] == ["read"]


async def test_a_late_fact_does_not_mark_what_was_kept(db: Database, clock: VirtualClock, city: City) -> None:
    message = await leave(db)
    async with db.deed() as tx:
        await commands.read(tx, message.id, consultant(city["0101"]))
    clock.set(message.read_due_at)

    async with db.deed() as tx:
        await commands.mark_overdue(tx, message.id, "read")

    assert await _overdue(db) == []


async def test_reading_at_the_very_deadline_is_in_time(db: Database, clock: VirtualClock, city: City) -> None:
    message = await leave(db)
    clock.set(message.read_due_at)
    async with db.deed() as tx:
        await commands.read(tx, message.id, consultant(city["0101"]))

    await House(db, clock).advance(timedelta(hours=1))

    assert await _overdue(db) == []
    assert (await _ends(db, message))["messages.read"] == "kept"


async def test_two_tickers_mark_once(db: Database, clock: VirtualClock) -> None:
    message = await leave(db)
    clock.set(message.answer_due_at)

    await asyncio.gather(House(db, clock).settle(), House(db, clock).settle())
    await House(db, clock).settle()

    assert sorted(each.clock for each in await _overdue(db)) == ["answer", "read"]
