"""The hotline's measures down to a recording that is played, and the plan of a day, on screen."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from helpline.calls.commands.alone import left_alone
from helpline.calls.engine import CallArrived, Recorded, call_id, message_id, recording_id
from helpline.calls.recordings import commands as recordings
from helpline.calls.recordings.model import spool_name
from helpline.calls.recordings.sweeper import Sweeper
from helpline.kit.files import FolderStore
from helpline.people import queries as people
from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage
from tests.support.call_history import a_month_of_calls
from tests.support.recordings import spoken, spooled
from tests.support.site import Site

MANAGER = "0124"


@pytest.mark.article("R6.2")
@pytest.mark.article("R11.2")
async def test_a_spoken_message_is_heard_where_it_is_answered(
    open_as: OpenStaffPage, site: Site, shot: Shot, no_barriers: Barriers, tmp_path: Path
) -> None:
    spool = tmp_path / "spool"
    now = site.db.clock.now()
    call = call_id("node1", "1764000000.7")
    arrival = CallArrived(call=call, at=now, node="node1", channel="1764000000.7", number="13698765432")
    said = Recorded(call=call, at=now, recording=message_id(call), seconds=12)
    async with site.db.deed() as tx:
        await left_alone(tx, arrival, said)
    spooled(spool, message_id(call), spoken(12))
    assert await Sweeper(site.db, FolderStore(tmp_path), spool, "node1").sweep() == 1

    page = await open_as("0101", "/promises")
    await page.get_by_text("语音留言").first.click()
    await expect(page.get_by_role("slider", name="播放位置")).to_be_visible()
    await page.get_by_role("button", name="播放").click()
    await expect(page.get_by_role("button", name="暂停")).to_be_visible()
    await shot(page, "staff-spoken-message")
    await no_barriers(page)


@pytest.mark.article("R5.2")
@pytest.mark.article("R11.2")
async def test_a_manager_goes_from_the_rate_to_the_call_to_its_recording_and_plans_tomorrow(
    open_as: OpenStaffPage, site: Site, shot: Shot, no_barriers: Barriers, tmp_path: Path
) -> None:
    async with site.db.reading() as read:
        wang = await people.staff_by_number(read, "0101")
    assert wang is not None
    assert wang.provider_id is not None
    page = await open_as(MANAGER, "/measures")
    await expect(page.get_by_text("没有要求人工的来电")).to_be_visible()
    answered = await a_month_of_calls(site.db, wang.provider_id, wang.id)
    name = recording_id(answered[0])
    await recordings.keep(
        site.db, FolderStore(tmp_path), spool_name("node1", name), name, spoken(95), site.db.clock.now()
    )

    await page.get_by_role("button", name="查看", exact=True).click()
    connect = page.locator("article", has_text="人工接通率").first
    await expect(connect).to_contain_text("%")
    await expect(page.get_by_text("在语音导航中结束")).to_be_visible()
    await page.locator("tbody tr").last.get_by_role("button").click()
    behind = page.get_by_role("region", name="的来电")
    await behind.get_by_role("button", name="听录音").last.click()
    seek = page.get_by_role("slider", name="播放位置")
    await seek.focus()
    for _ in range(2):
        await page.keyboard.press("PageUp")
    await expect(seek).to_have_attribute("aria-valuenow", "60")
    await page.get_by_role("button", name="播放").click()
    await expect(page.get_by_role("button", name="暂停")).to_be_visible()
    await expect(seek).not_to_have_attribute("aria-valuenow", "60")
    await page.get_by_role("button", name="暂停").click()
    await shot(page, "staff-measures")
    await no_barriers(page)
    async with site.db.reading() as read:
        assert await read.fetchval("select count(*) from audit_line where deed = 'calls.audio'") >= 1

    await page.goto(page.url.replace("/measures", "/staffing"))
    await page.get_by_label("日期").fill("2026-11-10")
    await page.get_by_label("离岗损耗").fill("25")
    await page.get_by_role("button", name="测算", exact=True).click()
    await expect(page.get_by_text("依据 2026-10-13 至 2026-11-09 间 4 个相同星期的日子")).to_be_visible()
    await expect(page.get_by_role("row", name="现在")).to_be_visible()
    await shot(page, "staff-staffing")
    await no_barriers(page)
    await page.get_by_label("平均处理").fill("0")
    await page.get_by_label("日期").fill("2026-11-14")
    await page.get_by_label("平均处理").fill("")
    await page.get_by_role("button", name="测算", exact=True).click()
    await expect(page.get_by_text("无法推算")).to_be_visible()
