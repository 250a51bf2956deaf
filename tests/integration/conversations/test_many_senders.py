"""The group commit under five hundred senders: what is acknowledged is on record, once, in each sender's order."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.talking import Sending, send_many
from helpline.conversations.model import Author
from helpline.conversations.rules import NotInSight
from helpline.kit.batch import GroupCommit
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid
from tests.support.service import Service, sending

SENDERS, LINES = 500, 4

Writer = GroupCommit[Sending, Moved]


@pytest.fixture
async def writer(db: Database) -> AsyncIterator[Writer]:
    written = GroupCommit(db, send_many)
    running = asyncio.create_task(written.run())
    yield written
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def crowd(service: Service) -> list[tuple[Author, UUID]]:
    """So many visitors, each with a conversation, opened by the fastest way."""
    visitors = [await service.visitor() for _ in range(SENDERS)]
    return [(visitor, await service.asks(visitor, "开头")) for visitor in visitors]


async def test_five_hundred_senders_at_once_lose_nothing_double_nothing_and_keep_their_order(
    service: Service, writer: Writer
) -> None:
    senders = await crowd(service)

    async def speaks(author: Author, conversation: UUID) -> list[int]:
        """Each line is sent twice, as a page does that waits too long for its acknowledgement."""
        posts = [sending(author, conversation, f"第{n}句") for n in range(LINES)]
        first = [asyncio.ensure_future(writer.submit(post)) for post in posts for _ in range(2)]
        return [moved.seq for moved in await asyncio.gather(*first)]

    acknowledged = await asyncio.gather(*(speaks(*sender) for sender in senders))

    expected = [n for n in range(2, LINES + 2) for _ in range(2)]
    assert all(each == expected for each in acknowledged)
    rows = await service.rows(
        "select conversation_id, array_agg(body order by seq) as said from change group by conversation_id"
    )
    said = {row["conversation_id"]: row["said"] for row in rows}
    assert len(said) == SENDERS
    for _, conversation in senders:
        assert len(said[conversation]) == LINES + 1
        assert all(f"第{n}句" in body for n, body in enumerate(said[conversation][1:]))


async def test_a_page_that_hangs_up_loses_nothing_that_was_taken_in(service: Service, writer: Writer) -> None:
    visitor = await service.visitor()
    conversation = await service.asks(visitor, "开头")
    key = new_id()

    hung_up = asyncio.ensure_future(writer.submit(sending(visitor, conversation, "挂断前", key)))
    await asyncio.sleep(0)
    hung_up.cancel()
    again = await writer.submit(sending(visitor, conversation, "挂断前", key))

    assert again.seq == 2
    assert await service.texts(conversation) == ["开头", "挂断前"]


async def test_among_many_each_hears_of_its_own_refusal(service: Service, writer: Writer) -> None:
    visitor, stranger = await service.visitor(), await service.visitor()
    conversation = await service.asks(visitor, "开头")

    outcomes = await asyncio.gather(
        writer.submit(sending(visitor, conversation, "一")),
        writer.submit(sending(visitor, conversation, " ")),
        writer.submit(sending(stranger, conversation, "二")),
        writer.submit(sending(visitor, conversation, "三")),
        return_exceptions=True,
    )

    assert [type(each) for each in outcomes] == [Moved, Invalid, NotInSight, Moved]
    assert await service.texts(conversation) == ["开头", "一", "三"]
