"""The audit log on screen: the state of the chain, a line found and opened, and the chain once it was bent."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage
from tests.support.audit import bend
from tests.support.site import Site

AUDITOR, OFFICER = "0999", "0901"


@pytest.mark.article("R18.1")
async def test_the_audit_administrator_sees_who_did_what_and_whether_the_chain_is_whole(
    open_as: OpenStaffPage, site: Site, shot: Shot, no_barriers: Barriers
) -> None:
    officer = await open_as(OFFICER, "/taxpayers")
    await officer.get_by_role("searchbox", name="查找纳税人").fill("澄砚")
    await officer.keyboard.press("Enter")
    page = await open_as(AUDITOR, "/audit")
    chain = page.get_by_role("region", name="审计链")

    await chain.get_by_role("button", name="立即校验").click()

    await expect(chain.get_by_role("status")).to_contain_text("链")
    await page.get_by_label("工号").fill(OFFICER)
    await page.get_by_label("结果").select_option("查看")
    await page.get_by_role("button", name="查询").click()
    await page.get_by_role("button", name="查找纳税人").first.click()
    await expect(page.locator(".open")).to_contain_text("taxpayers.taxpayers")
    await expect(page.get_by_text("澄砚")).to_have_count(0)
    await shot(page, "staff-audit")
    await no_barriers(page)

    await bend(site.db, "delete from audit_line where outcome = 'looked'")
    await page.reload()
    await page.get_by_role("button", name="立即校验").click()
    await expect(chain).to_contain_text("处异常")
    await expect(chain).to_contain_text("这一条的内容被删除")
    await shot(page, "staff-audit-bent")
    await no_barriers(page)
    await page.get_by_label("工号").fill("9999")
    await page.get_by_role("button", name="查询").click()
    await expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
