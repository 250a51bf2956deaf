"""The network goes; the desk goes on."""

from playwright.async_api import expect

from tests.browser.conftest import Shot
from tests.browser.desk.conftest import OpenDesk
from tests.support.desk_page import composer, say, take
from tests.support.flaky_wire import flaky_wire
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine


async def test_what_is_written_without_a_network_arrives_once_when_it_is_back(
    site: Site, open_desk: OpenDesk, shot: Shot
) -> None:
    async with flaky_wire(site.port) as wire:
        desk = await open_desk(base=wire.url)
        line = await TaxpayerLine.waits(site)
        await take(desk, "王*")
        await say(desk, "您好。")

        wire.fall()
        await composer(desk).fill("断网时写的话")
        await desk.keyboard.press("Control+Enter")
        await expect(desk.locator(".strip")).to_contain_text("1 条未发出")
        await expect(desk.locator(".mine")).to_contain_text("断网时写的话")
        await shot(desk, "desk-offline")
        wire.rise()

        await expect(desk.locator(".msg.out .bub").filter(has_text="断网时写的话")).to_have_count(1)
        await expect(desk.locator(".strip")).to_have_count(0)
        await expect(desk.locator(".mine")).to_have_count(0)
        assert (await line.texts()).count("断网时写的话") == 1


async def test_a_reload_without_a_network_loses_no_line(site: Site, open_desk: OpenDesk) -> None:
    async with flaky_wire(site.port) as wire:
        desk = await open_desk(base=wire.url)
        line = await TaxpayerLine.waits(site)
        await take(desk, "王*")
        wire.deaf = True
        await composer(desk).fill("还没有回执的话")
        await desk.keyboard.press("Control+Enter")
        await expect(desk.locator(".mine")).to_contain_text("还没有回执的话")

        wire.rise()
        await desk.reload()

        await expect(desk.locator(".msg.out .bub").filter(has_text="还没有回执的话")).to_have_count(1)
        assert (await line.texts()).count("还没有回执的话") == 1


async def test_a_cookie_that_ended_leads_to_the_door_and_back_to_the_same_dialogue(
    site: Site, open_desk: OpenDesk
) -> None:
    desk = await open_desk()
    await TaxpayerLine.waits(site)
    await take(desk, "王*")
    await composer(desk).fill("没写完的话")
    there = desk.url

    await desk.context.clear_cookies()
    await desk.keyboard.press("Alt+p")

    await expect(desk.get_by_text("登录已失效，请重新登录。没写完的内容都还在。")).to_be_visible()
    await desk.get_by_label("工号").fill("0101")
    await desk.get_by_label("密码", exact=True).fill("Shanghai-12366")
    await desk.keyboard.press("Enter")
    await expect(desk).to_have_url(there)
    await expect(composer(desk)).to_have_value("没写完的话")
