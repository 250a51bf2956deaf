"""One's own account: a given password is changed first, the phone is enrolled, log-ins are seen and ended."""

import re
from datetime import timedelta

import pyotp
import pytest
from playwright.async_api import expect

from helpline.people import login
from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.support.desk_page import DESK, sign_in
from tests.support.people import PASSWORD
from tests.support.site import Site

GIVEN, MINE = "Given-12366", "Suzhouhe-12366"


@pytest.mark.article("R18.1")
async def test_a_given_password_is_changed_before_anything_opens(
    site: Site, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    await login.set_password(site.db, "0101", GIVEN)
    page = await open_page("/login", size=DESK)
    await sign_in(page, "0101", GIVEN)
    await expect(page.get_by_text("继续之前，请先修改密码")).to_be_visible()
    await page.goto(site.url + "/knowledge")
    await expect(page.get_by_text("继续之前，请先修改密码")).to_be_visible()

    await page.get_by_label("当前密码").fill(GIVEN)
    await page.get_by_label("新密码", exact=True).fill("P@ssw0rd1")
    await page.get_by_label("再输一次新密码").fill("P@ssw0rd1")
    await page.get_by_role("button", name="修改密码").click()
    await expect(page.get_by_role("alert")).to_contain_text("太常见")
    await shot(page, "account-password-due")
    await no_barriers(page)
    await page.get_by_label("新密码", exact=True).fill(MINE)
    await page.get_by_label("再输一次新密码").fill(MINE)
    await page.get_by_role("button", name="修改密码").click()

    await expect(page).to_have_url(re.compile("/knowledge$"))


async def test_the_phone_is_enrolled_and_asked_for_at_the_next_log_in(
    site: Site, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_page("/login", size=DESK)
    await sign_in(page, "0124")
    await page.get_by_role("button", name="我的账户").click()
    await page.get_by_role("menuitem", name="我的账号").click()
    await page.get_by_role("button", name="启用两步验证").click()
    await page.get_by_label("请再输一次密码").fill(PASSWORD)
    await page.keyboard.press("Enter")
    phone = pyotp.TOTP((await page.locator("code").inner_text()).replace(" ", ""))
    await expect(page.get_by_role("img", name="两步验证二维码")).to_be_visible()
    await shot(page, "account-enrolment")
    await no_barriers(page)
    await page.get_by_label("手机上显示的六位数字").fill(phone.at(site.clock.now()))
    await page.keyboard.press("Enter")
    await expect(page.locator(".codes li")).to_have_count(10)
    await shot(page, "account-recovery-codes")
    await page.get_by_role("button", name="我已抄好").click()
    await expect(page.get_by_text("恢复码剩 10 个")).to_be_visible()

    site.clock.advance(timedelta(seconds=60))
    other = await open_page("/login", size=DESK)
    await sign_in(other, "0124")
    await expect(other.get_by_label("动态码")).to_be_focused()
    await shot(other, "staff-login-code")
    await other.keyboard.type(phone.at(site.clock.now()))
    await other.keyboard.press("Enter")
    await expect(other).to_have_url(re.compile("/home$"))

    await page.reload()
    await expect(page.get_by_role("row")).to_have_count(3)
    await page.get_by_role("button", name="退出其他所有登录").click()
    await expect(page.get_by_text("已退出其他 1 处登录")).to_be_visible()
    await expect(other.get_by_text("登录已失效")).to_be_visible()
    await shot(page, "account")
