"""The doors of messages: who may come in, and what they get."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.exceptions import ImproperlyConfiguredException

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.messages.http import DOORS
from helpline.people.model import Actor, Staff
from tests.support.messages import leave
from tests.support.people import City, a_city, actor_of

VISITOR = new_id()


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


def _app(db: Database, staff: Staff | None, keys: Sequence[str] = ("db", "staff", "visitor_id")) -> Litestar:
    def provide_staff() -> Actor:
        assert staff is not None
        return actor_of(staff)

    known = {
        "db": Provide(lambda: db, sync_to_thread=False),
        "staff": Provide(provide_staff, sync_to_thread=False),
        "visitor_id": Provide(lambda: VISITOR, sync_to_thread=False),
    }
    return Litestar(route_handlers=list(DOORS), dependencies={key: known[key] for key in keys})


@asynccontextmanager
async def _client(db: Database, staff: Staff | None = None) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=cast(Any, _app(db, staff)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


@pytest.mark.article("R4.1")
async def test_a_taxpayer_leaves_a_message_and_gets_a_receipt(db: Database) -> None:
    body = {"client_id": str(new_id()), "text": "怎么退税？", "name": "张三", "phone": "13812345678"}

    async with _client(db) as client:
        answer = await client.post(f"/api/messages?visitor_id={new_id()}", json=body)

    assert answer.status_code == 201
    assert re.fullmatch(r"LY-20261110-\d{4}", answer.json()["number"])
    assert answer.json()["answer_due_at"] == "2026-11-12T13:00:00Z"
    async with db.reading() as read:
        assert UUID(str(await read.fetchval("select visitor_id from message"))) == VISITOR


def test_without_the_visitor_known_the_app_does_not_start(db: Database) -> None:
    with pytest.raises(ImproperlyConfiguredException):
        _app(db, None, keys=("db", "staff"))


async def test_a_consultant_reads_and_answers(db: Database, city: City) -> None:
    message = await leave(db)

    async with _client(db, city["0101"]) as client:
        [listed] = (await client.get("/api/messages?show=open")).json()
        read = (await client.post(f"/api/messages/{message.id}/read")).json()
        answered = (
            await client.post(f"/api/messages/{message.id}/answer", json={"text": "请重新登录。"})
        ).json()
        left_over = (await client.get("/api/messages?show=open")).json()
        everything = (await client.get("/api/messages")).json()

    assert (listed["kind"], listed["read"], listed["owner"], listed["due_words"]) == (
        "message",
        False,
        "",
        "11 月 12 日（周四）21:00 前",
    )
    assert listed["read_due_words"] == "明日 21:00 前"
    assert (read["read"], read["owner"], read["mine"]) == (True, "0101 号咨询员", True)
    assert (answered["state"], answered["answer"]) == ("answered", "请重新登录。")
    assert left_over == []
    assert [each["number"] for each in everything] == [message.number]


@pytest.mark.article("R18.1")
async def test_who_only_watches_moves_no_clock(db: Database, city: City) -> None:
    message = await leave(db)

    async with _client(db, city["0120"]) as client:
        listed = await client.get("/api/messages")
        read = await client.post(f"/api/messages/{message.id}/read")

    assert (listed.status_code, len(listed.json())) == (200, 1)
    assert read.status_code != 200
    async with db.reading() as look:
        assert await look.fetchval("select read_at from message") is None
