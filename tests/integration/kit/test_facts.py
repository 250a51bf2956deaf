"""Facts reach their listeners at least once, and a failing listener costs nobody else anything."""

from datetime import timedelta

import pytest

from helpline.kit.db import Database, Tx
from helpline.kit.facts import LISTENERS, Fact, listener_name
from helpline.kit.worker import Worker


class Told(Fact, frozen=True, kw_only=True):
    word: str


heard: list[str] = []


async def hear(_tx: Tx, fact: Told) -> None:
    heard.append(fact.word)


async def choke(_tx: Tx, fact: Told) -> None:
    if len(heard) < 2:
        raise RuntimeError(f"not yet: {fact.word}")


@pytest.fixture(autouse=True)
def listeners() -> None:
    heard.clear()
    LISTENERS[Told.name] = [hear]


async def test_a_committed_fact_is_heard_once(db: Database) -> None:
    async with db.deed() as tx:
        tx.announce(Told(word="开"))

    await Worker(db).drain()
    await Worker(db).drain()

    assert heard == ["开"]


async def test_a_fact_of_a_failed_deed_is_never_heard(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.deed() as tx:
            tx.announce(Told(word="空"))
            raise ZeroDivisionError

    await Worker(db).drain()

    assert heard == []


async def test_a_failing_listener_is_parked_and_tried_again(db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    LISTENERS[Told.name] = [choke, hear]
    async with db.deed() as tx:
        tx.announce(Told(word="一"))
    await Worker(db).drain()
    assert heard == ["一"]
    async with db.reading() as read:
        parked = await read.fetchval("select listener from parked_delivery")
    assert parked == listener_name(choke)

    heard.append("二")
    clock.advance(timedelta(seconds=3))
    await Worker(db).drain()

    async with db.reading() as read:
        assert await read.fetchval("select count(*) from parked_delivery") == 0
