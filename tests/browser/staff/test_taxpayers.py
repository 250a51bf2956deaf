"""The register: found, masked, taken in with a report of refused rows."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage

OFFICER, CONSULTANT = "0901", "0101"
GOOD = "91310104MA1FR5TX3B"
ROWS = f"""名称,统一社会信用代码,征管局,联系人,电话
上海澄砚贸易有限公司,{GOOD},徐汇区,张伟,13812345678
坏代码公司,123,徐汇区,李四,13912345678
"""


async def test_a_register_is_taken_in_and_each_refused_row_is_told_with_its_reason(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_as(OFFICER, "/taxpayers")
    await page.get_by_role("button", name="导入名册").click()
    dialog = page.get_by_role("dialog", name="导入名册")
    await dialog.get_by_role("button", name="开始导入").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("请先选文件")
    await dialog.locator("input[type=file]").set_input_files(
        {"name": "名册.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    )

    await dialog.get_by_role("button", name="开始导入").click()

    report = page.get_by_role("dialog", name="导入结果")
    await expect(report.get_by_role("status")).to_contain_text("1 行有问题，其余已导入")
    await expect(report.get_by_role("row").nth(1)).to_contain_text("应为 18 位")
    await shot(page, "staff-taxpayers-import")
    await no_barriers(page)
    async with page.expect_download() as download:
        await report.get_by_role("button", name="下载问题行").click()
    text = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith('"3","统一社会信用代码"')


@pytest.mark.article("R18.1")
async def test_a_taxpayer_is_found_and_people_stay_masked(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    officer = await open_as(OFFICER, "/taxpayers")
    await officer.get_by_role("button", name="导入名册").click()
    await officer.locator(".el-dialog input[type=file]").set_input_files(
        {"name": "名册.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    )
    await officer.get_by_role("button", name="开始导入").click()
    await expect(officer.get_by_role("dialog", name="导入结果")).to_be_visible()

    page = await open_as(CONSULTANT, "/taxpayers")
    await page.get_by_role("searchbox", name="查找纳税人").fill("澄砚")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="上海澄砚贸易有限公司").click()

    await expect(page.locator(".open")).to_contain_text("张*")
    await expect(page.locator(".open")).to_contain_text("138****5678")
    await expect(page.get_by_text("13812345678")).to_have_count(0)
    await expect(page.get_by_role("button", name="导入名册")).to_have_count(0)
    await shot(page, "staff-taxpayers")
    await no_barriers(page)


async def test_nothing_found_says_what_to_try_next(open_as: OpenStaffPage) -> None:
    page = await open_as(CONSULTANT, "/taxpayers")

    await page.get_by_role("searchbox", name="查找纳税人").fill("不存在的公司")
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("核对代码，或换名称里的几个字")).to_be_visible()
