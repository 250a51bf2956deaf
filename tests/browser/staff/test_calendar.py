"""Statutory days: seen by all, entered by those whose office it is, missed aloud."""

from datetime import datetime

import pytest
from playwright.async_api import expect

from helpline.kit.clock import SHANGHAI
from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage

CONSULTANT, OFFICER, MANAGER = "0101", "0910", "0124"
DECEMBER = datetime(2026, 12, 2, 10, 0, tzinfo=SHANGHAI)
NOTICE = """一、元旦：2027年1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2027年2月5日（周五）至11日（周四）放假调休，共7天。"""


@pytest.fixture
def start_at(request: pytest.FixtureRequest) -> datetime:
    """In December the next year's days are due."""
    return DECEMBER


async def test_the_year_shows_days_off_and_made_up_days_by_word(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_as(CONSULTANT, "/calendar?year=2026")

    october = page.get_by_role("region", name="10 月")
    await expect(october.get_by_title("2026-10-01 放假")).to_contain_text("休")
    await expect(october.get_by_title("2026-10-10 补班")).to_contain_text("班")
    await expect(page.get_by_text("全年工作日 248 天")).to_be_visible()
    await expect(page.get_by_text("10 月 26 日")).to_be_visible()
    await expect(page.get_by_role("button", name="录入放假通知")).to_have_count(0)
    await shot(page, "staff-calendar")
    await no_barriers(page)


async def test_from_december_the_missing_year_is_told_until_it_is_entered(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    home = await open_as(MANAGER, "/home")
    await expect(home.get_by_role("alert")).to_contain_text("2027")

    page = await open_as(OFFICER, "/calendar")
    await page.get_by_role("link", name="去录入").click()
    await expect(page.get_by_text("2027 年的放假通知还没有录入")).to_be_visible()
    await shot(page, "staff-calendar-missing")
    await page.get_by_role("button", name="录入放假通知").click()
    dialog = page.get_by_role("dialog", name="录入 2027 年放假通知")
    await dialog.get_by_label("通知正文").fill(NOTICE)
    await dialog.get_by_label("录入说明").fill("按国务院办公厅通知录入")
    await shot(page, "staff-calendar-entering")
    await no_barriers(page)
    await dialog.get_by_role("button", name="录入", exact=True).click()

    await expect(page.get_by_role("status").filter(has_text="已录入")).to_be_visible()
    await expect(page.get_by_title("2027-02-05 放假 春节")).to_be_visible()
    await expect(page.get_by_role("alert").filter(has_text="2027")).to_have_count(0)


async def test_a_notice_that_contradicts_itself_is_refused_as_a_whole(open_as: OpenStaffPage) -> None:
    page = await open_as(OFFICER, "/calendar?year=2027")
    await page.get_by_role("button", name="录入放假通知").click()
    dialog = page.get_by_role("dialog", name="录入 2027 年放假通知")
    await dialog.get_by_label("通知正文").fill("一、元旦：2027年1月1日（周日）至3日放假，共9天。")
    await dialog.get_by_label("录入说明").fill("试录")

    await dialog.get_by_role("button", name="录入", exact=True).click()

    await expect(dialog.get_by_role("alert")).not_to_be_empty()
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("2027 年的放假通知还没有录入")).to_be_visible()
