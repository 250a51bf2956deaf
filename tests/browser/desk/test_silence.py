"""R4.4: silence is told before it is too long; the taxpayer chooses; what is promised is answered."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import card, composer, pass_time, say, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

QUESTION = "请帮我看看申报表为什么打不开"


async def _nearly_silent(site: Site, desk: Page) -> TaxpayerLine:
    """A dialogue in which the consultant has been silent for some 100 seconds."""
    line = await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(desk, "陈*")
    await say(desk, "您好，请讲。")
    await line.says("还是打不开")
    await expect(card(desk, "陈*")).to_contain_text("等您回复")
    await pass_time(site, 99)
    return line


@pytest.mark.article("R4.4")
async def test_before_two_minutes_the_desk_says_so_and_one_key_asks_the_taxpayer(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()
    line = await _nearly_silent(site, desk)

    await expect(desk.locator(".silence")).to_contain_text(re.compile(r"您已 1 分 \d+ 秒没有回复"))
    await expect(card(desk, "陈*")).to_contain_text("静默将满 2 分钟")
    await shot(desk, "desk-silence")
    await no_barriers(desk)
    await desk.locator(".silence select").select_option("10")
    await desk.keyboard.press("Alt+w")

    await expect(desk.locator(".silence")).to_contain_text("已问对方愿意等还是稍后答复")
    assert (await line.contents("wait_question"))[-1]["minutes"] == 10
    await line.chooses("wait")
    await expect(desk.get_by_text("对方选择：继续等待")).to_be_visible()
    await expect(desk.locator(".silence")).to_contain_text("对方愿意等 10 分钟")
    await expect(card(desk, "陈*")).to_contain_text("对方愿意等")


@pytest.mark.article("R4.4")
async def test_later_makes_a_promise_that_is_answered_from_the_list(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()
    line = await _nearly_silent(site, desk)

    await desk.keyboard.press("Alt+l")
    await expect(desk.get_by_text("您已询问对方")).to_be_visible()
    await line.chooses("later")

    await expect(desk.get_by_text("已约定稍后答复，对话已结束")).to_be_visible()
    promise = desk.locator(".left .thin").filter(has_text="陈*")
    await expect(promise).to_contain_text("后天 21:00 前")
    await desk.keyboard.press("Alt+g")
    await expect(desk.get_by_role("heading", name="答复与留言")).to_be_visible()
    await desk.get_by_role("button", name=re.compile("陈.*事后答复")).click()
    await desk.get_by_text("看当时的对话").click()
    await expect(desk.locator(".detail").get_by_text("还是打不开")).to_be_visible()
    await shot(desk, "staff-promise")
    await no_barriers(desk)
    await desk.get_by_role("textbox", name="答复").fill("请先升级到最新版本，再重新打开申报表。")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.get_by_text("没有待答复的事")).to_be_visible()
    assert "请先升级到最新版本，再重新打开申报表。" in await line.texts()


@pytest.mark.article("R4.4")
async def test_silence_that_went_too_far_is_said_plainly(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    line = await _nearly_silent(site, desk)
    await desk.keyboard.press("Alt+w")
    await expect(desk.locator(".silence")).to_contain_text("已问对方愿意等还是稍后答复")
    await line.chooses("wait")
    await expect(desk.get_by_text("对方选择：继续等待")).to_be_visible()

    await pass_time(site, 5 * 60 + 1)

    await expect(card(desk, "陈*")).to_contain_text("静默超时，系统已代问，请马上回复")
    await expect(desk.locator(".silence")).to_contain_text("系统已代您询问对方")


@pytest.mark.article("R4.5")
async def test_the_taxpayers_silence_is_the_taxpayers_clock(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(desk, "陈*")
    await say(desk, "您好，请讲。")

    await expect(desk.locator(".silence")).to_have_count(0)
    await pass_time(site, 241)

    await expect(desk.locator(".silence")).to_contain_text("已提醒对方，仍无回复将自动结束")
    await expect(composer(desk)).to_be_enabled()
    await pass_time(site, 61)
    await expect(desk.get_by_text("对方久未回复，对话已结束")).to_be_visible()
