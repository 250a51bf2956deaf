"""Closing needs a classification; declining needs a reason that the taxpayer is told."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import card, composer, say, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

UNKNOWN = "那个东西弄了半天弄不好"
"""Nothing in the knowledge base fits, so that nothing is classified beforehand."""


@pytest.mark.article("R3.1")
async def test_closing_is_refused_where_it_stands_until_the_case_is_classified(
    site: Site, open_desk: OpenDesk, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, UNKNOWN, name="陈国栋")
    await take(desk, "陈*")
    await say(desk, "请重新登录后再试。")

    await desk.keyboard.press("Alt+q")
    panel = desk.get_by_role("region", name="结束这次咨询")
    await expect(panel.get_by_role("alert")).to_contain_text("类别、问题分类")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.get_by_role("tab", name="受理单")).to_have_attribute("aria-selected", "true")
    await expect(panel.get_by_role("alert")).to_be_visible()
    assert (await line.state())["phase"] == "active"
    await shot(desk, "desk-closing-refused")
    await no_barriers(desk)
    await desk.get_by_role("radio", name="操作类").check()
    await desk.get_by_label("问题分类").select_option(index=1)
    await desk.get_by_label("问题与答复摘要").fill("登录不上，重新登录后解决")
    await expect(panel.get_by_role("alert")).to_have_count(0)
    await panel.get_by_role("button", name="结束").click()

    await expect(desk.locator(".left .item")).to_have_count(0)
    assert (await line.state())["end_reason"] == "answered"


@pytest.mark.article("R5.4")
async def test_declining_asks_for_a_reason_and_tells_it_to_the_taxpayer(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, "小规模纳税人的征收率是多少", name="陈国栋")
    await take(desk, "陈*")
    await say(desk, "您好。")

    await desk.keyboard.press("Alt+n")
    panel = desk.get_by_role("region", name="不予受理")
    await desk.keyboard.press("Control+Enter")
    await expect(panel.get_by_role("alert")).to_contain_text("请选理由")
    await panel.get_by_label("理由").select_option(label="税收政策问题")
    words = panel.get_by_label("告诉纳税人")
    await expect(words).not_to_be_empty()
    await words.fill("税收政策问题请拨打 12366，由税务机关为您解答。")
    await shot(desk, "desk-decline")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.locator(".left .item")).to_have_count(0)
    assert any("请拨打 12366" in text for text in await line.texts())
    assert (await line.state())["end_reason"] == "declined"


@pytest.mark.article("R3.1")
async def test_what_the_taxpayer_ended_still_waits_to_be_filed(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, UNKNOWN, name="陈国栋")
    await take(desk, "陈*")
    await say(desk, "您好。")

    await line.ends()

    await expect(card(desk, "陈*")).to_contain_text("请补全受理单")
    await expect(desk.get_by_text("对话已结束，不能再发送")).to_be_visible()
    await expect(desk.get_by_role("button", name="办结", exact=True)).to_be_visible()


async def test_what_was_filled_in_survives_a_reload(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, UNKNOWN, name="陈国栋")
    await take(desk, "陈*")
    await desk.keyboard.press("Alt+3")

    await desk.get_by_label("问题与答复摘要").fill("刚写到一半")
    await desk.reload()
    await expect(composer(desk)).to_be_focused()
    await desk.keyboard.press("Alt+3")

    await expect(desk.get_by_label("问题与答复摘要")).to_have_value("刚写到一半")
