"""Whole without a mouse, with a screen reader, and at twice the size."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import composer, offer, say, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

QUESTION = "个税申报表报送后一直显示“申报处理中”怎么办？"
TWICE = {"width": 720, "height": 450}
"""1440 × 900 at 200 %."""
SMALL = {"width": 1280, "height": 720}


async def test_no_tab_and_no_panel_has_barriers(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION, phone="13800138000")
    await take(desk, "王*")
    await say(desk, "您好，请讲。")
    await line.says("还是没有结果")

    for key, name in (("1", "taxpayer"), ("2", "knowledge"), ("3", "form"), ("4", "steps")):
        await desk.keyboard.press(f"Alt+{key}")
        await shot(desk, f"desk-tab-{name}")
        await no_barriers(desk)
    await desk.keyboard.press("Alt+o")
    await desk.keyboard.press("Alt+q")
    await shot(desk, "desk-closing")
    await no_barriers(desk)


async def test_a_whole_consultation_needs_no_mouse(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await expect(offer(desk)).to_be_visible()

    await desk.keyboard.press("F8")
    await expect(composer(desk)).to_be_focused()
    await desk.keyboard.type("/接手")
    await desk.keyboard.press("Enter")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".entry.open")).to_be_visible()
    await desk.keyboard.press("Alt+i")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".msg.out")).to_have_count(2)
    await desk.keyboard.press("Alt+3")
    await desk.keyboard.press("Alt+q")
    await expect(desk.get_by_role("region", name="结束这次咨询")).to_be_visible()
    await desk.keyboard.press("Control+Enter")

    await expect(desk.locator(".left .item")).to_have_count(0)
    assert (await line.state())["end_reason"] == "answered"


async def test_the_sheet_of_keys_opens_by_its_key_and_rests_while_somebody_types(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")

    await desk.keyboard.type("可以吗?")
    await expect(composer(desk)).to_have_value("可以吗?")
    await expect(desk.get_by_role("dialog", name="按键一览")).to_have_count(0)
    await desk.keyboard.press("Alt+/")

    await expect(desk.get_by_role("dialog", name="按键一览")).to_be_visible()
    await shot(desk, "desk-keys")
    await no_barriers(desk)
    await desk.keyboard.press("F8")
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_role("dialog", name="按键一览")).to_be_hidden()


@pytest.mark.parametrize(("size", "name"), [(SMALL, "1280"), (TWICE, "zoom")])
async def test_the_desk_is_whole_on_a_small_screen_and_at_twice_the_size(
    site: Site, open_desk: OpenDesk, shot: Shot, size: dict[str, int], name: str
) -> None:
    desk = await open_desk(size=size)
    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await say(desk, "您好，请讲。")

    width = await desk.evaluate("document.documentElement.scrollWidth")
    await shot(desk, f"desk-{name}")

    assert width <= size["width"]
    for control in ("转他人", "结束", "发送"):
        button = desk.get_by_role("button", name=re.compile(f"^{control}")).last
        await button.scroll_into_view_if_needed()
        await expect(button).to_be_in_viewport()


async def test_with_reduced_motion_nothing_moves(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await desk.emulate_media(reduced_motion="reduce")

    await TaxpayerLine.waits(site, QUESTION)
    await expect(offer(desk)).to_be_visible()

    assert await offer(desk).evaluate("card => getComputedStyle(card).animationName") == "none"
