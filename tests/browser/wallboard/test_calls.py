"""The calls of a team on the board: listened to, whispered into, joined, taken over; the telephone system is in memory."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.browser.desk.conftest import OpenDesk, open_desk  # noqa: F401 - a fixture
from tests.support.caller_line import CallerLine
from tests.support.desk_page import DESK, sign_in
from tests.support.site import Site


@pytest.mark.article("R14.1", "R5.3")
async def test_a_team_lead_listens_whispers_steps_in_and_takes_a_call_over_by_keys(
    site: Site,
    open_page: OpenPage,
    open_desk: OpenDesk,  # noqa: F811
    shot: Shot,
    no_barriers: Barriers,
) -> None:
    desk = await open_desk()
    line = CallerLine(site)
    mine, lead = await line.phone("0101"), await line.phone("0110")
    board = await open_page("/login", size=DESK)
    await sign_in(board, "0110")
    await line.waits()
    await expect(desk.locator(".offer.call")).to_be_visible()
    await desk.keyboard.press("F9")
    await line.pick_up(mine)
    await line.waits("13912340713")

    calls = board.locator(".calls")
    await expect(calls).to_contain_text("138****5678")
    await expect(calls).not_to_contain_text("13812345678")
    await expect(calls).to_contain_text("139****0713")
    await expect(board.locator(".person").filter(has_text="0101")).to_contain_text("通话中")
    await shot(board, "wallboard-calls")
    await no_barriers(board)

    await calls.get_by_role("button", name="138****5678").click()
    await board.keyboard.press("l")
    await line.pick_up(lead)
    await expect(calls).to_contain_text("正在监听")
    await board.keyboard.press("w")
    await expect(calls).to_contain_text("只有咨询员听得到")
    await expect(desk.locator(".middle")).not_to_contain_text("也在通话中")
    await board.keyboard.press("i")
    await expect(calls).to_contain_text("双方都听得到")
    await line.run()
    await expect(desk.locator(".middle")).to_contain_text("班长 0110 号也在通话中")
    await shot(board, "wallboard-call-joined")
    await shot(desk, "call-lead-joined")

    await board.keyboard.press("o")
    await calls.get_by_role("combobox").fill("涉及多个系统，我来办")
    await board.keyboard.press("Enter")
    await line.run()
    await expect(calls.locator("tr.on")).to_contain_text("0110")
    await expect(desk.locator(".left .item")).to_have_count(0)
