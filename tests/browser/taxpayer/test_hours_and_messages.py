"""Outside hours, messages, one's own matters, large print: nobody meets a dead end."""

import re
from datetime import datetime

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import CLOSED_NIGHT, DESKTOP, OPEN_AFTERNOON, Barriers, OpenPage, Shot
from tests.support.site import Site
from tests.support.taxpayer_page import GREETING, QUESTION, ask, ask_for_human, button


class TestOutsideHours:
    """At ten in the evening."""

    @pytest.fixture
    def start_at(self) -> datetime:
        return CLOSED_NIGHT

    @pytest.mark.article("R4.1")
    async def test_a_place_is_kept_for_the_opening(
        self, site: Site, phone: Page, shot: Shot, no_barriers: Barriers
    ) -> None:
        await expect(phone.get_by_text("人工未上班")).to_be_visible()
        await ask(phone, QUESTION)
        await button(phone, "转人工").click()
        await expect(phone.get_by_role("heading", name="现在没有人工服务")).to_be_visible()
        await shot(phone, "taxpayer-outside-hours-phone")
        await no_barriers(phone)

        await phone.get_by_text("为我留个位置").click()
        await expect(phone.get_by_role("heading", name="已为您留好位置")).to_be_visible()
        await expect(phone.get_by_text("明天 8:30", exact=True)).to_be_visible()
        await shot(phone, "taxpayer-reserved-phone")

        site.clock.advance(datetime(2026, 11, 11, 8, 30, 5, tzinfo=CLOSED_NIGHT.tzinfo) - CLOSED_NIGHT)
        await site.settle()
        await expect(phone.get_by_role("heading", name="正在为您排队")).to_be_visible()

    @pytest.mark.article("R4.1")
    async def test_the_assistant_and_a_message_are_there_all_night(self, phone: Page) -> None:
        await ask(phone, QUESTION)
        await expect(phone.locator(".they.answer")).to_be_visible()
        await button(phone, "转人工").click()

        await phone.locator(".outside").get_by_text("留言", exact=True).click()

        await expect(phone.get_by_role("heading", name="留言", exact=True)).to_be_visible()


class TestMessage:
    """A message is left, and its answer promised."""

    async def test_faults_are_told_where_they_are(
        self, phone: Page, shot: Shot, no_barriers: Barriers
    ) -> None:
        await phone.get_by_role("button", name="留言").click()
        await button(phone, "提交留言").click()

        await expect(phone.get_by_text("请写下要咨询的内容。")).to_be_visible()
        await expect(phone.get_by_role("textbox", name="要咨询的内容")).to_be_focused()
        await phone.get_by_role("textbox", name="要咨询的内容").fill("离境退税系统打不开")
        await expect(phone.get_by_text("请写下要咨询的内容。")).to_have_count(0)
        await phone.get_by_role("textbox", name="联系电话").fill("123")
        await button(phone, "提交留言").click()
        await expect(phone.get_by_text("这个号码不对")).to_be_visible()
        await shot(phone, "taxpayer-message-faults-phone")
        await no_barriers(phone)

    @pytest.mark.article("R6.2")
    async def test_message_gets_a_number_a_due_time_and_a_place_in_my_matters(
        self, phone: Page, shot: Shot, no_barriers: Barriers
    ) -> None:
        await phone.get_by_role("button", name="留言").click()
        await phone.get_by_role("textbox", name="要咨询的内容").fill("离境退税系统打不开，提示证书过期")
        await phone.get_by_role("textbox", name="怎么称呼您").fill("王女士")
        await phone.get_by_role("textbox", name="联系电话").fill("13800138000")
        await button(phone, "提交留言").click()

        await expect(phone.get_by_text("留言收到了")).to_be_visible()
        await expect(phone.get_by_text(re.compile("最晚 .+前答复您。"))).to_be_visible()
        await shot(phone, "taxpayer-message-done-phone")
        await button(phone, "我的事项").click()
        await expect(phone.get_by_text("离境退税系统打不开，提示证书过期")).to_be_visible()
        await expect(phone.get_by_text(re.compile("前答复$"))).to_be_visible()
        await shot(phone, "taxpayer-matters-phone")
        await no_barriers(phone)

    async def test_no_matters_says_what_to_do(self, phone: Page) -> None:
        await phone.get_by_role("button", name="我的事项").click()

        await expect(phone.get_by_text("还没有咨询或留言。")).to_be_visible()
        await button(phone, "去提问").click()
        await expect(phone.get_by_role("heading", name="您好，请问要办什么事？")).to_be_visible()


class TestLargePrint:
    """适老化: one tap, remembered."""

    async def test_one_tap_makes_everything_large_and_is_remembered(
        self, site: Site, phone: Page, shot: Shot, no_barriers: Barriers
    ) -> None:
        before = await font_size(phone)
        await button(phone, "大字版").click()
        assert await font_size(phone) >= before * 1.3
        await shot(phone, "taxpayer-home-large")
        await no_barriers(phone)

        await phone.reload()
        await expect(button(phone, "标准版")).to_be_visible()
        await ask_for_human(phone)
        await shot(phone, "taxpayer-queue-large")
        await no_barriers(phone)
        small = await phone.evaluate(
            "() => [...document.querySelectorAll('button, a.btn')].filter(b => b.offsetParent"
            " && !b.classList.contains('sr') && Math.min(b.offsetHeight, b.offsetWidth) < 44).map(b => b.outerHTML)"
        )
        assert [each for each in small if 'class="more"' not in each] == []

    async def test_dialogue_and_rating_in_large_print(
        self, site: Site, phone: Page, shot: Shot, no_barriers: Barriers
    ) -> None:
        await button(phone, "大字版").click()
        desk = await site.consultant()
        await ask_for_human(phone)
        talk = await desk.take()
        await desk.say(talk, GREETING)
        await desk.ask_to_wait(talk, 3)
        await expect(phone.locator(".asks")).to_be_visible()
        await shot(phone, "taxpayer-served-large")
        await no_barriers(phone)
        await button(phone, "继续等待").click()
        await desk.close(talk)

        await expect(phone.get_by_role("heading", name="您对这次服务满意吗？")).to_be_in_viewport()
        await expect(button(phone, "讲得清楚")).to_have_count(0)
        await shot(phone, "taxpayer-rating-large")
        await phone.get_by_text("非常满意").click()
        await expect(button(phone, "讲得清楚")).to_be_visible()
        await no_barriers(phone)

    async def test_nothing_runs_out_of_the_page_at_twice_the_size(self, open_page: OpenPage) -> None:
        page = await open_page(size={"width": 640, "height": 400}, device_scale_factor=2)
        await button(page, "大字版").click()

        wide = await page.evaluate("() => document.documentElement.scrollWidth")

        assert wide <= 640


async def font_size(page: Page) -> float:
    return float(await page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)"))


async def test_served_dialogue_on_a_wide_screen(site: Site, open_page: OpenPage, shot: Shot) -> None:
    page = await open_page(size=DESKTOP)
    desk = await site.consultant()
    await ask_for_human(page)
    await shot(page, "taxpayer-queue-wide")
    talk = await desk.take()
    await desk.say(talk, "您好，0101 号咨询员为您服务。")

    await expect(page.get_by_text("0101 号咨询员正在服务")).to_be_visible()
    await expect(page.locator(".beside")).to_contain_text(f"SL-{OPEN_AFTERNOON:%Y%m%d}-")
    await shot(page, "taxpayer-served-wide")
