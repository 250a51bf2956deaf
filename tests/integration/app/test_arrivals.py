"""One address brings so many new visitors a minute; those who are here already are not touched."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest

from helpline.app.arrivals import ALTOGETHER, WITH_PROOF
from helpline.app.network import network_of
from helpline.app.parts import make_parts, running
from helpline.app.proof import VALID_FOR, solves
from helpline.app.settings import Settings
from helpline.app.web import make_app
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore


@asynccontextmanager
async def _doors(db: Database, folder: Path, per_minute: int) -> AsyncIterator[Any]:
    settings = Settings(data_dir=folder, visitors_per_minute=per_minute, proof_bits=6)
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
    assert (answers[3].json()["code"], answers[3].json()["title"]) == ("proof-needed", "过于频繁")
    assert answers[3].headers["retry-after"] == "20"
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


async def solved(visitor: httpx.AsyncClient) -> dict[str, str]:
    """The header of a page that did its sum."""
    given = (await visitor.get("/api/visitors/challenge")).json()
    tries = (f"{given['challenge']}.{number}" for number in count())
    return {"X-Proof": next(each for each in tries if solves(each, given["bits"]))}


async def test_who_does_a_sum_is_let_in_beyond_the_limit_once_and_in_time(
    db: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    async with _doors(db, tmp_path, 1) as app, _from(app, "203.0.113.7") as crowd:
        await crowd.post("/api/visitors")
        proof = await solved(crowd)
        again = await solved(crowd)
        answers = [await crowd.post("/api/visitors", headers=each) for each in (proof, proof)]
        bent = await crowd.post("/api/visitors", headers={"X-Proof": proof["X-Proof"].replace("a", "b")})
        clock.advance(VALID_FOR + timedelta(seconds=1))
        await crowd.post("/api/visitors")
        late = await crowd.post("/api/visitors", headers=again)

    assert [each.status_code for each in (*answers, bent, late)] == [201, 429, 429, 429]


async def test_sums_do_not_help_without_end(db: Database, tmp_path: Path) -> None:
    async with _doors(db, tmp_path, 1) as app, _from(app, "203.0.113.7") as flood:
        await flood.post("/api/visitors")
        codes = [
            (await flood.post("/api/visitors", headers=await solved(flood))).status_code for _ in range(12)
        ]

    assert codes == [201] * WITH_PROOF + [429] * 2


async def test_a_flood_from_everywhere_makes_everybody_new_do_a_sum(db: Database, tmp_path: Path) -> None:
    async with _doors(db, tmp_path, 1) as app:
        codes = []
        for place in range(ALTOGETHER + 1):
            async with _from(app, f"198.51.100.{place}") as one:
                codes.append((await one.post("/api/visitors")).status_code)

    assert codes == [201] * ALTOGETHER + [429]


async def test_an_office_behind_one_address_works_as_usual(db: Database, tmp_path: Path) -> None:
    """A hundred colleagues open the page, ask, and read for a minute, all within the same one."""
    async with _doors(db, tmp_path, 120) as app:
        answers = []
        for _ in range(100):
            async with _from(app, "203.0.113.7") as one:
                token = (await one.post("/api/visitors")).json()["token"]
                one.headers["Authorization"] = f"Bearer {token}"
                question = {"client_id": str(uuid4()), "text": "怎么退税？"}
                answers.append(await one.post("/api/conversations", json=question))
                answers += [await one.get("/api/conversations/current") for _ in range(5)]

    assert {each.status_code for each in answers} == {200, 201}


@pytest.mark.parametrize(
    ("door", "body", "most"),
    [
        ("/api/conversations", {"text": "怎么退税？"}, 20),
        ("/api/messages", {"text": "怎么退税？", "name": "王芳", "phone": "13800005678"}, 10),
    ],
)
async def test_one_visitor_knocks_so_often_and_is_told_when_to_come_again(
    db: Database, clock: VirtualClock, tmp_path: Path, door: str, body: dict[str, str], most: int
) -> None:
    async with _doors(db, tmp_path, 0) as app, _from(app, "203.0.113.7") as visitor:
        token = (await visitor.post("/api/visitors")).json()["token"]
        visitor.headers["Authorization"] = f"Bearer {token}"
        answers = [
            await visitor.post(door, json={"client_id": str(uuid4()), **body}) for _ in range(most + 1)
        ]
        wait = int(answers[-1].headers["retry-after"])
        clock.advance(timedelta(seconds=wait))
        later = await visitor.post(door, json={"client_id": str(uuid4()), **body})

    assert 429 not in [each.status_code for each in answers[:-1]]
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "too-often")
    assert f"{wait} 秒后" in answers[-1].json()["detail"]
    assert later.json().get("code") != "too-often", "another rule may still say no"


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
