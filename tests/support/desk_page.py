"""What a member of staff does and sees on the pages, in the words of the pages."""

import re
from datetime import timedelta

from playwright.async_api import Locator, Page, expect

from helpline.routing import queries as routing
from helpline.routing.commands import seats
from helpline.routing.model import Scope
from tests.support.people import PASSWORD
from tests.support.site import STEP, Site

DESK = {"width": 1440, "height": 900}


async def sign_in(page: Page, number: str, password: str = PASSWORD) -> None:
    """Fill in the door and press Enter."""
    await page.get_by_label("工号").fill(number)
    await page.get_by_label("密码", exact=True).fill(password)
    await page.keyboard.press("Enter")


async def go_on_duty(page: Page) -> None:
    """Be ready to be prompted."""
    await expect(presence(page)).to_contain_text("离开")
    await page.keyboard.press("Alt+p")
    await expect(presence(page)).to_contain_text(re.compile(r"：\s*在岗"))


def presence(page: Page) -> Locator:
    """What I am for the queue, and the menu under it."""
    return page.get_by_role("button", name="在岗状态")


def offer(page: Page) -> Locator:
    """The offers at their own place."""
    return page.locator(".offer")


def card(page: Page, asker: str) -> Locator:
    """A dialogue of mine in the left column."""
    return page.locator(".left .item").filter(has_text=asker)


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name="回复")


async def take(page: Page, asker: str) -> None:
    """Take the offer by its key; the dialogue opens with the caret in the field."""
    await expect(offer(page)).to_contain_text(asker)
    await page.keyboard.press("F8")
    await expect(page.locator(".middle h2")).to_contain_text(asker)
    await expect(composer(page)).to_be_focused()


async def say(page: Page, text: str) -> None:
    """Write and send by the keys; it stands in the dialogue as sent."""
    await composer(page).fill(text)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".msg.out .bub").filter(has_text=text)).to_be_visible()


async def pass_time(site: Site, seconds: float) -> None:
    """Let time go by as `site.pass_time` does, with the desks that are open in browsers kept connected."""
    left = timedelta(seconds=seconds)
    while left > timedelta(0):
        async with site.db.reading() as read:
            connected = [
                seat.staff_id
                for seat in await routing.seats(read, Scope())
                if seat.lease_until is not None and seat.lease_until > read.now
            ]
        step = min(STEP, left)
        site.clock.advance(step)
        left -= step
        async with site.db.deed() as tx:
            await seats.renew(tx, connected)
        await site.settle()
