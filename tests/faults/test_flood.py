"""One address floods the open doors: the others are served meanwhile as if nothing were."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.support.processes import Processes

FLOOD = 3_000
FLOODER, HONEST = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "203.0.113.9"}
PATIENCE = 5.0
"""Seconds that an honest taxpayer waits at most; the machine that floods and the one that serves are the same."""


async def _knock(client: httpx.AsyncClient, turns: list[int], codes: Counter[int]) -> None:
    while turns:
        turns.pop()
        codes[(await client.post("/api/visitors", headers=FLOODER)).status_code] += 1


async def _is_served(url: str, while_running: asyncio.Task[None]) -> int:
    """Come, ask and talk on for as long as the flood lasts; how often one was served."""
    served = 0
    async with httpx.AsyncClient(base_url=url, trust_env=False, headers=HONEST, timeout=PATIENCE) as client:
        token = (await client.post("/api/visitors")).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        question = {"client_id": str(uuid4()), "text": "电子税务局登录不了"}
        conversation = (await client.post("/api/conversations", json=question)).json()["state"]["id"]
        while not while_running.done() or not served:
            post = {"client_id": str(uuid4()), "content": {"type": "text", "text": "还在吗"}}
            said = await client.post(f"/api/conversations/{conversation}/posts", json=post)
            said.raise_for_status()
            served += 1
            await asyncio.sleep(0.1)
    return served


@pytest.fixture
def guarded(tmp_path: Path, address: str) -> Iterator[Processes]:
    """Processes with the limits as they are shipped; the other faults switch them off."""
    started = Processes(tmp_path, HELPLINE_DATABASE_URL=address)
    yield started
    started.close()


async def test_honest_taxpayers_are_served_while_one_address_floods(guarded: Processes) -> None:
    web = guarded.web()
    await web.answers()
    codes: Counter[int] = Counter()
    turns = list(range(FLOOD))

    async def flood() -> None:
        async with httpx.AsyncClient(base_url=web.url, trust_env=False, timeout=60) as client:
            await asyncio.gather(*(_knock(client, turns, codes) for _ in range(20)))

    flooding = asyncio.create_task(flood())
    served = await _is_served(web.url, flooding)
    await flooding

    assert served >= 1
    assert codes[429] > 0.8 * FLOOD, codes
    assert set(codes) == {201, 429}
    assert '"level":"error"' not in web.log.read_text()
