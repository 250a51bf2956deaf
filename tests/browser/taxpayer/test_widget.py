"""The widget: one script tag on somebody else's page."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar, get
from litestar.enums import MediaType
from litestar.response import Response
from playwright.async_api import Page, expect

from tests.browser.conftest import DESKTOP, Barriers, OpenPage, Shot
from tests.support.site import Site, listening
from tests.support.taxpayer_page import GREETING, QUESTION

HOST_POLICY = "default-src 'none'; script-src http:; frame-src http:; style-src 'unsafe-inline'"


@pytest.fixture
async def other_site(site: Site) -> AsyncIterator[str]:
    """A company's own page with our script tag, under a policy of its own."""
    page = f"""<!doctype html><html lang="zh-CN"><title>某公司</title><main><h1>某公司</h1><p>财务专栏</p></main>
        <script src="{site.url}/static/widget.js" data-system="its_withholding"></script></html>"""

    @get("/", media_type=MediaType.HTML)
    async def home() -> Response[str]:
        return Response(page, headers={"Content-Security-Policy": HOST_POLICY})

    async with listening(Litestar([home], openapi_config=None)) as port:
        yield f"http://127.0.0.1:{port}"


async def test_button_opens_the_page_in_a_frame_and_escape_folds_it(
    open_page: OpenPage, other_site: str, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_page(base=other_site, size=DESKTOP)
    opener = page.get_by_role("button", name="在线咨询")
    await expect(opener).to_have_attribute("aria-expanded", "false")
    await no_barriers(page)

    await opener.focus()
    await page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    await expect(frame.get_by_role("heading", name="您好，请问要办什么事？")).to_be_visible()
    await shot(page, "taxpayer-widget-open")
    await page.keyboard.press("Escape")

    await expect(page.locator("iframe")).to_be_hidden()
    await expect(opener).to_be_focused()


async def test_folded_widget_counts_what_arrives(
    site: Site, open_page: OpenPage, other_site: str, shot: Shot
) -> None:
    page = await open_page(base=other_site, size=DESKTOP)
    desk = await site.consultant()
    await page.get_by_role("button", name="在线咨询").click()
    frame = page.frame_locator("iframe")
    await frame.get_by_role("textbox", name="您的问题").fill(QUESTION)
    await frame.get_by_role("button", name="提问").click()
    await frame.get_by_role("button", name="转人工", exact=True).click()
    talk = await desk.take()
    await expect(frame.get_by_text("0101 号咨询员正在服务")).to_be_visible()
    await shot(page, "taxpayer-widget-served")
    await frame.get_by_role("button", name="收起").click()
    await expect(page.locator("iframe")).to_be_hidden()

    await desk.say(talk, GREETING)

    await expect(page.get_by_role("button", name="在线咨询，1 条新消息")).to_be_visible()
    await shot(page, "taxpayer-widget-unread")
    await page.get_by_role("button", name="在线咨询，1 条新消息").click()
    await expect(frame.locator(".they").filter(has_text=GREETING)).to_be_visible()
    await expect(page.get_by_role("button", name="收起在线咨询")).to_be_visible()


async def test_words_of_strangers_do_not_move_the_badge(open_page: OpenPage, other_site: str) -> None:
    page = await open_page(base=other_site, size=DESKTOP)
    await page.get_by_role("button", name="在线咨询").click()
    await expect(page.frame_locator("iframe").get_by_role("textbox", name="您的问题")).to_be_visible()
    await page.get_by_role("button", name="收起在线咨询").click()

    await page.evaluate("() => window.postMessage({type: 'helpline:unread', count: 7}, '*')")
    await page.wait_for_timeout(200)

    await expect(page.get_by_role("button", name="在线咨询", exact=True)).to_be_visible()


async def frame_is_narrow(page: Page) -> bool:
    box = await page.locator("iframe").bounding_box()
    return box is not None and box["width"] <= 402


async def test_frame_is_400_wide(open_page: OpenPage, other_site: str) -> None:
    page = await open_page(base=other_site, size=DESKTOP)

    await page.get_by_role("button", name="在线咨询").click()

    await expect(page.frame_locator("iframe").get_by_role("button", name="提问")).to_be_visible()
    assert await frame_is_narrow(page)
