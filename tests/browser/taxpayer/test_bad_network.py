"""On a bad network nothing is lost, nothing stands twice, everything keeps its order."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenPage, Shot
from tests.support.flaky_wire import FlakyWire, flaky_wire
from tests.support.site import Site
from tests.support.taxpayer_page import GREETING, ask, ask_for_human, my_lines, nothing_unsent, seen, write

LINES = [f"第 {n} 句" for n in range(1, 9)]
BACK_MS = 20_000
SILENCE_MS = 40_000
"""A page takes 15 s of silence for death, looks every 4 s, and lets a question by HTTP hang for 15 s."""


@pytest.fixture
async def wire(site: Site) -> AsyncIterator[FlakyWire]:
    async with flaky_wire(site.port) as between:
        yield between


async def test_lines_written_while_cut_off_arrive_once_and_in_order(
    site: Site, wire: FlakyWire, open_page: OpenPage, shot: Shot
) -> None:
    page = await open_page(base=wire.url)
    desk = await site.consultant()
    await ask_for_human(page)
    talk = await desk.take()
    await desk.say(talk, GREETING)
    await expect(page.locator(".they").filter(has_text=GREETING)).to_be_visible()

    wire.fall()
    for line in LINES[:4]:
        await write(page, line)
    await expect(page.get_by_text("网络不通，正在重新连接。")).to_be_visible()
    await expect(page.get_by_text("未发出，点此重发").first).to_be_visible()
    await shot(page, "taxpayer-offline-phone")
    await desk.say(talk, "您断线时我说了一句")
    wire.rise()
    await nothing_unsent(page)

    await expect(seen(page, "您断线时我说了一句")).to_be_visible()
    assert (await my_lines(page))[-4:] == LINES[:4]
    on_record = [
        each["content"].get("text") for each in (await desk.read(talk))["changes"] if each["by"] == "taxpayer"
    ]
    assert on_record[-4:] == LINES[:4]


async def test_cut_in_the_middle_of_sending_neither_loses_nor_doubles(
    site: Site, wire: FlakyWire, open_page: OpenPage
) -> None:
    page = await open_page(base=wire.url)
    desk = await site.consultant()
    await ask_for_human(page)
    talk = await desk.take()
    await desk.say(talk, GREETING)
    await expect(page.locator(".they").filter(has_text=GREETING)).to_be_visible()

    for at, line in enumerate(LINES):
        wire.deaf = at % 3 == 1  # what was sent is done, but its acknowledgement never comes
        await write(page, line)
        if at % 2:
            wire.cut()
        wire.deaf = False
    await nothing_unsent(page)

    assert (await my_lines(page))[-len(LINES) :] == LINES
    record = await desk.read(talk)
    said = [each["content"].get("text") for each in record["changes"] if each["by"] == "taxpayer"]
    assert said[-len(LINES) :] == LINES


async def test_unsent_lines_survive_a_reload(wire: FlakyWire, open_page: OpenPage, site: Site) -> None:
    page = await open_page(base=wire.url)
    await ask(page, "扣缴客户端打开就闪退怎么办？")
    await expect(page.locator(".they.answer")).to_be_visible()
    await page.route("**/api/**", lambda route: route.abort())
    await page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    wire.fall()
    await write(page, "重新加载也不会丢")
    await expect(page.get_by_text("未发出，点此重发")).to_be_visible()

    wire.rise()
    await page.reload()
    await expect(page.locator(".mine .me").filter(has_text="重新加载也不会丢")).to_be_visible()
    await expect(page.get_by_text("1 条没有发出")).to_be_visible()
    await page.unroute_all()

    await nothing_unsent(page)
    await expect(page.locator(".they.answer").first).to_be_visible(timeout=BACK_MS)
    assert (await my_lines(page)).count("重新加载也不会丢") == 1


async def test_question_asked_without_network_opens_the_dialogue_later(
    wire: FlakyWire, open_page: OpenPage
) -> None:
    page = await open_page(base=wire.url)
    await expect(page.locator(".hot li").first).to_be_visible()
    wire.fall()
    await ask(page, "扣缴客户端打开就闪退怎么办？")
    await expect(page.get_by_text("未发出，点此重发")).to_be_visible()

    wire.rise()

    await expect(page.locator(".they.answer")).to_be_visible(timeout=BACK_MS)
    assert await my_lines(page) == ["扣缴客户端打开就闪退怎么办？"]


async def test_without_a_socket_the_page_lives_by_asking(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.route_web_socket("**/api/live", lambda socket: socket.close())
    await page.reload()
    desk = await site.consultant()
    await ask_for_human(page)
    talk = await desk.take()

    await desk.say(talk, GREETING)

    await expect(page.locator(".they").filter(has_text=GREETING)).to_be_visible()
    await write(page, "收到")
    await nothing_unsent(page)
    await expect(page.get_by_text("已改用备用线路")).to_be_visible()


@pytest.mark.article("R11.1")
async def test_a_half_open_line_is_noticed_by_its_silence_and_nothing_is_lost_or_doubled(
    site: Site, wire: FlakyWire, open_page: OpenPage, shot: Shot
) -> None:
    page = await open_page(base=wire.url)
    desk = await site.consultant()
    await ask_for_human(page)
    talk = await desk.take()
    await desk.say(talk, GREETING)
    await expect(page.locator(".they").filter(has_text=GREETING)).to_be_visible()

    wire.forget()  # everything open goes nowhere, and nobody is told
    for line in LINES[:3]:
        await write(page, line)
    await desk.say(talk, "您听得到吗？")
    await shot(page, "taxpayer-half-open-phone")

    await expect(seen(page, "您听得到吗？")).to_be_visible(timeout=SILENCE_MS)
    await expect(page.get_by_text("未发出，点此重发")).to_have_count(0, timeout=SILENCE_MS)
    await nothing_unsent(page)
    assert (await my_lines(page))[-3:] == LINES[:3]
    record = await desk.read(talk)
    said = [each["content"].get("text") for each in record["changes"] if each["by"] == "taxpayer"]
    assert said[-3:] == LINES[:3]
