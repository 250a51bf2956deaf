"""An offer: heard, taken by one key, given back, lost."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import card, composer, go_on_duty, offer, pass_time, presence, say, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

QUESTION = "请帮我看看申报表为什么打不开"


@pytest.mark.article("R4.2")
async def test_an_offer_shows_who_and_what_and_is_taken_by_f8(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()

    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")

    await expect(offer(desk)).to_contain_text("陈*")
    await expect(offer(desk)).to_contain_text(QUESTION)
    await expect(offer(desk).get_by_role("timer")).to_have_text(re.compile(r"余 (30|2\d) 秒"))
    await expect(desk.locator("[aria-live=assertive]").filter(has_text=QUESTION)).to_be_attached()
    await expect(desk).to_have_title(re.compile("【新对话】"))
    await shot(desk, "desk-offer")
    await no_barriers(desk)
    await take(desk, "陈*")
    await expect(offer(desk)).to_have_count(0)
    await expect(desk).to_have_title(re.compile("^咨询工作台"))
    await expect(desk.get_by_text("0101 号咨询员已接入")).to_be_visible()


@pytest.mark.article("R4.2")
async def test_an_answer_within_30_seconds_counts_as_in_time(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await expect(card(desk, "王*")).to_contain_text("请尽快问候")

    await say(desk, "您好，0101 号咨询员为您服务。")

    await expect(desk.locator(".figures")).to_contain_text("100.0% 1/1")
    assert "您好，0101 号咨询员为您服务。" in await line.texts()


@pytest.mark.article("R4.2")
async def test_what_nobody_answers_is_offered_to_somebody_else_and_the_desk_says_so(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    first = await open_desk("0101")
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await expect(offer(first)).to_be_visible()
    second = await open_desk("0102")

    await pass_time(site, 31)

    await expect(offer(second)).to_contain_text("陈*")
    await expect(offer(first)).to_have_count(0)
    await expect(first.locator(".missed")).to_contain_text("陈* 超时未应答")
    await expect(first.get_by_text("现在不派新对话")).to_be_visible()
    await shot(first, "desk-missed")
    await first.keyboard.press("Alt+p")
    await expect(first.get_by_text("现在不派新对话")).to_have_count(0)


async def test_an_offer_is_given_back_with_a_reason_by_two_keys(site: Site, open_desk: OpenDesk) -> None:
    first = await open_desk("0101")
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await expect(offer(first)).to_be_visible()
    second = await open_desk("0102")

    await first.keyboard.press("Alt+x")
    await expect(first.get_by_role("button", name="不熟悉这个系统")).to_be_focused()
    await first.keyboard.press("1")

    await expect(offer(first)).to_have_count(0)
    await take(second, "陈*")


async def test_an_offer_is_heard_on_every_page(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await desk.get_by_role("button", name="去别的页面").click()
    await desk.get_by_role("menuitemradio", name="知识库").click()
    await expect(desk.get_by_role("heading", name="知识库")).to_be_visible()

    await TaxpayerLine.waits(site, QUESTION)

    await desk.get_by_role("link", name="去应答").click()
    await expect(desk).to_have_url(re.compile("/desk"))
    await take(desk, "王*")


async def test_presence_is_changed_from_the_keyboard(open_desk: OpenDesk) -> None:
    desk = await open_desk(on_duty=False)
    await go_on_duty(desk)

    await desk.keyboard.press("F2")
    await expect(desk.get_by_role("menuitemradio", name="在岗")).to_be_focused()
    await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("Enter")

    await expect(presence(desk)).to_contain_text("小休")


async def test_dialogues_stand_by_the_clock_and_do_not_move_under_the_hand(
    site: Site, open_desk: OpenDesk
) -> None:
    desk = await open_desk()
    lines = {}
    for name in ("陈国栋", "赵丽"):
        lines[name] = await TaxpayerLine.waits(site, QUESTION, name=name)
        await take(desk, f"{name[0]}*")
        await say(desk, "您好，请讲。")
    await lines["陈国栋"].says("还是打不开")
    await expect(desk.locator(".left .item").first).to_contain_text("陈*")

    await desk.locator(".left .item").first.hover()
    await lines["赵丽"].says("我也在等")
    await pass_time(site, 10)
    await card(desk, "陈*").click()
    await say(desk, "请刷新后再试。")
    await desk.locator(".left .item").first.hover()

    await expect(desk.locator(".left .item").first).to_contain_text("陈*")
    await composer(desk).hover()
    await expect(desk.locator(".left .item").first).to_contain_text("赵*")
