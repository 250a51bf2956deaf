"""Every message binds a person to answer it, so one visitor leaves so many a day."""

import asyncio
from datetime import timedelta

import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.messages.rules import TooMany
from tests.support.messages import leave

MOST = 10


@pytest.mark.article("R6.2")
async def test_a_visitor_leaves_so_many_messages_a_day(db: Database, clock: VirtualClock) -> None:
    visitor = new_id()
    for _ in range(MOST):
        await leave(db, visitor)

    with pytest.raises(TooMany) as refused:
        await leave(db, visitor)

    assert (refused.value.status, refused.value.message) == (
        429,
        "您今天已留言 10 条，我们会逐条答复。其他问题请明天再留言，或在线咨询。",
    )
    clock.advance(timedelta(hours=9, minutes=59))
    with pytest.raises(TooMany):
        await leave(db, visitor)
    clock.advance(timedelta(minutes=1))
    assert await leave(db, visitor), "a new day in Shanghai"


async def test_the_limit_of_messages_is_each_visitors_own(db: Database) -> None:
    flood = new_id()
    for _ in range(MOST):
        await leave(db, flood)

    assert await leave(db, new_id())


async def test_a_message_sent_again_is_acknowledged_though_the_limit_is_reached(db: Database) -> None:
    visitor = new_id()
    for _ in range(MOST - 1):
        await leave(db, visitor)
    last = await leave(db, visitor)

    assert (await leave(db, visitor, client_id=last.client_id)).id == last.id


async def test_the_limit_holds_when_many_are_left_at_once(db: Database) -> None:
    visitor = new_id()

    left = await asyncio.gather(*(leave(db, visitor) for _ in range(MOST + 4)), return_exceptions=True)

    assert sum(isinstance(each, TooMany) for each in left) == 4
