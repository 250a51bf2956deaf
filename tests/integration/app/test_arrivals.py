"""One address brings so many new visitors a minute; those who are here already are not touched."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest

from helpline.app.arrivals import network_of
from helpline.app.parts import make_parts, running
from helpline.app.settings import Settings
from helpline.app.web import make_app
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore


@asynccontextmanager
async def _doors(db: Database, folder: Path, per_minute: int) -> AsyncIterator[Any]:
    settings = Settings(data_dir=folder, visitors_per_minute=per_minute)
    parts = make_parts(db, settings, FolderStore(folder))
    async with running(parts, with_worker=False, with_ticker=False):
        yield make_app(parts, with_worker=False, with_ticker=False)


def _from(app: Any, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(cast(Any, app), client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://test.local")


async def test_an_address_brings_so_many_new_visitors_and_no_more(
    db: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    async with _doors(db, tmp_path, 3) as app, _from(app, "203.0.113.7") as flood:
        answers = [await flood.post("/api/visitors") for _ in range(4)]
        async with _from(app, "203.0.113.8") as neighbour:
            elsewhere = await neighbour.post("/api/visitors")
        clock.advance(timedelta(seconds=20))
        later = await flood.post("/api/visitors")

    assert [each.status_code for each in answers] == [201, 201, 201, 429]
    assert (answers[3].json()["code"], answers[3].json()["title"]) == ("too-many-visitors", "过于频繁")
    assert "一分钟后" in answers[3].json()["detail"]
    assert (elsewhere.status_code, later.status_code) == (201, 201)


async def test_who_is_here_already_goes_on(db: Database, tmp_path: Path) -> None:
    async with _doors(db, tmp_path, 1) as app, _from(app, "203.0.113.7") as visitor:
        token = (await visitor.post("/api/visitors")).json()["token"]
        assert (await visitor.post("/api/visitors")).status_code == 429

        answer = await visitor.post(
            "/api/conversations",
            json={"client_id": str(uuid4()), "text": "怎么退税？"},
            headers={"Authorization": f"Bearer {token}"},
        )

    assert answer.status_code == 201


async def test_nought_lets_everybody_in(db: Database, tmp_path: Path) -> None:
    async with _doors(db, tmp_path, 0) as app, _from(app, "203.0.113.7") as crowd:
        answers = {(await crowd.post("/api/visitors")).status_code for _ in range(130)}

    assert answers == {201}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_an_address_stands_for_its_household(address: str, network: str) -> None:
    assert network_of(address) == network
