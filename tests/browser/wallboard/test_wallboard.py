"""The team lead's wallboard: what burns, how the day stands, live."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Barriers, OpenPage, Shot
from tests.support.desk_page import DESK, pass_time, sign_in
from tests.support.site import Site
from tests.support.taxpayer_line import TaxpayerLine

LEAD = "0110"
QUESTION = "请帮我看看申报表为什么打不开"
OpenBoard = Callable[..., Awaitable[Page]]


@pytest.fixture
def open_board(open_page: OpenPage) -> OpenBoard:
    async def open_one(size: dict[str, int] | None = None) -> Page:
        page = await open_page("/login", size=size or DESK)
        await sign_in(page, LEAD)
        await expect(page.get_by_role("heading", name="10 秒内到期")).to_be_visible()
        return page

    return open_one


async def test_a_calm_board_says_that_nothing_burns_and_shows_no_red(
    open_board: OpenBoard, shot: Shot, no_barriers: Barriers
) -> None:
    board = await open_board()

    for words in ("没有快到期的", "没有排队的人", "今天没有未应答或退回", "没有失联的人"):
        await expect(board.get_by_text(words)).to_be_visible()
    await expect(board.locator(".fire.urgent, .fire.soon, .person.hot")).to_have_count(0)
    await expect(board.locator(".rate").first).to_contain_text("—0 / 0")
    await shot(board, "wallboard-calm")
    await no_barriers(board)


@pytest.mark.article("R4.2")
async def test_an_offer_about_to_run_out_burns_and_then_stands_among_the_missed(
    site: Site, open_board: OpenBoard, shot: Shot, no_barriers: Barriers
) -> None:
    await site.consultant("0101")
    board = await open_board()
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")

    await pass_time(site, 21)
    burning = board.locator(".fire").filter(has_text="10 秒内到期")
    await expect(burning).to_contain_text("陈* → 0101 王*")
    await expect(burning.get_by_role("timer")).to_have_class(re.compile("urgent"))
    await shot(board, "wallboard-burning")
    await no_barriers(board)
    await pass_time(site, 11)

    await expect(board.locator(".fire").filter(has_text="未应答与退回")).to_contain_text("0101 王*")
    await expect(board.locator(".rate").filter(has_text="30 秒回应率")).to_contain_text("0 / 1")


async def test_who_waits_longest_and_the_queues_move_each_second(site: Site, open_board: OpenBoard) -> None:
    board = await open_board()
    await TaxpayerLine.waits(site, QUESTION, name="陈国栋")

    longest = board.locator(".fire").filter(has_text="等得最久")
    await expect(longest).to_contain_text("陈*")
    await expect(board.get_by_role("row", name=re.compile("电子税务局"))).to_contain_text("1")
    first = await longest.locator(".count").inner_text()
    await expect(longest.locator(".count")).not_to_have_text(first)


@pytest.mark.article("R4.4")
async def test_a_consultant_whose_silence_runs_out_is_seen_at_once(site: Site, open_board: OpenBoard) -> None:
    desk = await site.consultant("0101")
    board = await open_board()
    line = await TaxpayerLine.waits(site, QUESTION)
    talk = await desk.take()
    await desk.say(talk, "您好，请讲。")
    await line.says("还是打不开")
    person = board.locator(".person").filter(has_text="0101")
    await expect(person).to_contain_text("服务中")

    await pass_time(site, 111)

    await expect(person).to_have_class(re.compile("hot"))
    await expect(person).to_contain_text("静默将满 2 分钟")


async def test_each_rate_opens_its_definition_in_place(open_board: OpenBoard) -> None:
    board = await open_board()
    rate = board.locator(".rate").filter(has_text="在线接通率")

    await rate.get_by_role("button", name="在线接通率：口径").click()

    await expect(rate.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    await expect(rate).to_contain_text("得到人工回应的占比")


async def test_the_board_fills_the_screen_by_one_key(open_board: OpenBoard) -> None:
    board = await open_board()

    await board.keyboard.press("f")

    await expect(board.get_by_role("button", name="退出大屏")).to_be_visible()
    await expect(board.locator("footer")).to_have_count(0)
    await board.keyboard.press("f")
    await expect(board.locator("footer")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "name"), [({"width": 1280, "height": 720}, "1280"), ({"width": 720, "height": 450}, "zoom")]
)
async def test_the_board_is_whole_on_a_small_screen_and_at_twice_the_size(
    site: Site, open_board: OpenBoard, shot: Shot, size: dict[str, int], name: str
) -> None:
    await site.consultant("0101")
    board = await open_board(size)
    await expect(board.locator(".person")).to_have_count(2)

    assert await board.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await shot(board, f"wallboard-{name}")
