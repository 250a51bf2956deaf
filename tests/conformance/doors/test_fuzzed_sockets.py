"""Whatever comes in by the live socket: it is answered, or the socket is closed with a code that says why."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosedError

from helpline.app.seed import seed
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.people.http import COOKIE
from tests.conftest import TUESDAY
from tests.support.described import OWN_PAGE
from tests.support.people import PASSWORD, a_city
from tests.support.site import Site, a_site
from tests.support.socket_page import SocketPage, connected

NAMED = {1003, 1007, 1009, 4008, 4400, 4401, 4403, 4408, 4422, 4429}
"""Codes of closing that say why: not text, not UTF-8, too large; ours are 4000 and the status of the refusal."""

SOCKETS = 80
"""How many sockets are opened, each with a sequence of frames of its own."""

RESYNC = 4008
"""Who takes nothing in while much is to be told is shown out, and comes back."""

Frame = str | bytes


@pytest.fixture
async def site(db: Database, dsn: str, tmp_path: Path) -> AsyncIterator[Site]:
    await seed(db)
    await a_city(db)
    async with a_site(dsn, ShiftedClock(TUESDAY), tmp_path) as opened:
        yield opened


def errors_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def _sequences(conversation: str, token: str, count: int) -> list[list[Frame]]:
    """Sequences of frames, the same in every run."""
    drawn: list[list[Frame]] = []

    @given(st.lists(_frames(conversation, token), min_size=1, max_size=12))
    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def draw(frames: list[Frame]) -> None:
        drawn.append(frames)

    draw()
    return drawn


def _frames(conversation: str, token: str) -> st.SearchStrategy[Frame]:
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )
    ids = st.sampled_from([conversation, str(uuid4()), "me", ""])
    topics = st.sampled_from(
        [f"conversation:{conversation}", "desk", "wallboard", "session:1", "conversation:"]
    )
    numbers = st.sampled_from([0, 1, -1, 2**31, 2**63, 10**30, 0.5])
    contents = anything | st.fixed_dictionaries(
        {"type": st.sampled_from(["text", "picture", "file", "notice", "card"])},
        optional={"text": st.text(max_size=30), "file": ids, "name": st.text(max_size=9), "size": numbers},
    )
    fields: dict[str, st.SearchStrategy[Any]] = {
        "token": st.sampled_from([token, "guessed", ""]) | anything,
        "topic": topics | anything,
        "after": numbers | anything,
        "conversation": ids | anything,
        "client_id": st.uuids().map(str) | anything,
        "content": contents,
        "upto": numbers | anything,
    }
    kinds = ["hello", "subscribe", "unsubscribe", "post", "typing", "read", "ping", "dance"]
    shaped = st.fixed_dictionaries({"type": st.sampled_from(kinds)}, optional=fields).map(json.dumps)
    return st.one_of(
        shaped,
        shaped,
        shaped.map(lambda text: text[: len(text) // 2]),
        anything.map(json.dumps),
        st.text(max_size=60),
        st.binary(max_size=60),
        shaped.map(str.encode),
        st.sampled_from(["[" * 20_000, '{"type":"hello","token":"' + "x" * 300_000 + '"}', '"\\ud800"']),
    )


async def _answered_or_named(page: SocketPage, frames: list[Frame]) -> str:
    """What happened, if that is not one of the two; empty if it is."""
    try:
        for frame in frames:
            await page.send_raw(frame)
        await page.send(type="ping")
        await page.hear("pong")
    except websockets.ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else None
        return "" if code in NAMED else f"closed with {code}"
    except TimeoutError:
        return "neither answered nor closed"
    return ""


@pytest.mark.article("R12.1")
async def test_whatever_comes_in_is_answered_or_the_socket_closed_by_name(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async with httpx.AsyncClient(base_url=site.url, trust_env=False, headers=OWN_PAGE) as visitor:
        token = (await visitor.post("/api/visitors")).json()["token"]
        visitor.headers["Authorization"] = f"Bearer {token}"
        question = {"client_id": str(uuid4()), "text": "电子税务局登录不了"}
        conversation = (await visitor.post("/api/conversations", json=question)).json()["state"]["id"]
        async with httpx.AsyncClient(base_url=site.url, trust_env=False, headers=OWN_PAGE) as staff:
            await staff.post("/api/session", json={"number": "0101", "password": PASSWORD})
            assert COOKIE in staff.cookies
            strange: list[tuple[str, list[Frame]]] = []
            async with connected(site.url, visitor) as onlooker:
                for place, frames in enumerate(_sequences(conversation, token, SOCKETS)):
                    async with connected(site.url, staff if place % 3 == 0 else visitor) as page:
                        if place % 3 == 1:
                            await page.send(type="hello", token=token)
                        if what := await _answered_or_named(page, frames):
                            strange.append((what, frames))
                await onlooker.send(type="hello", token=token)
                await onlooker.hear("welcome")

    assert strange == []
    assert errors_of(caplog) == []


async def answered_or_shown_out(page: SocketPage) -> bool:
    """Whether the next answer is a pong, or the socket was closed to come back."""
    try:
        return bool(await page.hear("pong"))
    except ConnectionClosedError as closed:
        return closed.rcvd is not None and closed.rcvd.code == RESYNC


async def test_others_do_not_notice_a_flood_of_frames(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    async with (
        httpx.AsyncClient(base_url=site.url, trust_env=False, headers=OWN_PAGE) as visitor,
        connected(site.url, visitor) as flood,
        connected(site.url, visitor) as other,
    ):
        for _ in range(3_000):
            await flood.send(type="ping")
        await other.send(type="ping")
        await other.hear("pong")
        assert await answered_or_shown_out(flood)

    assert errors_of(caplog) == []
