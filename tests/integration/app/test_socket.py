"""The live socket on a real server: acknowledged is committed, told once and in order, and nothing is left out."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import websockets

from helpline.conversations.commands import talking
from helpline.conversations.model import Author, Text
from helpline.kit.clock import SHANGHAI, ShiftedClock
from helpline.kit.db import Database
from helpline.kit.mailbox import MAILBOX
from tests.support.front import ask
from tests.support.live_pages import Copy, follows, posts, process, taxpayer_page, token_of
from tests.support.people import City, a_city
from tests.support.site import Site
from tests.support.socket_page import SocketPage

AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


@pytest.fixture
async def site(dsn: str, city: City, tmp_path: Path) -> AsyncIterator[Site]:
    async with process(dsn, ShiftedClock(AFTERNOON), tmp_path) as opened:
        yield opened


async def test_an_acknowledgement_comes_after_the_commit(site: Site, db: Database) -> None:
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "登录不了")
        async with db.deed() as tx:
            await tx.fetch("select 1 from conversation for update")
            key = await posts(page, conversation, "第二句")
            await page.send(type="ping")
            kinds = [frame["type"] for frame in await page.frames_until("pong")]
            assert "ack" not in kinds

        ack = await page.hear("ack")

        assert (ack["client_id"], ack["seq"]) == (key, 2)
        async with db.reading() as read:
            row = await read.fetchrow("select seq from change where client_id = $1", UUID(key))
        assert row is not None
        assert row["seq"] == 2


async def test_posts_of_a_page_keep_their_order_and_are_said_once_each(site: Site) -> None:
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "开头")
        keys = [str(uuid4()) for _ in range(40)]
        for key in keys:
            for _ in range(2):
                await posts(page, conversation, f"句{keys.index(key)}", key)

        acks = [await page.hear("ack") for _ in range(80)]

        assert {ack["client_id"]: ack["seq"] for ack in acks} == dict(zip(keys, range(2, 42), strict=True))
        changes = (await page.browser.get(f"/api/conversations/{conversation}")).json()["changes"]
        assert [change["content"]["text"] for change in changes[1:]] == [f"句{n}" for n in range(40)]


async def test_a_copy_built_from_a_snapshot_and_the_changes_is_the_conversation(site: Site) -> None:
    desk = await site.consultant("0101")
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "登录不了")
        copy = Copy()
        copy.apply(await follows(page, conversation))
        await page.browser.post(f"/api/conversations/{conversation}/human", json={})
        assert await desk.take() == conversation
        for n in range(5):
            await desk.say(conversation, f"答{n}")
            await posts(page, conversation, f"问{n}")
            await page.hear("ack")
        await page.browser.post(f"/api/conversations/{conversation}/recall", json={"seq": 1})
        await page.browser.post(f"/api/conversations/{conversation}/end")

        whole = (await page.browser.get(f"/api/conversations/{conversation}")).json()
        later = Copy()
        for after in range(whole["seq"] + 1):
            async with taxpayer_page(site.url, token_of(page)) as resumed:
                piece = await follows(resumed, conversation, after)
            assert piece["changes"] == whole["changes"][after:]
            later.apply({**piece, "changes": piece["changes"][:1]})

    hidden = {**copy.changes[0], "content": {"type": "notice", "code": "recalled", "text": "撤回了一条消息"}}
    assert later.changes == whole["changes"] == [hidden, *whole["changes"][1:]]
    assert later.state == whole["state"]


async def test_every_change_reaches_a_listening_page_in_order(site: Site) -> None:
    async with taxpayer_page(site.url) as page, taxpayer_page(site.url, token_of(page)) as other:
        conversation = await ask(page.browser, "开头")
        copy = Copy()
        copy.apply(await follows(other, conversation))

        for n in range(60):
            await posts(page, conversation, f"句{n}")
        for _ in range(60):
            await page.hear("ack")
        await copy.catch_up(other, 61)

        assert [change["seq"] for change in copy.changes] == list(range(1, 62))


async def test_typing_is_shown_to_the_other_side_alone(site: Site) -> None:
    desk = await site.consultant("0101")
    async with taxpayer_page(site.url) as page, taxpayer_page(site.url, token_of(page)) as second:
        conversation = await ask(page.browser, "登录不了")
        await page.browser.post(f"/api/conversations/{conversation}/human", json={})
        await desk.take()
        for each in (page, second):
            await follows(each, conversation)

        await page.send(type="typing", conversation=conversation)
        await desk.type(conversation)

        assert (await page.hear("typing"))["by"] == "consultant"
        assert (await second.hear("typing"))["by"] == "consultant"


async def test_read_marks_are_told_to_the_other_side(site: Site) -> None:
    desk = await site.consultant("0101")
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "登录不了")
        await page.browser.post(f"/api/conversations/{conversation}/human", json={})
        await desk.take()
        seq = (await follows(page, conversation))["seq"]

        await desk.read(conversation)

        while (await page.hear("slice"))["slice"]["state"]["read"]["consultant"] < seq:
            pass


async def test_a_long_absence_is_told_in_full(site: Site, db: Database) -> None:
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "开头")
        visitor = await _visitor(db)
        await _says(db, visitor, conversation, [f"句{n}" for n in range(1200)])
        copy = Copy()

        copy.apply(await follows(page, conversation, after=0))
        await copy.catch_up(page, 1201)

        assert [change["seq"] for change in copy.changes] == list(range(1, 1202))


async def test_a_slow_reader_is_closed_with_4008_and_resumes_without_loss(site: Site, db: Database) -> None:
    async with taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "开头")
        visitor = await _visitor(db)
        await _says(db, visitor, conversation, ["长" * 4000] * 100)
        copy = Copy()
        async with slow_socket(site.port) as slow:
            await slow.send(json.dumps({"type": "hello", "token": token_of(page)}))
            for _ in range(7):  # more than the wire between the two can hold
                await slow.send(
                    json.dumps({"type": "subscribe", "topic": f"conversation:{conversation}", "after": 0})
                )
            for _ in range(MAILBOX + 10):
                await slow.send(json.dumps({"type": "ping"}))
            await posts(SocketPage(page.browser, slow), conversation, "在它满了以后")
            while not (await follows(page, conversation, after=101))["changes"]:
                pass  # when it was said, all the answers to the slow one had been put into its mailbox
            code = await _drain(slow, copy)

        assert code == 4008
        assert copy.seq < 102
        copy.apply(await follows(page, conversation, after=copy.seq))
        await copy.catch_up(page, 102)
        assert [change["seq"] for change in copy.changes] == list(range(1, 103))
        assert copy.changes[-1]["content"]["text"] == "在它满了以后"


async def test_two_web_processes_deliver_to_each_other(site: Site, dsn: str, tmp_path: Path) -> None:
    async with (
        process(dsn, site.clock, tmp_path) as other_site,
        taxpayer_page(site.url) as page,
        taxpayer_page(other_site.url, token_of(page)) as other,
    ):
        conversation = await ask(page.browser, "开头")
        here, there = Copy(), Copy()
        here.apply(await follows(page, conversation))
        there.apply(await follows(other, conversation))

        for n in range(20):
            await posts(page if n % 2 else other, conversation, f"句{n}")
        await here.catch_up(page, 21)
        await there.catch_up(other, 21)

    assert here.changes == there.changes
    texts = {change["content"]["text"] for change in here.changes}
    assert texts == {"开头", *(f"句{n}" for n in range(20))}


@asynccontextmanager
async def slow_socket(port: int) -> AsyncIterator[websockets.ClientConnection]:
    """A socket that takes in next to nothing before it is read."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    wire.setblocking(False)
    await asyncio.get_running_loop().sock_connect(wire, ("127.0.0.1", port))
    url = f"ws://127.0.0.1:{port}/api/live"
    async with websockets.connect(
        url, sock=wire, max_queue=1, max_size=None, ping_interval=None, compression=None
    ) as slow:
        yield slow


async def _drain(slow: websockets.ClientConnection, copy: Copy) -> int | None:
    """Read at last; the code with which the server closed."""
    try:
        while True:
            frame = json.loads(await slow.recv())
            if frame["type"] == "slice":
                copy.apply(frame["slice"])
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


async def _visitor(db: Database) -> UUID:
    async with db.reading() as read:
        found: UUID = await read.fetchval("select visitor_id from conversation")
    return found


async def _says(db: Database, visitor: UUID, conversation: str, texts: list[str]) -> None:
    """Many posts by the fastest way."""
    author = Author(party="taxpayer", id=visitor)
    sendings = [
        talking.Sending(
            conversation_id=UUID(conversation),
            author=author,
            client_id=uuid4(),
            content=Text(text=text),
        )
        for text in texts
    ]
    async with db.deed() as tx:
        await talking.send_many(tx, sendings)
