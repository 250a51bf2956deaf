"""R5.3: a dialogue is mine until somebody takes it by name."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import card, go_on_duty, offer, say, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

QUESTION = "请帮我看看申报表为什么打不开"
NOTE = "已核对发票号码，待查汇总"


async def _hand_over(desk: Page, to: str) -> None:
    """Ask a colleague, by the keyboard alone."""
    await desk.keyboard.press("Alt+t")
    dialog = desk.get_by_role("dialog", name="转给他人")
    await expect(dialog.get_by_role("radio").first).to_be_focused()
    await dialog.get_by_role("radio", name=to).press("Space")
    await dialog.get_by_role("textbox", name="转办说明").fill(NOTE)
    await desk.keyboard.press("Control+Enter")
    await expect(dialog).to_be_hidden()


@pytest.mark.article("R5.3")
async def test_a_transfer_is_pending_with_the_name_until_it_is_taken(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    mine, theirs = await open_desk("0101"), await open_desk("0102", on_duty=False)
    line = await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(mine, "陈*")
    await say(mine, "您好，请讲。")
    await go_on_duty(theirs)

    await _hand_over(mine, "0102")

    await expect(mine.locator(".moved")).to_contain_text("已请 0102 号咨询员接手")
    await expect(card(mine, "陈*")).to_contain_text("等对方应答")
    await shot(mine, "desk-transfer-pending")
    await no_barriers(mine)
    await expect(offer(theirs)).to_contain_text("0101 号咨询员转来")
    await expect(offer(theirs)).to_contain_text(NOTE)
    await shot(theirs, "desk-transfer-offered")
    await take(theirs, "陈*")
    await expect(theirs.locator(".talk").get_by_text("您好，请讲。")).to_be_visible()
    await expect(mine.locator(".left .item")).to_have_count(0)
    await expect(mine.get_by_role("status").filter(has_text="已由他人接手")).to_be_visible()
    await expect(mine.locator(".compose")).to_be_hidden()
    await shot(mine, "desk-transfer-gone")
    assert any("0102" in text for text in await line.texts())


@pytest.mark.article("R5.3")
async def test_a_declined_transfer_stays_with_its_owner(site: Site, open_desk: OpenDesk) -> None:
    mine, theirs = await open_desk("0101"), await open_desk("0102", on_duty=False)
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(mine, "陈*")
    await say(mine, "您好，请讲。")
    await go_on_duty(theirs)
    await _hand_over(mine, "0102")
    await expect(offer(theirs)).to_be_visible()

    await theirs.keyboard.press("Alt+x")
    await theirs.get_by_role("button", name="手上的对话已经太多").click()

    await expect(offer(theirs)).to_have_count(0)
    await expect(mine.locator(".moved")).to_have_count(0)
    await expect(card(mine, "陈*")).to_be_visible()
    await say(mine, "还是由我继续为您处理。")


async def test_a_pending_transfer_can_be_withdrawn_by_its_key(site: Site, open_desk: OpenDesk) -> None:
    mine, theirs = await open_desk("0101"), await open_desk("0102", on_duty=False)
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(mine, "陈*")
    await go_on_duty(theirs)
    await _hand_over(mine, "0102")
    await expect(offer(theirs)).to_be_visible()

    await mine.keyboard.press("Alt+z")

    await expect(mine.locator(".moved")).to_have_count(0)
    await expect(offer(theirs)).to_have_count(0)


async def test_a_transfer_without_a_word_of_explanation_is_refused_where_it_stands(
    site: Site, open_desk: OpenDesk
) -> None:
    mine, theirs = await open_desk("0101"), await open_desk("0102", on_duty=False)
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")
    await take(mine, "陈*")
    await go_on_duty(theirs)
    await mine.keyboard.press("Alt+t")
    dialog = mine.get_by_role("dialog", name="转给他人")

    await dialog.get_by_role("button", name="请对方接手").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("请选择转给谁")
    await dialog.get_by_role("radio", name="0102").check()
    await dialog.get_by_role("button", name="请对方接手").click()

    await expect(dialog.get_by_role("alert")).to_contain_text("请写一句转办说明")
