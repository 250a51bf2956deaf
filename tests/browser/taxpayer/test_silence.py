"""Article 4: both silences, and the choice to wait or to be answered later."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Barriers, Shot
from tests.support.consultant_desk import ConsultantDesk
from tests.support.site import Site
from tests.support.taxpayer_page import GREETING, ask_for_human, button, seen, write


async def served(site: Site, page: Page) -> tuple[ConsultantDesk, str]:
    """A consultant has taken the dialogue and said hello."""
    desk = await site.consultant()
    await ask_for_human(page)
    talk = await desk.take()
    await desk.say(talk, GREETING)
    await expect(page.locator(".they").filter(has_text=GREETING)).to_be_visible()
    return desk, talk


@pytest.mark.article("R4.5")
async def test_taxpayers_silence_brings_reminder_then_closing_words(
    site: Site, phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    await served(site, phone)

    await site.pass_time(200)
    await expect(seen(phone, "您还在吗？")).to_have_count(0)
    await site.pass_time(42)
    await expect(seen(phone, "您还在吗？")).to_be_visible()
    await expect(seen(phone, "未收到您的回复，即将结束")).to_be_visible()
    await shot(phone, "taxpayer-reminder-phone")
    await no_barriers(phone)
    await site.pass_time(60)

    await expect(phone.get_by_role("heading", name="咨询已结束")).to_be_visible()
    await expect(seen(phone, "因为一直没有收到您的回复")).to_be_visible()
    await expect(button(phone, "就此事再问")).to_be_visible()
    await shot(phone, "taxpayer-ended-silent-phone")


@pytest.mark.article("R4.5")
async def test_one_tap_says_that_one_is_still_here(site: Site, phone: Page) -> None:
    await served(site, phone)
    await site.pass_time(242)

    await button(phone, "我还在").click()

    await expect(seen(phone, "未收到您的回复，即将结束")).to_have_count(0)
    await site.pass_time(62)
    await expect(phone.get_by_role("heading", name="在线咨询")).to_be_visible()


@pytest.mark.article("R4.4")
async def test_consultants_silence_makes_the_system_ask(site: Site, phone: Page) -> None:
    await served(site, phone)
    await write(phone, "我这里还是显示处理中")
    await expect(phone.locator(".mine").filter(has_text="还是显示处理中")).to_be_visible()

    await site.pass_time(121)

    await expect(phone.locator(".asks")).to_contain_text("您愿意继续等，还是稍后答复您？")


@pytest.mark.article("R4.4")
async def test_taxpayer_chooses_to_wait(site: Site, phone: Page, shot: Shot, no_barriers: Barriers) -> None:
    desk, talk = await served(site, phone)

    await desk.ask_to_wait(talk, 3)
    card = phone.locator(".asks")
    await expect(card).to_contain_text("大约 3 分钟")
    await shot(phone, "taxpayer-wait-question-phone")
    await no_barriers(phone)
    await card.get_by_role("button", name="继续等待").click()

    await expect(card).to_contain_text("您选了继续等待")
    await expect(seen(phone, "咨询员去核实")).to_be_visible()
    await expect(phone.get_by_role("timer")).to_contain_text("余")
    await shot(phone, "taxpayer-wait-promise-phone")


@pytest.mark.article("R4.4")
async def test_taxpayer_chooses_later_with_a_phone_that_is_checked(
    site: Site, phone: Page, shot: Shot
) -> None:
    desk, talk = await served(site, phone)
    await desk.ask_to_wait(talk, 5)
    await button(phone, "稍后答复").click()
    number = phone.get_by_role("textbox", name="联系电话（选填）")

    await number.fill("12345")
    await button(phone, "就这样，稍后答复我").click()
    await expect(seen(phone, "这个号码不对")).to_be_visible()
    await shot(phone, "taxpayer-later-phone")
    await number.fill("138 0013 8000")
    await button(phone, "就这样，稍后答复我").click()

    await expect(phone.get_by_role("heading", name="咨询已结束")).to_be_visible()
    await expect(phone.get_by_text("稍后答复", exact=True).first).to_be_visible()
    await expect(seen(phone, "前答复您").first).to_be_visible()
