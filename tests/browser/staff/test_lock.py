"""A covered desk: nothing shows, what was written is there afterwards, all tabs go together."""

from playwright.async_api import expect

from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.support.desk_page import DESK, sign_in
from tests.support.people import PASSWORD


async def test_a_page_is_locked_by_key_in_all_tabs_and_opens_where_it_was(
    open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_page("/account", size=DESK)
    await sign_in(page, "0101")
    draft = page.get_by_label("新密码", exact=True)
    await draft.fill("not-sent-yet")
    tab = await page.context.new_page()
    await tab.goto(page.url.replace("/account", "/calendar"))
    await expect(tab.get_by_role("heading", name="工作日历")).to_be_visible()
    await page.bring_to_front()

    await page.keyboard.press("Alt+Shift+L")

    await expect(page.get_by_role("heading", name="页面已锁定")).to_be_visible()
    await expect(tab.get_by_role("heading", name="页面已锁定")).to_be_visible()
    await expect(draft).to_be_hidden()
    await shot(page, "staff-locked")
    await no_barriers(page)
    await tab.reload()
    await expect(tab.get_by_role("heading", name="页面已锁定")).to_be_visible()

    await page.get_by_label("0101 密码").fill("wrong-password")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("密码不正确")
    await page.get_by_label("0101 密码").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(draft).to_have_value("not-sent-yet")
    await expect(tab.get_by_role("heading", name="工作日历")).to_be_visible()
