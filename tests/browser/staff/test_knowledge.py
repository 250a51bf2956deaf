"""R15.2: the knowledge base is read by all, written by one and signed off by another."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

EDITOR, OTHER_EDITOR, CONSULTANT = "0121", "0221", "0101"
TITLE = "换了新电脑，怎样把旧电脑的申报数据带过来"
ANSWER = "1. 在旧电脑点【数据备份】。\n2. 把备份文件拷到新电脑。\n3. 在新电脑点【数据恢复】。"


async def _write(page: Page) -> None:
    await page.get_by_role("button", name="写一条").click()
    form = page.locator("form.editor")
    await form.get_by_label("标题（纳税人会怎么问）").fill(TITLE)
    await form.get_by_label("解答").fill(ANSWER)
    await form.get_by_label("系统").select_option(label="电子税务局")
    await form.get_by_label("问题分类").select_option(index=1)
    await form.get_by_label("来源").first.fill("平台编写：操作要点整理")


@pytest.mark.article("R15.2")
async def test_an_entry_is_drafted_submitted_and_signed_off_by_another(
    open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    writer = await open_as(EDITOR, "/knowledge")
    await _write(writer)
    preview = writer.get_by_role("complementary", name="纳税人看到的样子")
    await expect(preview.get_by_role("listitem")).to_have_count(3)
    await shot(writer, "staff-knowledge-editor")
    await no_barriers(writer)
    await writer.keyboard.press("Control+Enter")
    await expect(writer.get_by_role("heading", name=TITLE)).to_be_visible()
    await writer.get_by_role("button", name="提交审核").click()
    await expect(writer.get_by_role("status")).to_contain_text("已提交审核")
    await expect(writer.get_by_role("button", name="审核发布")).to_be_disabled()

    signer = await open_as(OTHER_EDITOR, writer.url.split("127.0.0.1")[1].partition("/")[2].join(["/", ""]))
    await signer.get_by_role("button", name="审核发布").click()

    await expect(signer.get_by_role("status")).to_contain_text("已发布")
    await expect(signer.get_by_text("对外显示第 1 版")).to_be_visible()
    await shot(signer, "staff-knowledge-published")


@pytest.mark.article("R15.2")
async def test_a_new_version_stands_beside_the_old_one(open_as: OpenStaffPage, shot: Shot) -> None:
    editor = await open_as(EDITOR, "/knowledge?e=K-0033")
    await editor.get_by_role("button", name="修改", exact=True).click()
    field = editor.get_by_label("解答")
    await field.fill(f"{await field.input_value()}\n5. 仍没有结果，联系人工。")

    await editor.get_by_role("button", name="存为草稿").click()
    await editor.get_by_role("button", name="与上一版比较").click()

    await expect(editor.locator(".diff .added")).to_have_text(re.compile("仍没有结果，联系人工"))
    await expect(editor.get_by_text("对外显示第 1 版")).to_be_visible()
    await shot(editor, "staff-knowledge-versions")


async def test_what_is_missing_is_named_before_anything_is_sent(open_as: OpenStaffPage) -> None:
    editor = await open_as(EDITOR, "/knowledge")
    await editor.get_by_role("button", name="写一条").click()
    await editor.get_by_label("标题（纳税人会怎么问）").fill(TITLE)

    await editor.get_by_role("button", name="存为草稿").click()

    await expect(editor.get_by_role("alert")).to_have_text("还缺：解答、系统、问题分类、来源")


async def test_a_consultant_reads_and_suggests_and_the_editor_works_it_off(
    open_as: OpenStaffPage, no_barriers: Barriers
) -> None:
    reader = await open_as(CONSULTANT, "/knowledge")
    await reader.get_by_role("searchbox", name="查知识").fill("申报处理中")
    await reader.get_by_role("button", name=re.compile("申报处理中")).first.click()
    await expect(reader.locator(".answer")).to_contain_text("获取反馈")
    await expect(reader.get_by_role("button", name="写一条")).to_have_count(0)
    await no_barriers(reader)
    await reader.get_by_role("button", name="提意见").click()
    await reader.keyboard.type("菜单已经改名")
    await reader.keyboard.press("Control+Enter")
    await expect(reader.get_by_role("status").filter(has_text="已提交")).to_be_visible()

    editor = await open_as(EDITOR, "/knowledge")
    await editor.get_by_role("button", name="使用者意见").click()
    await expect(editor.get_by_text("菜单已经改名")).to_be_visible()
    await editor.get_by_role("button", name="处理完毕").click()
    await editor.keyboard.type("已按新菜单改写")
    await editor.keyboard.press("Control+Enter")

    await expect(editor.get_by_text("没有待处理的意见")).to_be_visible()


async def test_a_question_that_found_nothing_becomes_an_entry(site: Site, open_as: OpenStaffPage) -> None:
    await TaxpayerLine.asks(site, "那个小玩意儿怎么鼓捣都弄不好")

    editor = await open_as(EDITOR, "/knowledge")
    await editor.get_by_role("button", name="没找到的问题").click()
    await editor.get_by_role("button", name="据此写一条").first.click()

    await expect(editor.get_by_label("标题（纳税人会怎么问）")).to_have_value(re.compile("小玩意儿"))
