"""Durable posts per second through the whole deed: received, checked, decided, committed, acknowledged."""

import asyncio
import time

from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.opening import Opening, open_conversation, welcome
from helpline.conversations.commands.talking import Sending, send_many
from helpline.conversations.model import Author, ConversationId, Text
from helpline.kit.batch import GroupCommit
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from tests.load.figure import Figure

SENDERS = 200
SECONDS = 5.0
WORDS = "扣缴客户端报送以后一直显示申报处理中，已经半个小时了，怎么办？"


async def measure(db: Database) -> list[Figure]:
    """Posts of 200 senders for five seconds, beside bare batched inserts of the same rows."""
    ceiling = await _bare_inserts(db)
    rate, light = await _posts(db)
    return [
        Figure("durable posts, 200 senders", rate, "/s", ceiling, "bare batched inserts of the same rows"),
        Figure("post acknowledged at light load, p99", light, "ms", 10, "limit of the house", at_most=True),
    ]


async def _bare_inserts(db: Database) -> float:
    async with db.deed() as tx:
        await tx.execute("create table bare (conversation_id uuid, seq int, at timestamptz, body text)")
    count, until = 0, time.perf_counter() + 2.0
    while time.perf_counter() < until:
        async with db.deed() as tx:
            await tx.execute(
                "insert into bare select u.id, 1, $3, u.body from unnest($1::uuid[], $2::text[]) as u (id, body)",
                [new_id() for _ in range(SENDERS)],
                [WORDS] * SENDERS,
                tx.now,
            )
        count += SENDERS
    async with db.deed() as tx:
        await tx.execute("drop table bare")
    return count / 2.0


async def _posts(db: Database) -> tuple[float, float]:
    authors = [await _open(db) for _ in range(SENDERS)]
    writer: GroupCommit[Sending, Moved] = GroupCommit(db, send_many)
    running = asyncio.create_task(writer.run())
    sent = await asyncio.gather(*(_send(writer, *author) for author in authors))
    waits = sorted([await _one(writer, *authors[0]) for _ in range(300)])
    running.cancel()
    return sum(sent) / SECONDS, waits[int(len(waits) * 0.99)] * 1000


async def _open(db: Database) -> tuple[Author, ConversationId]:
    async with db.deed() as tx:
        visit = await welcome(tx)
        talk = await open_conversation(tx, visit.visitor_id, Opening(client_id=new_id(), text=WORDS))
    return Author(party="taxpayer", id=visit.visitor_id), talk


async def _send(writer: GroupCommit[Sending, Moved], author: Author, talk: ConversationId) -> int:
    count, until = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        await _one(writer, author, talk)
        count += 1
    return count


async def _one(writer: GroupCommit[Sending, Moved], author: Author, talk: ConversationId) -> float:
    start = time.perf_counter()
    post = Sending(conversation_id=talk, author=author, client_id=new_id(), content=Text(text=WORDS))
    await writer.submit(post)
    return time.perf_counter() - start
