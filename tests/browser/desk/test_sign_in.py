"""Who comes in, and where each one arrives."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.support.desk_page import DESK, sign_in
from tests.support.people import PASSWORD


async def test_a_wrong_password_is_refused_in_place_and_the_right_one_opens_the_desk(
    open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_page("/login", size=DESK)
    await expect(page.get_by_label("工号")).to_be_focused()

    await sign_in(page, "0101", "wrong-password")

    await expect(page.get_by_role("alert")).to_contain_text("工号或密码")
    await expect(page.get_by_label("密码", exact=True)).to_be_focused()
    await shot(page, "staff-login-refused")
    await no_barriers(page)
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/desk$"))
    await expect(page).to_have_title(re.compile("咨询工作台"))


async def test_empty_fields_are_named_before_anybody_is_asked(open_page: OpenPage) -> None:
    page = await open_page("/login", size=DESK)

    await page.get_by_role("button", name="登录").click()

    await expect(page.get_by_role("alert")).to_contain_text("请填写工号")
    await expect(page.get_by_label("工号")).to_be_focused()


@pytest.mark.parametrize(
    ("number", "path"), [("0101", "/desk"), ("0110", "/wallboard"), ("0121", "/knowledge"), ("0124", "/home")]
)
async def test_each_role_arrives_where_its_work_begins(open_page: OpenPage, number: str, path: str) -> None:
    page = await open_page("/login", size=DESK)

    await sign_in(page, number)

    await expect(page).to_have_url(re.compile(f"{path}$"))


async def test_who_was_on_the_way_to_a_page_comes_there_after_signing_in(open_page: OpenPage) -> None:
    page = await open_page("/calendar?year=2026", size=DESK)
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()

    await sign_in(page, "0101")

    await expect(page.get_by_role("heading", name="工作日历")).to_be_visible()


async def test_signing_in_never_leads_to_another_site(open_page: OpenPage) -> None:
    page = await open_page("/login?next=//elsewhere.example/", size=DESK)

    await sign_in(page, "0101")

    await expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/desk$"))


async def test_without_the_right_the_page_says_so_and_shows_the_way_back(
    open_page: OpenPage, shot: Shot
) -> None:
    page = await open_page("/wallboard", size=DESK)

    await sign_in(page, "0101")

    await expect(page.get_by_role("heading", name="您的岗位不能打开这个页面")).to_be_visible()
    await expect(page.get_by_text("当前登录岗位：咨询员")).to_be_visible()
    await expect(page.get_by_role("link", name="回首页")).to_be_visible()
    await shot(page, "staff-no-right")


async def test_signing_out_closes_the_door_for_every_page(open_page: OpenPage) -> None:
    page = await open_page("/login", size=DESK)
    await sign_in(page, "0101")
    await expect(page.get_by_role("button", name="我的账户")).to_be_visible()

    await page.get_by_role("button", name="我的账户").click()
    await page.get_by_role("menuitem", name="退出登录").click()

    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    await page.goto(page.url.replace("/login", "/desk"))
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
