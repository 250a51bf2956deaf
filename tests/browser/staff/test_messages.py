"""R6.2: a message that was left is read by one who then answers for it."""

import re

import pytest
from playwright.async_api import Page, expect

from helpline.kit.ids import new_id
from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage
from tests.support.site import Site
from tests.support.taxpayer_line import left_message

PHONE = "13912345678"


@pytest.mark.article("R6.2")
@pytest.mark.article("R18.1")
async def test_a_message_is_read_owned_and_answered_from_the_list(
    site: Site, open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    await left_message(
        site, client_id=str(new_id()), text="申报密码忘了，手机号也换了", name="孙敏", phone=PHONE
    )
    page = await open_as("0101", "/promises")
    await page.get_by_role("button", name=re.compile("孙.*留言.*未看")).click()
    await expect(page.get_by_text("还没有责任人").last).to_be_visible()

    await page.get_by_role("button", name="阅看并负责答复").click()
    await expect(page.locator(".detail")).to_contain_text("0101 号咨询员")
    await _dials(page, shot, no_barriers)
    await page.get_by_role("textbox", name="答复").fill("请凭身份证件到办税服务厅重置密码。")
    await shot(page, "staff-message")
    await no_barriers(page)
    await page.keyboard.press("Control+Enter")

    await expect(page.get_by_text("没有待答复的事")).to_be_visible()
    await page.get_by_role("button", name=re.compile("已答复 1")).click()
    await expect(page.get_by_role("button", name=re.compile("孙.*留言.*已答复"))).to_be_visible()


async def _dials(page: Page, shot: Shot, no_barriers: Barriers) -> None:
    """R18.1: the number to dial is seen with a reason, under a watermark, and hides itself again."""
    await page.clock.install()
    await page.get_by_role("button", name="查看电话明文").click()
    dialog = page.get_by_role("dialog", name="查看电话明文")
    await expect(dialog.get_by_label("事由")).to_have_value("call_back")
    await dialog.get_by_label("具体缘由").fill("按留言回电")
    await dialog.get_by_role("button", name="查看", exact=True).click()
    picture = page.get_by_role("img", name=PHONE)
    await expect(picture).to_be_visible()
    assert PHONE not in await page.inner_text("body")
    await shot(page, "staff-message-reveal")
    await no_barriers(page)
    await page.clock.run_for(8_000)
    await expect(picture).to_be_visible()
    await page.clock.run_for(22_000)
    await expect(picture).to_have_count(0)
    await expect(dialog).to_have_count(0)
    await page.clock.resume()


@pytest.mark.article("R5.3")
async def test_a_colleagues_message_must_be_taken_over_by_name_before_it_is_answered(
    site: Site, open_as: OpenStaffPage
) -> None:
    await left_message(site, client_id=str(new_id()), text="申报密码忘了", name="孙敏", phone="13912345678")
    first = await open_as("0101", "/promises")
    await first.get_by_role("button", name=re.compile("孙")).click()
    await first.get_by_role("button", name="阅看并负责答复").click()
    await expect(first.get_by_role("textbox", name="答复")).to_be_visible()

    second = await open_as("0102", "/promises")
    await second.get_by_role("button", name=re.compile("孙")).click()
    await expect(second.get_by_role("textbox", name="答复")).to_have_count(0)
    await second.get_by_role("button", name="改由我负责").click()

    await expect(second.get_by_role("textbox", name="答复")).to_be_visible()
