"""Organisations and people on one page, each administrator doing only what is theirs."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage

SYSTEM, SECURITY = "0997", "0998"


@pytest.mark.article("R14.1")
async def test_the_system_administrator_keeps_the_organisations_and_not_the_people(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_as(SYSTEM, "/people")
    await expect(page.get_by_text("您的岗位不能查看人员名单")).to_be_visible()
    await page.get_by_role("treeitem", name="徐汇区").click()
    await page.get_by_role("button", name="新设办税服务厅").click()
    dialog = page.get_by_role("dialog", name="新设办税服务厅")
    await dialog.get_by_label("名称").fill("徐汇区第一办税服务厅")
    await dialog.get_by_label("地址").fill("某路 1 号")
    await dialog.get_by_label("经度").fill("121.438")
    await dialog.get_by_label("纬度").fill("31.18")
    await dialog.get_by_label("事由").fill("新厅启用")
    await dialog.get_by_role("button", name="确定").click()
    await expect(dialog).to_have_count(0)

    await page.get_by_role("treeitem", name="徐汇区").focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="徐汇区第一办税服务厅")).to_have_count(2)
    await page.get_by_role("treeitem", name="徐汇区 征管局").click()
    await page.get_by_text("机构资料与沿革").click()
    await expect(page.get_by_role("cell", name="浦江税务技术服务有限公司").first).to_be_visible()
    await shot(page, "people-organisations")
    await no_barriers(page)


@pytest.mark.article("R14.1", "R5.3")
async def test_the_security_administrator_hires_sends_on_leave_and_hands_over(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_as(SECURITY, "/people")
    await expect(page.get_by_role("button", name="新设处室")).to_have_count(0)
    search = page.get_by_role("searchbox")
    await search.fill("王")
    await search.press("Enter")
    await page.get_by_role("button", name="王芳").first.click()
    card = page.get_by_role("complementary", name="王芳")
    await card.get_by_role("button", name="休假").click()
    leave = page.get_by_role("dialog", name="登记休假")
    await expect(leave).to_contain_text("0110 陈明")
    await leave.get_by_label("事由").fill("年假")
    await leave.get_by_role("button", name="确定").click()
    await expect(card.get_by_role("button", name="销假")).to_be_visible()
    await expect(page.get_by_role("row", name="0101 王芳")).to_contain_text("休假")
    await search.press("Escape")

    await page.get_by_role("treeitem", name="浦江 服务商").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter"):
        await page.keyboard.press(key)
    await page.get_by_role("button", name="录入人员").click()
    hiring = page.get_by_role("dialog", name="录入人员")
    await hiring.get_by_label("工号").fill("0150")
    await hiring.get_by_label("姓名").fill("高远")
    await hiring.get_by_label("事由").fill("新聘")
    await shot(page, "people-hiring")
    await hiring.get_by_role("button", name="确定").click()
    await expect(hiring.get_by_role("status")).to_contain_text("只显示这一次")
    await hiring.get_by_role("button", name="我已记下").click()

    await page.get_by_role("button", name="高远").click()
    await expect(page.get_by_role("complementary", name="高远")).to_contain_text("新聘")
    await shot(page, "people-staff")
    await no_barriers(page)
