"""From a tile of the board to the dialogue behind it: listened to, whispered into, joined, taken over."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.browser.desk.conftest import OpenDesk, open_desk  # noqa: F401 - a fixture
from tests.support.desk_page import DESK, card, composer, say, sign_in, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

QUESTION = "请帮我看看申报表为什么打不开"
WHISPER = "先请对方核对申报所属期"


@pytest.mark.article("R14.1", "R5.3")
async def test_a_team_lead_listens_whispers_steps_in_and_takes_over_by_keys(
    site: Site,
    open_page: OpenPage,
    open_desk: OpenDesk,  # noqa: F811
    shot: Shot,
    no_barriers: Barriers,
) -> None:
    desk = await open_desk()
    board = await open_page("/login", size=DESK)
    await sign_in(board, "0110")
    line = await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(desk, "陈*")
    await say(desk, "您好，请讲。")
    await line.says("还是打不开")

    tile = board.locator(".person").filter(has_text="0101")
    await expect(tile).to_contain_text("服务中")
    await tile.click()
    await board.keyboard.press("l")
    panel = board.locator("aside.over")
    await expect(panel).to_contain_text("还是打不开")
    await line.says("提示所属期错误")
    await expect(panel).to_contain_text("提示所属期错误")
    await shot(board, "wallboard-listening")

    await board.keyboard.press("w")
    await board.keyboard.type(WHISPER)
    await board.keyboard.press("Enter")
    aside = desk.get_by_role("region", name="班长耳语")
    await expect(aside).to_contain_text(f"班长 0110 号{WHISPER}")
    await aside.get_by_role("textbox").fill("好的，正在核对")
    await desk.keyboard.press("Enter")
    await expect(panel.locator(".beside")).to_contain_text("好的，正在核对")
    await shot(desk, "desk-whisper")
    await no_barriers(desk)

    await panel.get_by_role("button", name=re.compile("介入")).click()
    await panel.get_by_role("textbox", name="告诉纳税人").fill("您好，我是班长，一起看看。")
    await board.keyboard.press("Enter")
    await expect(desk.locator(".middle")).to_contain_text("您好，我是班长，一起看看。")
    await expect(desk.locator(".middle header")).to_contain_text("班长 0110 号已介入")
    assert "您好，我是班长，一起看看。" in await line.texts()
    assert WHISPER not in str(await line.texts())

    await panel.get_by_role("button", name=re.compile("接管")).click()
    await panel.get_by_role("textbox", name="为什么接管").fill("涉及多个所属期，我来办")
    await shot(board, "wallboard-overseeing")
    await no_barriers(board)
    await board.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("status").filter(has_text="接管对话")).to_contain_text(
        "涉及多个所属期，我来办"
    )
    await expect(card(desk, "陈*")).to_have_count(0)
    await shot(desk, "desk-taken-over")
    assert (await line.state())["consultant"] == "0110 号咨询员"

    await board.keyboard.press("Escape")
    await tile.click()
    await board.keyboard.press("s")
    await board.get_by_role("radio", name="小休").check()
    await board.get_by_role("textbox", name="为什么改状态").fill("连续接待，先休息")
    await board.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("button", name="在岗状态")).to_contain_text("小休")
    await expect(composer(board)).to_have_count(0)


@pytest.mark.article("R14.1", "R12.1")
async def test_an_officer_compares_the_tiers_and_opens_the_dialogues_behind_a_line(
    site: Site, open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await site.consultant("0101")
    line = await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    talk = await desk.take()
    await desk.say(talk, "您好，请讲。")
    await line.says("还是打不开")
    board = await open_page("/login", size=DESK)
    await sign_in(board, "0910")
    await expect(board).not_to_have_url(re.compile("login"))
    await board.goto(f"{site.url}/wallboard")

    table = board.get_by_role("region", name="各层对比")
    await expect(table).to_contain_text("今日服务纳税人1")
    row = table.get_by_role("row").filter(has_text="100.0%")
    await expect(row).to_contain_text("1 / 1")
    await expect(table.get_by_role("row").filter(has_text="0 / 0").first).to_contain_text("—")
    await shot(board, "wallboard-tiers")
    await no_barriers(board)
    await row.get_by_role("button").click()
    await board.locator("aside.all .line").click()

    panel = board.locator("aside.over")
    await expect(panel).to_contain_text("还是打不开")
    await expect(panel.get_by_role("button", name="接管")).to_have_count(0)
    await shot(board, "wallboard-tiers-dialogue")
