"""One visitor cannot crowd the others out."""

import asyncio
from datetime import timedelta

import pytest

from helpline.conversations.commands import ending, opening
from helpline.conversations.commands.opening import Opening
from helpline.conversations.model import Author, ConversationId, VisitorId
from helpline.conversations.rules import TooMany
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id

MOST = 20


async def _visitor(db: Database) -> VisitorId:
    async with db.deed() as tx:
        return (await opening.welcome(tx)).visitor_id


async def _open(db: Database, visitor: VisitorId, first: Opening | None = None) -> ConversationId:
    async with db.deed() as tx:
        return await opening.open_conversation(
            tx, visitor, first or Opening(client_id=new_id(), text="怎么退税？")
        )


async def _open_and_end(db: Database, visitor: VisitorId) -> ConversationId:
    conversation = await _open(db, visitor)
    async with db.deed() as tx:
        await ending.end(tx, conversation, Author(party="taxpayer", id=visitor), "taxpayer_left")
    return conversation


@pytest.mark.article("R4.1")
async def test_a_visitor_opens_so_many_within_an_hour_and_then_waits(
    db: Database, clock: VirtualClock
) -> None:
    visitor = await _visitor(db)
    for _ in range(MOST):
        await _open_and_end(db, visitor)
        clock.advance(timedelta(minutes=1))

    with pytest.raises(TooMany) as refused:
        await _open(db, visitor)

    assert refused.value.status == 429
    assert refused.value.message == (
        "您一小时内已发起 20 次咨询。请于 15:01 后再试；急事可以留言，或拨打 12366。"
    )
    clock.advance(timedelta(minutes=40))
    assert await _open(db, visitor)


@pytest.mark.article("R4.1")
async def test_the_limit_is_each_visitors_own(db: Database) -> None:
    flood = await _visitor(db)
    for _ in range(MOST):
        await _open_and_end(db, flood)

    assert await _open(db, await _visitor(db))


async def test_an_opening_sent_again_is_answered_though_the_limit_is_reached(db: Database) -> None:
    visitor = await _visitor(db)
    for _ in range(MOST - 1):
        await _open_and_end(db, visitor)
    first = Opening(client_id=new_id(), text="怎么退税？")
    opened = await _open(db, visitor, first)

    assert await _open(db, visitor, first) == opened


async def test_two_openings_at_once_make_one_conversation(db: Database) -> None:
    visitor = await _visitor(db)

    opened = await asyncio.gather(*(_open(db, visitor) for _ in range(6)))

    assert len(set(opened)) == 1
