"""Waiting for a consultant, and being served by one."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import DESKTOP, Barriers, OpenPage, Shot
from tests.support.site import Site
from tests.support.taxpayer_page import GREETING, ask_for_human, button, my_lines, seen, write


@pytest.mark.article("R4.3")
async def test_who_waits_is_told_place_wait_and_what_else(
    site: Site, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await site.consultant("0103")  # one dialogue at a time
    first, second = await open_page(), await open_page()
    await ask_for_human(first)
    await desk.take()

    await ask_for_human(second)

    await expect(second.get_by_role("heading", name="正在为您排队")).to_be_visible()
    await expect(second.locator(".queue .place strong").first).to_have_text("1")
    await expect(second.locator(".queue .place")).to_contain_text(re.compile(r"大约还要\s*\d+分钟"))
    for way in ("保留排位，先去忙", "请给我回电", "留言", "继续问智能助手"):
        await expect(second.locator(".options").get_by_text(way)).to_be_visible()
    await shot(second, "taxpayer-queue-phone")
    await no_barriers(second)


async def test_who_waits_may_ask_on_and_leave_the_queue(site: Site, phone: Page) -> None:
    await ask_for_human(phone)

    await phone.locator(".options").get_by_text("继续问智能助手").click()
    await write(phone, "扣缴客户端打开就闪退怎么办？")
    await expect(phone.locator(".they.answer")).to_have_count(2)
    await expect(phone.locator(".queue .place")).to_be_visible()
    await button(phone, "不用人工了，退出排队").click()

    await expect(phone.locator(".queue")).to_have_count(0)
    await expect(seen(phone, "已退出排队")).to_be_visible()


@pytest.mark.article("R4.3")
async def test_who_does_not_want_to_wait_is_promised_a_call_and_leaves_the_queue(
    site: Site, phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    await ask_for_human(phone)
    await phone.locator(".options").get_by_text("请给我回电").click()
    await phone.get_by_label("怎么称呼您").fill("张三丰")
    await phone.get_by_label("联系电话").fill("138 1234 5678")
    await shot(phone, "taxpayer-callback-phone")
    await no_barriers(phone)
    await button(phone, "提交，不再排队").click()

    await expect(phone.get_by_role("status").filter(has_text="我们会给您回电")).to_be_visible()
    await expect(phone.get_by_text("最晚 后天 21:00 前打给您。")).to_be_visible()
    await phone.go_back()
    await expect(seen(phone, "已退出排队")).to_be_visible()


async def test_who_keeps_the_place_and_goes_is_fetched_back(site: Site, phone: Page) -> None:
    await ask_for_human(phone)
    await phone.locator(".options").get_by_text("保留排位，先去忙").click()
    await expect(phone.get_by_text("正在为您排队")).to_be_visible()

    desk = await site.consultant()
    await desk.take()

    await expect(phone.get_by_text("0101 号咨询员正在服务")).to_be_visible()


@pytest.mark.article("R4.2")
async def test_consultant_is_seen_to_join_to_type_to_answer_and_to_read(
    site: Site, phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await site.consultant()
    await ask_for_human(phone)

    talk = await desk.take()
    await expect(seen(phone, "0101 号咨询员已接入")).to_be_visible()
    await desk.type(talk)
    await expect(phone.get_by_text("0101 号咨询员正在输入…")).to_be_visible()
    await desk.say(talk, GREETING)
    await expect(phone.locator(".they").filter(has_text=GREETING)).to_be_visible()
    await expect(phone.get_by_text("正在输入…")).to_have_count(0)
    await write(phone, "好的，我试试")
    await expect(phone.locator(".mine").filter(has_text="好的，我试试")).to_contain_text("已送达")
    await desk.read(talk)

    await expect(phone.get_by_text("已读", exact=True)).to_be_visible()
    await shot(phone, "taxpayer-served-phone")
    await no_barriers(phone)


async def test_arrivals_are_announced_and_call_back_who_looks_elsewhere(site: Site, phone: Page) -> None:
    desk = await site.consultant()
    await ask_for_human(phone)
    talk = await desk.take()
    await phone.evaluate(
        "() => { Object.defineProperty(document, 'hidden', {get: () => window.away ?? false, configurable: true});"
        " window.away = true; document.dispatchEvent(new Event('visibilitychange')) }"
    )

    await desk.say(talk, "请看一下右上角的版本号")

    await expect(phone.get_by_role("log")).to_contain_text("0101 号咨询员：请看一下右上角的版本号")
    await expect(phone).to_have_title("【新消息】税务咨询服务平台")
    await phone.evaluate(
        "() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')) }"
    )
    await expect(phone).to_have_title("税务咨询服务平台")


async def test_own_message_can_be_recalled_within_two_minutes(site: Site, open_page: OpenPage) -> None:
    page = await open_page(size=DESKTOP)
    desk = await site.consultant()
    await ask_for_human(page)
    talk = await desk.take()
    await desk.say(talk, GREETING)
    await write(page, "发错了")
    line = page.locator(".mine").filter(has_text="发错了")

    await line.get_by_role("button", name="这条消息的操作").click()
    await button(page, "撤回").click()

    await expect(page.get_by_text("您撤回了一条消息")).to_be_visible()
    assert "发错了" not in await my_lines(page)
    await write(page, "这条留着")
    await expect(page.locator(".mine").filter(has_text="这条留着")).to_be_visible()
    await site.pass_time(125)
    await expect(page.locator(".mine").filter(has_text="这条留着").locator(".more")).to_have_count(0)


async def test_end_is_asked_in_place_then_rated_and_followed_up(
    site: Site, phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await site.consultant()
    await ask_for_human(phone)
    talk = await desk.take()
    await desk.say(talk, GREETING)
    await desk.close(talk)

    await expect(phone.get_by_role("heading", name="咨询已结束")).to_be_visible()
    await button(phone, "提交评价").click()
    await expect(phone.get_by_text("请先选一个满意程度。")).to_be_visible()
    await phone.get_by_text("非常满意").click()
    await button(phone, "已解决").click()
    await button(phone, "讲得清楚").click()
    await shot(phone, "taxpayer-rating-phone")
    await no_barriers(phone)
    await button(phone, "提交评价").click()
    await expect(phone.get_by_text("谢谢您的评价。")).to_be_visible()
    await expect(phone.get_by_text(re.compile(r"^SL-20261110-\d{4}$")).first).to_be_visible()

    await button(phone, "就此事再问").click()
    await write(phone, "刚才的办法第二天还是不行")
    await expect(phone.get_by_role("heading", name="在线咨询")).to_be_visible()
    assert (await my_lines(phone))[0] == "刚才的办法第二天还是不行"


async def test_taxpayer_ends_the_dialogue_after_being_asked(phone: Page) -> None:
    await ask_for_human(phone)
    await button(phone, "不用人工了，退出排队").click()
    await button(phone, "结束").click()
    await expect(phone.get_by_text("要结束这次咨询吗？")).to_be_visible()

    await button(phone, "结束咨询").click()

    await expect(phone.get_by_role("heading", name="咨询已结束")).to_be_visible()
    await expect(phone.get_by_text("您已结束", exact=True)).to_be_visible()


async def test_who_fills_in_a_form_is_told_that_the_consultant_is_there(site: Site, phone: Page) -> None:
    await ask_for_human(phone)
    await phone.locator(".options").get_by_text("留言", exact=True).click()
    await phone.get_by_role("textbox", name="要咨询的内容").fill("写到一半")

    desk = await site.consultant()
    talk = await desk.take()
    await expect(seen(phone, "咨询员已接入")).to_be_visible()
    await desk.say(talk, GREETING)
    await button(phone, "回到对话").click()

    await expect(phone.locator(".they").filter(has_text=GREETING)).to_be_visible()
