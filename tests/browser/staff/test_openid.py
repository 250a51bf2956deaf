"""A bureau's people come in by its own page, and are told there and here what does not work."""

import re
from datetime import datetime

import pyotp
import pytest
from playwright.async_api import Page, expect

from helpline.kit.clock import SystemClock
from helpline.people import second_factor
from helpline.people.store import factors
from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.support.desk_page import DESK
from tests.support.issuer import PASSWORD, IssuerProcess, in_thread, person, register
from tests.support.processes import free_port
from tests.support.site import Site

BUTTON = "使用市局统一身份认证登录"


@pytest.fixture
def start_at() -> datetime:
    """The provider goes by the machine's clock."""
    return SystemClock().now()


@pytest.fixture
def at_port() -> int:
    return free_port()


@pytest.fixture
async def bureau(site: Site, issuer: IssuerProcess) -> IssuerProcess:
    await in_thread(issuer, "meet", clients=[], people={})
    card = await register(site.url, issuer)
    issuer.meet(card, {"zheng": person("0910"), "nobody": person("7777")}, site.url)
    return issuer


async def _log_in_there(page: Page, login: str) -> None:
    await expect(page.get_by_role("heading", name="市局统一身份认证")).to_be_visible()
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.keyboard.press("Enter")


async def test_an_official_comes_in_by_the_bureaus_page_and_goes_out_by_it(
    site: Site, bureau: IssuerProcess, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_page("/calendar?year=2026", size=DESK)
    await expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    await shot(page, "staff-login-bureau")
    await no_barriers(page)
    await page.get_by_role("button", name=BUTTON).click()
    await _log_in_there(page, "zheng")

    await expect(page.get_by_role("heading", name="工作日历")).to_be_visible()
    assert page.url == f"{site.url}/calendar?year=2026"

    await page.get_by_role("button", name="我的账户").click()
    await page.get_by_role("menuitem", name="退出登录").click()
    await page.get_by_role("button", name="全部退出").click()
    await expect(page).to_have_url(re.compile("/login$"))
    await expect(page.get_by_role("button", name=BUTTON)).to_be_visible()


async def test_whom_the_bureau_knows_and_we_do_not_is_told_at_the_door(
    site: Site, bureau: IssuerProcess, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    secret = second_factor.new_secret()
    async with site.db.deed() as tx:
        found = await tx.fetchval("select id from staff where number = '0910'")
        await factors.begin(tx, found, secret)
        await factors.confirm(tx, found)
    page = await open_page("/login", size=DESK)
    await page.get_by_role("button", name=BUTTON).click()
    await _log_in_there(page, "nobody")

    await expect(page.get_by_role("alert")).to_contain_text("没有您可用的账号")
    await expect(page).to_have_url(re.compile("/login$"))
    await shot(page, "staff-login-bureau-refused")
    await no_barriers(page)

    await page.get_by_role("button", name=BUTTON).click()
    await _log_in_there(page, "zheng")
    await expect(page.get_by_label("动态码")).to_be_focused()
    assert "code=" not in page.url
    await page.keyboard.type("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("动态码不正确")
    await shot(page, "staff-login-bureau-code")
    await no_barriers(page)
    await page.get_by_label("动态码").fill(pyotp.TOTP(secret).at(site.clock.now()))
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/home$"))
