"""A consultant in a browser answers a real call of a real Asterisk: both hear each other, measured on both wires."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from helpline.kit.asterisk.launcher import Exchange, Node
from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.support.desk_page import DESK, go_on_duty, pass_time, presence, sign_in
from tests.support.exchange import PUBLIC, far_port
from tests.support.phone import Phone, Talk, loudness, phone
from tests.support.site import Site
from tests.support.waiting import until

CALLER = 700
"""What the caller says, in hertz."""

WATCH = """
window.wires = []
const Wire = window.RTCPeerConnection
window.RTCPeerConnection = class extends Wire { constructor(...given) { super(...given); window.wires.push(this) } }
"""
STATS = """async () => {
  const told = { received: 0, lost: 0, energy: 0, sent: 0 }
  for (const one of (await window.wires.at(-1).getStats()).values()) {
    if (one.type === 'inbound-rtp') {
      Object.assign(told, { received: one.packetsReceived, lost: one.packetsLost, energy: one.totalAudioEnergy })
    }
    if (one.type === 'outbound-rtp') told.sent = one.packetsSent
  }
  return told
}"""


async def desk_with_a_phone(open_page: OpenPage, number: str = "0101") -> Page:
    """Somebody on duty whose phone stands by."""
    page = await open_page("/login", size=DESK, permissions=["microphone"])
    await page.context.add_init_script(WATCH)
    await page.reload()
    await sign_in(page, number)
    await expect(presence(page)).to_be_visible()
    await go_on_duty(page)
    await expect(strip(page)).to_contain_text("空闲")
    return page


def strip(page: Page) -> Locator:
    """The phone in the bar on top."""
    return page.locator(".phone .says")


async def a_call(caller: Phone) -> Talk:
    """Somebody dials, presses 0 and speaks."""
    talk = await caller.dial("4008001", caller="13812345678")
    talk.speak(CALLER)
    await talk.press("0")
    return talk


async def answered(desk: Page, talk: Talk) -> None:
    """Picked up by one key; the voice of the desk has arrived at the caller."""
    await expect(desk.locator(".offer.call")).to_be_visible()
    await expect(strip(desk)).to_contain_text("来电")
    await desk.keyboard.press("F9")
    await expect(desk.locator(".state .what")).to_have_text("通话中")


async def hears_the_desk(talk: Talk) -> None:
    """The beeps of the browser's microphone arrive."""

    async def look() -> bool:
        return loudness(await talk.listen(1.5)) > 200

    await until(look)


@pytest.mark.article("R5.1")
@pytest.mark.article("R12.1")
async def test_a_consultant_answers_in_the_browser_hears_and_is_heard(
    open_page: OpenPage, caller: Phone, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await desk_with_a_phone(open_page)
    await desk.locator(".phone .pill").first.click()
    await shot(desk, "phone-devices")
    await no_barriers(desk)
    await desk.keyboard.press("Escape")

    talk = await a_call(caller)
    await expect(desk.locator(".offer.call")).to_contain_text("138****5678")
    await shot(desk, "phone-rings")
    await answered(desk, talk)
    await hears_the_desk(talk)
    before = await desk.evaluate(STATS)
    await talk.listen(2)
    after = await desk.evaluate(STATS)

    assert after["received"] - before["received"] > 50, "the caller's voice arrives"
    assert after["sent"] - before["sent"] > 50
    assert after["lost"] <= 2
    assert after["energy"] - before["energy"] > 0.01, "and it is not silence"
    await expect(desk.locator(".state")).to_contain_text(re.compile("通话清晰|略有丢音"))
    await shot(desk, "phone-talks")

    await desk.keyboard.press("Alt+a")
    await expect(desk.locator(".state")).to_contain_text("对方听不到您")

    async def silent() -> bool:
        return loudness(await talk.listen(1.5)) < 50

    await until(silent)
    await desk.keyboard.press("Alt+o")
    await expect(desk.locator(".pad")).to_be_visible()
    await desk.keyboard.press("5")
    await expect(desk.locator(".pad .shown")).to_have_text("5")
    await shot(desk, "phone-keypad")
    await no_barriers(desk)
    await desk.keyboard.press("Escape")

    async def gone() -> bool:
        return talk.over.is_set()

    await desk.keyboard.press("Alt+q")
    await expect(desk.locator(".after")).to_contain_text("通话已结束")

    await talk.press("5")
    await until(gone)


@pytest.mark.article("R14.2")
async def test_of_two_tabs_one_has_the_phone_and_it_comes_back_when_asterisk_does(
    open_page: OpenPage, exchange: Exchange, shot: Shot
) -> None:
    desk = await desk_with_a_phone(open_page)
    second = await desk.context.new_page()
    await second.goto(desk.url)
    await expect(strip(second)).to_have_text("电话在另一个窗口")

    exchange.kill()
    await expect(strip(desk)).to_contain_text("断开")
    await shot(desk, "phone-cut")
    exchange.start()
    await expect(strip(desk)).to_contain_text("空闲", timeout=40_000)

    await desk.close()
    await expect(strip(second)).to_contain_text("空闲", timeout=40_000)


@pytest.mark.article("R4.3")
async def test_who_waited_in_vain_is_called_back_with_one_key(
    open_page: OpenPage, site: Site, node: Node, shot: Shot
) -> None:
    async with phone(PUBLIC, node.sip, far_port()) as person:
        talk = await a_call(person)
        await until(lambda: _phase(site, "waiting"))
        await pass_time(site, 30)
        await talk.hang_up()
        await until(lambda: _phase(site, "ended"))
        desk = await desk_with_a_phone(open_page)
        await desk.goto(f"{site.url}/promises")
        await desk.locator(".list li button, .list li a").first.click()
        await expect(desk.get_by_role("button", name="拨打")).to_be_visible()
        await expect(desk.locator(".detail h2")).to_contain_text("来电人")
        await shot(desk, "promises-call-back")

        await desk.keyboard.press("Alt+h")
        theirs = await person.rung()
        assert theirs.invite.startswith("INVITE sip:13812345678@")
        await expect(desk.locator(".middle h2")).to_contain_text("138****5678")
        theirs.speak(CALLER)
        person.pick_up(theirs)
        await hears_the_desk(theirs)
        await expect(desk.locator(".state .what")).to_have_text("通话中")
        await expect(desk.locator(".procedure .on")).to_contain_text("回电")
        await shot(desk, "call-back-talks")
        await desk.keyboard.press("Alt+q")
        await expect(desk.locator(".after")).to_contain_text("通话已结束")


async def _phase(site: Site, phase: str) -> bool:
    """Whether the only call stands there."""
    async with site.db.reading() as read:
        return bool(await read.fetchval("select phase = $1 from call", phase))
