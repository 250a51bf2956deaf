"""Writing a reply with the hands on the keyboard; nothing is lost, nothing rude goes out unnoticed."""

import asyncio
import base64
import re

from playwright.async_api import Route, expect

from tests.browser.conftest import Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import card, composer, say, take
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

QUESTION = "个税申报表报送后一直显示“申报处理中”怎么办？"
RUDE = "你怎么老是填错"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


async def test_a_phrase_is_put_in_by_slash_and_its_gap_must_be_filled(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")

    await desk.keyboard.type("好的。/查询")
    await expect(desk.get_by_role("listbox", name="常用语").get_by_role("option").first).to_contain_text(
        "/查询中"
    )
    await shot(desk, "desk-phrases")
    await desk.keyboard.press("Enter")
    await expect(composer(desk)).to_have_value(re.compile(r"^好的。请您稍等.*\{分钟\}"))
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("alert").filter(has_text="没有填写")).to_be_visible()
    await composer(desk).press("Home")
    await desk.keyboard.press("Tab")
    await desk.keyboard.type("3")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.locator(".msg.out .bub")).to_contain_text(re.compile("大约需要 ?3 ?分钟"))
    assert not any("{" in text for text in await line.texts())


async def test_who_serves_is_filled_in_by_the_desk(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")

    await desk.keyboard.type("/接手")
    await desk.keyboard.press("Enter")

    await expect(composer(desk)).to_have_value(re.compile("0101 ?号咨询员"))


async def test_a_phrase_that_comes_late_is_put_in_all_the_same(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    let_through = asyncio.Event()

    async def hold(route: Route) -> None:
        await let_through.wait()
        await route.continue_()

    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await desk.route("**/api/phrases", hold)
    await desk.reload()
    await expect(desk.locator(".middle h2")).to_contain_text("王*")

    await composer(desk).press_sequentially("/接手")
    await desk.keyboard.press("Enter")
    await expect(composer(desk)).to_have_value("/接手")
    let_through.set()

    await expect(composer(desk)).to_have_value(re.compile("0101 ?号咨询员"))


async def test_knowledge_is_put_in_by_hash_with_its_source(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")

    await desk.keyboard.type("#申报处理中")
    entry = desk.get_by_role("listbox", name="知识").get_by_role("option").first
    await expect(entry).to_contain_text("申报处理中")
    await shot(desk, "desk-knowledge-popup")
    await desk.keyboard.press("Enter")

    await expect(composer(desk)).to_have_value(re.compile("获取反馈"))
    await expect(desk.locator(".chip")).to_contain_text("#K-")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".msg.out .cite")).to_contain_text("依据：K-")
    [sent] = [content for content in await line.contents("text") if "获取反馈" in content["text"]]
    assert sent["entry"].startswith("K-")


async def test_what_fits_is_suggested_and_put_in_by_its_keys(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await expect(desk.locator(".entry.open")).to_contain_text("申报处理中")

    await desk.keyboard.press("Alt+ArrowDown")
    await expect(desk.locator(".entry").nth(1)).to_have_class(re.compile("open"))
    await desk.keyboard.press("Alt+ArrowUp")
    await desk.keyboard.press("Alt+i")

    await expect(composer(desk)).to_have_value(re.compile("获取反馈"))
    await composer(desk).fill("我自己写的话")
    await desk.keyboard.press("Alt+c")
    await expect(desk.locator(".chip")).to_contain_text("#K-")
    await expect(composer(desk)).to_have_value("我自己写的话")


async def test_that_an_entry_is_wrong_or_missing_is_told_to_the_editors(
    site: Site, open_desk: OpenDesk
) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await expect(desk.locator(".entry.open")).to_be_visible()

    await desk.keyboard.press("Alt+r")
    await desk.keyboard.type("菜单已经改名")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.get_by_role("status").filter(has_text="已提交，谢谢")).to_be_visible()


async def test_a_forbidden_phrase_is_told_with_what_to_say_instead_and_goes_out_only_on_a_second_press(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")

    await desk.keyboard.type(RUDE)
    await expect(desk.get_by_role("alert").filter(has_text="服务忌语")).to_contain_text("可以说")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.get_by_text("再按一次发送，仍按原文发出")).to_be_visible()
    await shot(desk, "desk-forbidden")
    assert RUDE not in await line.texts()
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".msg.out .bub")).to_have_text(RUDE)


async def test_a_forbidden_phrase_is_replaced_by_one_press(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await desk.keyboard.type(RUDE)

    await desk.get_by_role("button", name="换成这句").click()

    await expect(composer(desk)).not_to_have_value(re.compile("老是填错"))
    await expect(desk.get_by_text("服务忌语")).to_have_count(0)


async def test_a_draft_survives_a_reload_and_belongs_to_its_dialogue(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    for name in ("陈国栋", "赵丽"):
        await TaxpayerLine.waits(site, QUESTION, name=name)
        await take(desk, f"{name[0]}*")
    await composer(desk).fill("写给赵的草稿")

    await card(desk, "陈*").click()
    await expect(composer(desk)).to_have_value("")
    await card(desk, "赵*").click()
    await expect(composer(desk)).to_have_value("写给赵的草稿")
    await desk.reload()

    await expect(desk.locator(".middle h2")).to_contain_text("赵*")
    await expect(composer(desk)).to_have_value("写给赵的草稿")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".msg.out .bub")).to_have_text("写给赵的草稿")
    await expect(composer(desk)).to_have_value("")


async def test_a_picture_is_pasted_and_sent(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")

    await composer(desk).evaluate(
        """(field, dot) => {
            const bytes = Uint8Array.from(atob(dot), c => c.charCodeAt(0))
            const clipboard = new DataTransfer()
            clipboard.items.add(new File([bytes], '步骤.png', {type: 'image/png'}))
            field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}))
        }""",
        DOT,
    )
    await expect(desk.locator(".chip")).to_contain_text("步骤.png")
    await desk.keyboard.press("Control+Enter")

    await expect(desk.locator(".msg.out img")).to_be_visible()
    [picture] = await line.contents("picture")
    assert picture["size"] == len(base64.b64decode(DOT))


async def test_what_is_typed_is_announced_and_what_is_read_is_marked(site: Site, open_desk: OpenDesk) -> None:
    desk = await open_desk()
    line = await TaxpayerLine.waits(site, QUESTION)
    await take(desk, "王*")
    await say(desk, "您好。")

    await line.says("在吗")

    await expect(desk.locator(".talk").get_by_text("在吗")).to_be_visible()
    last = (await line.state())["read"]["consultant"]
    assert last > 0
