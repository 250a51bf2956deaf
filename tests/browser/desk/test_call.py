"""A consultant's way through a call, by the keys of the desk; the telephone system is in memory."""

import io
import re
from uuid import UUID

import pytest
from playwright.async_api import Locator, Page, expect

from helpline.taxpayers import commands as taxpayers
from tests.browser.conftest import Barriers, Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.caller_line import CallerLine
from tests.support.desk_page import pass_time
from tests.support.site import Site
from tests.support.taxpayers import csv_file, csv_rows

KNOWN = "13800000001"
"""The contact of a taxpayer on the register."""


def ringing(desk: Page) -> Locator:
    return desk.locator(".offer.call")


async def talking(desk: Page, line: CallerLine, staff: UUID, number: str = "138****5678") -> None:
    """The call that rings is taken by its key, and the telephone lifted."""
    await expect(ringing(desk)).to_be_visible()
    await desk.keyboard.press("F9")
    await expect(desk.locator(".middle h2")).to_contain_text(number)
    await line.pick_up(staff)
    await expect(desk.locator(".state .what")).to_have_text("通话中")


@pytest.mark.article("R5.3")
@pytest.mark.article("R5.5")
async def test_a_call_is_taken_held_ended_and_put_on_record_without_a_mouse(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()
    line = CallerLine(site)
    mine = await line.phone("0101")
    await line.waits()

    await expect(ringing(desk)).to_contain_text("138****5678")
    await expect(ringing(desk)).not_to_contain_text("13812345678")
    await shot(desk, "call-rings")
    await no_barriers(desk)
    await desk.keyboard.press("F9")
    await expect(desk.locator(".state")).to_contain_text("请接起电话")
    await shot(desk, "call-connecting")
    await line.pick_up(mine)
    await expect(desk.locator(".state .what")).to_have_text("通话中")
    await expect(desk.locator(".right").get_by_label("问题与答复摘要")).to_be_visible()
    await expect(desk.locator(".procedure .on")).to_contain_text("问候")
    await desk.keyboard.press("Alt+.")
    await expect(desk.locator(".procedure .on")).to_contain_text("确认身份")
    await shot(desk, "call-talking")
    await no_barriers(desk)

    await desk.keyboard.press("Alt+w")
    await expect(desk.locator(".state .what")).to_contain_text("对方在听音乐")
    await desk.keyboard.press("Alt+a")
    await expect(desk.locator(".state")).to_contain_text("对方听不到您")
    await shot(desk, "call-held")
    await desk.keyboard.press("Alt+w")
    await desk.keyboard.press("Alt+a")
    await expect(desk.locator(".state .what")).to_have_text("通话中")

    await pass_time(site, 60)
    await desk.keyboard.press("Alt+q")
    await expect(desk.locator(".after")).to_contain_text("通话已结束")
    await line.run()
    await expect(desk.locator(".after")).to_contain_text("整理时间")
    await desk.keyboard.press("Alt+1")
    await shot(desk, "call-after")
    await no_barriers(desk)
    await desk.keyboard.press("Alt+3")
    form = desk.locator(".case")
    await form.get_by_label("系统").select_option(index=1)
    await form.get_by_label("操作类").check()
    await form.get_by_label("问题分类").select_option(index=1)
    await form.get_by_label("问题与答复摘要").fill("问如何下载票种核定表，已告知步骤")
    await expect(form.get_by_text("已存")).to_be_visible()
    await desk.keyboard.press("Alt+q")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".left .item")).to_have_count(0)


@pytest.mark.article("R5.1")
@pytest.mark.article("R5.5")
async def test_a_known_caller_pops_up_and_12366_is_asked_joined_and_given_the_call(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    async with site.db.deed() as tx:
        await taxpayers.import_csv(tx, io.BytesIO(csv_file(csv_rows(1))))
    desk = await open_desk()
    line = CallerLine(site)
    mine = await line.phone("0101")
    await line.waits(KNOWN, line="12366")
    await expect(ringing(desk)).to_contain_text("上海第1号科技有限公司")
    await expect(ringing(desk)).to_contain_text("12366 转来")
    await expect(desk.locator(".ringing")).to_contain_text("首次来电")
    await shot(desk, "call-known-caller")
    await no_barriers(desk)
    await talking(desk, line, mine, "138****0001")
    await desk.keyboard.press("Alt+1")
    await expect(desk.locator("#side-pane")).to_contain_text("上海第1号科技有限公司")

    await desk.keyboard.press("Alt+l")
    give = desk.get_by_role("dialog", name="征询")
    await expect(give).to_be_visible()
    await shot(desk, "call-consult")
    await no_barriers(desk)
    await give.get_by_label("12366", exact=True).check()
    await give.get_by_label("带给 12366 的内容摘要").fill("问出口退税政策")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".third")).to_contain_text("正在振铃")
    await line.answer_outside()
    await expect(desk.locator(".third")).to_contain_text("来电人在听音乐")
    await shot(desk, "call-consulting")
    await desk.keyboard.press("Alt+z")
    await expect(desk.locator(".third")).to_contain_text("三方通话中")
    await desk.locator(".third").get_by_role("button", name=re.compile("交给 12366")).click()
    await expect(desk.locator(".after")).to_contain_text("通话已结束")


@pytest.mark.article("R5.3")
@pytest.mark.article("R4.2")
async def test_a_call_is_given_back_with_a_reason_and_handed_over_by_name(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    desk = await open_desk()
    line = CallerLine(site)
    await line.phone("0101")
    await line.waits()
    await expect(ringing(desk)).to_be_visible()

    await desk.keyboard.press("Alt+x")
    await shot(desk, "call-giving-back")
    await desk.keyboard.press("1")
    await expect(ringing(desk)).to_have_count(0)

    other = await open_desk("0102")
    theirs = await line.phone("0102")
    await line.run()
    await talking(other, line, theirs)
    await other.keyboard.press("Alt+t")
    move = other.get_by_role("dialog", name="转接")
    await move.get_by_text("0101").click()
    await move.get_by_label("转接说明").fill("已核对单位，差系统问题")
    await other.keyboard.press("Control+Enter")
    await expect(other.locator(".moved")).to_contain_text("0101")
    await shot(other, "call-handing-over")
    await line.run()
    await expect(ringing(desk)).to_contain_text("转接说明：已核对单位，差系统问题")
    await desk.keyboard.press("F9")
    await line.run()
    await expect(desk.locator(".middle h2")).to_contain_text("138****5678")
