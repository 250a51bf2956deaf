"""Slow lines: over them all arrives in order; who only holds a place is shown out; what is down is told."""

import asyncio
import time

import httpx
import pytest

from helpline.kit.postgres.launcher import Cluster
from tests.support.flaky_wire import flaky_wire
from tests.support.insistent import InsistentPage
from tests.support.processes import Processes, WebProcess
from tests.support.waiting import until

HOLDERS = 300
HEAD_LIMIT = 10.0
SLOW = 20_000.0
"""Bytes a second: a bad telephone line."""


@pytest.fixture
async def web(processes: Processes) -> WebProcess:
    process = processes.web()
    await process.answers()
    return process


async def test_who_sends_a_request_in_crumbs_is_shown_out_and_others_are_served_meanwhile(
    web: WebProcess,
) -> None:
    port = int(web.url.rpartition(":")[2])
    began = time.monotonic()
    holders = [await asyncio.open_connection("127.0.0.1", port) for _ in range(HOLDERS)]
    for _, writer in holders:
        writer.write(b"POST /api/visitors HTTP/1.1\r\nHost: a\r\nX-")
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as client:
        assert (await client.post("/api/visitors")).status_code == 201

    async def crumbs() -> None:
        while True:
            await asyncio.sleep(1)
            for _, writer in holders:
                writer.write(b"a")

    dripping = asyncio.create_task(crumbs())
    async with asyncio.timeout(HEAD_LIMIT + 20):
        ended = await asyncio.gather(*(reader.read() for reader, _ in holders), return_exceptions=True)
    dripping.cancel()

    assert len(ended) == HOLDERS
    assert time.monotonic() - began >= HEAD_LIMIT * 0.9, "nobody was hurried"
    for _, writer in holders:
        writer.close()


@pytest.mark.article("R11.1")
async def test_over_a_slow_line_everything_arrives_in_order(web: WebProcess) -> None:
    async with flaky_wire(int(web.url.rpartition(":")[2])) as wire:
        page = await InsistentPage.ask([wire.url], "电子税务局登录不了怎么办")
        wire.slow = SLOW
        lines = [f"第 {number} 句：{'慢' * 200}" for number in range(30)]
        page.write(*lines)
        await asyncio.wait_for(page.send_all(), 30)
        copy = page.another(wire.url)
        await asyncio.wait_for(copy.listen(31), 30)

    assert copy.texts[1:] == lines


async def test_ready_tells_which_part_is_down_and_metrics_go_on(web: WebProcess, durable: Cluster) -> None:
    async with httpx.AsyncClient(base_url=web.url, trust_env=False, timeout=10) as client:
        ready = await client.get("/readyz")
        await asyncio.to_thread(durable.kill)
        down = await client.get("/readyz")
        figures = (await client.get("/metrics")).text
        await asyncio.to_thread(durable.start)

        async def well() -> bool:
            return (await client.get("/readyz")).status_code == 200

        await until(well)
        back = (await client.get("/metrics")).text

    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert (down.status_code, down.json()["status"]) == (503, "not-ready")
    assert down.json()["parts"]["database"] == "away"
    assert down.json()["parts"]["writer"] == "ok"
    assert "helpline_database_up 0" in figures
    assert "helpline_posts_waiting 0" in figures
    for name in ("outbox_lag_seconds", "deliveries_parked", "deadlines_late_seconds", "posts_refused_total"):
        assert f"\nhelpline_{name} " in back
