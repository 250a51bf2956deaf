"""What a taxpayer does and sees on the page, in the words of the page."""

from playwright.async_api import Locator, Page, expect

QUESTION = "个税申报表报送后一直显示“申报处理中”怎么办？"
ANSWERED_STEP = "获取反馈"
GREETING = "您好，0101 号咨询员为您服务。"


async def ask(page: Page, text: str) -> None:
    """Ask from the first page."""
    await page.get_by_role("textbox", name="您的问题").fill(text)
    await page.get_by_role("button", name="提问").click()


async def write(page: Page, text: str) -> None:
    """Write in the dialogue and send by Enter."""
    field = page.get_by_role("textbox", name="消息")
    await field.fill(text)
    await field.press("Enter")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def ask_for_human(page: Page) -> None:
    """Ask, get the assistant's answer, and want a person all the same."""
    await ask(page, QUESTION)
    await button(page, "转人工").click()
    await expect(page.locator(".queue")).to_be_visible()


def seen(page: Page, text: str) -> Locator:
    """Words on the page itself; what is only read out stands outside."""
    return page.locator(".root").get_by_text(text)


async def my_lines(page: Page) -> list[str]:
    """What the taxpayer wrote, as it stands on the page."""
    return [line.strip() for line in await page.locator(".mine .me").all_inner_texts()]


async def nothing_unsent(page: Page) -> None:
    """All lines are on record: none is on its way, none waits."""
    await expect(page.get_by_text("正在发送")).to_have_count(0)
    await expect(page.get_by_text("未发出，点此重发")).to_have_count(0)
