"""What the browser itself does for protection: sums under pressure, and nothing run that is not ours."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Request, expect

from tests.browser.conftest import OpenPage
from tests.support.site import Site
from tests.support.taxpayer_page import ANSWERED_STEP, QUESTION, ask, seen

OFFICE = {"X-Forwarded-For": "203.0.113.5"}

INJECTIONS = """async () => {
    const add = (kind, what, where = document.body) => where.append(Object.assign(document.createElement(kind), what))
    add('script', {textContent: 'window.ran = 1'})
    add('script', {src: 'data:text/javascript,window.ran=2'})
    add('div', {innerHTML: '<img src=x onerror="window.ran=3">'})
    add('link', {rel: 'stylesheet', href: 'data:text/css,body{opacity:0.5}'}, document.head)
    add('iframe', {src: 'data:text/html,<script>parent.ran=4</script>'})
    const blocked = new Set()
    document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.effectiveDirective))
    const wanted = ['script-src-elem', 'script-src-attr', 'style-src-elem', 'frame-src']
    for (let turn = 0; turn < 40 && !wanted.every((each) => blocked.has(each)); turn++)
        await new Promise((go) => setTimeout(go, 50))
    return {blocked: [...blocked].sort(), ran: window.ran ?? null, opacity: getComputedStyle(document.body).opacity}
}"""


@pytest.fixture
async def crowd(site: Site) -> AsyncIterator[None]:
    """Others behind the same address bring new visitors without a pause."""

    async def come() -> None:
        async with httpx.AsyncClient(base_url=site.url, trust_env=False, headers=OFFICE) as client:
            while True:
                answer = await client.post("/api/visitors")
                if answer.status_code == 429:
                    refused.set()

    refused = asyncio.Event()
    coming = [asyncio.create_task(come()) for _ in range(3)]
    await asyncio.wait_for(refused.wait(), 60)
    yield
    for each in coming:
        each.cancel()
    await asyncio.gather(*coming, return_exceptions=True)


@pytest.mark.usefixtures("crowd")
async def test_under_pressure_the_page_does_a_sum_and_the_taxpayer_is_answered(open_page: OpenPage) -> None:
    page = await open_page(extra_http_headers=OFFICE)
    proofs: list[str] = []

    def look(request: Request) -> None:
        if "x-proof" in request.headers:
            proofs.append(request.headers["x-proof"])

    page.on("request", look)
    await ask(page, QUESTION)

    await expect(seen(page, ANSWERED_STEP).first).to_be_visible()
    assert len(proofs) == 1


async def test_nothing_that_was_smuggled_in_runs(open_page: OpenPage) -> None:
    page = await open_page()

    found = await page.evaluate(INJECTIONS)

    assert found["ran"] is None
    assert found["opacity"] == "1"
    assert {"script-src-elem", "script-src-attr", "style-src-elem", "frame-src"} <= set(found["blocked"])
