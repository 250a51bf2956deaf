"""The tax bureau's own 152 questions, imported as an editor would and asked on the taxpayer's page."""

from pathlib import Path

import msgspec
import pytest
from playwright.async_api import Page, TimeoutError  # noqa: A004 - Playwright's own

from tests.browser.conftest import DESKTOP, OpenPage, Shot
from tests.support.knowledge import take_in
from tests.support.site import Site
from tests.support.taxpayer_page import ask, write

RIGHT_AT_LEAST = 0.80
"""The share of questions answered rightly at first place that the product promises."""


async def _answered(page: Page, before: int) -> str:
    """The headline of the assistant's next card, without spaces; empty where it gives none."""
    cards = page.locator(".answer")
    try:
        await cards.nth(before).wait_for(timeout=6_000)
    except TimeoutError:
        return ""
    return _plain(await cards.nth(before).locator(".lead").first.inner_text())


def _plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.article("R4.1")
@pytest.mark.article("R15.2")
async def test_official_questions_are_answered_on_the_page(
    open_page: OpenPage, site: Site, shared: Path, shot: Shot
) -> None:
    rows = [
        msgspec.json.decode(line)
        for line in (shared / "tax-bureau-faq" / "faq.jsonl").read_bytes().splitlines()
    ]
    report = await take_in(site.db, (shared / "tax-bureau-faq" / "faq.jsonl").read_bytes(), name="faq.jsonl")
    assert len(report.refused) == 0
    page = await open_page(size=DESKTOP)

    right = cards = 0
    for turn, row in enumerate(rows):
        await (ask if turn == 0 else write)(page, row["question"])
        right += await _answered(page, cards) == _plain(row["question"])
        cards = await page.locator(".answer").count()
    await shot(page, "taxpayer-official-questions")

    assert right / len(rows) >= RIGHT_AT_LEAST
