"""R18.1 on the pages: seen under a watermark, approved by others, exported with approval, reported to the administrator."""

import pytest
from playwright.async_api import Page, expect

from helpline.regulation.queries import terms_on
from helpline.secrecy.commands import reveals
from helpline.secrecy.model import Tally
from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.browser.staff.conftest import OpenStaffPage
from tests.support.desk_page import DESK, go_on_duty, sign_in, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

PHONE = "13812345678"
CONSULTANT, OFFICER, SECURITY = "0101", "0901", "0998"


async def _reveal(page: Page, field: str) -> None:
    await page.get_by_role("button", name=f"查看{field}明文").click()
    dialog = page.get_by_role("dialog", name=f"查看{field}明文")
    await dialog.get_by_role("button", name="查看", exact=True).click()
    await expect(dialog.get_by_role("alert")).to_contain_text("至少 4 个字")
    await dialog.get_by_label("具体缘由").fill("来访人要求核对预留电话")
    await dialog.get_by_role("button", name="查看", exact=True).click()


@pytest.mark.article("R18.1")
async def test_the_consultant_sees_the_phone_of_the_case_at_hand_under_a_watermark(
    site: Site, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_page("/login", size=DESK)
    await sign_in(page, CONSULTANT)
    await go_on_duty(page)
    await TaxpayerLine.waits(site, "请帮我看看申报表为什么打不开", name="陈国栋", phone=PHONE)
    await take(page, "陈*")
    await page.get_by_role("tab", name="纳税人").click()
    await expect(page.get_by_text("138****5678")).to_be_visible()

    await _reveal(page, "电话")

    picture = page.get_by_role("img", name=PHONE)
    await expect(picture).to_be_visible()
    await expect(page.get_by_text("秒后重新隐藏")).to_be_visible()
    assert PHONE not in await page.inner_text("body")
    await shot(page, "desk-reveal")
    await no_barriers(page)
    await page.get_by_role("button", name="立即隐藏").click()
    await expect(picture).to_have_count(0)


@pytest.mark.article("R18.1")
async def test_an_export_is_asked_for_approved_by_another_and_fetched_and_alerts_are_settled(
    site: Site, open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    async with site.db.deed() as tx:
        [staff_id] = [
            row["id"] for row in await tx.fetch("select id from staff where number = $1", CONSULTANT)
        ]
        await reveals.report(tx, staff_id, Tally(reveals_at_night=7), await terms_on(tx, tx.now), tx.now)
    officer = await open_as(OFFICER, "/secrecy")
    await officer.get_by_role("button", name="申请导出").click()
    dialog = officer.get_by_role("dialog", name="申请导出")
    await dialog.get_by_label("用途说明").fill("季度核对登记资料")
    await shot(officer, "staff-export-dialog")
    await dialog.get_by_role("button", name="提交申请").click()
    await expect(officer.get_by_role("region", name="导出")).to_contain_text("等待审批")

    guard = await open_as(SECURITY, "/secrecy")
    await expect(guard.get_by_role("region", name="异常查看")).to_contain_text("夜间查看明文过多")
    await shot(guard, "staff-secrecy")
    await no_barriers(guard)
    await guard.get_by_role("textbox", name="处理情况").fill("已核实，系值班")
    await guard.get_by_role("button", name="已处理").click()
    await expect(guard.get_by_text("已核实，系值班")).to_be_visible()
    await guard.get_by_role("button", name="批准", exact=True).click()
    await site.settle()
    await expect(officer.get_by_role("button", name="下载")).to_be_visible()
    async with officer.expect_download() as download:
        await officer.get_by_role("button", name="下载").click()

    text = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    assert text.startswith("纳税人登记　DC-")
    assert "申请人 0901 冯军" in text.splitlines()[0]
    await shot(officer, "staff-exports")
