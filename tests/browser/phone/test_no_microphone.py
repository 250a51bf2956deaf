"""A desk whose browser gives no microphone says so, and what to do."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from helpline.kit.postgres.launcher import Cluster
from tests.browser.conftest import ARGS, CHROMIUM, Barriers, OpenPage, Shot
from tests.browser.phone.conftest import a_house
from tests.support.desk_page import DESK, go_on_duty, presence, sign_in
from tests.support.far_end import a_far_end
from tests.support.site import Site


@pytest.fixture
async def site(cluster: Cluster, furnished: str, start_at: datetime, tmp_path: Path) -> AsyncIterator[Site]:
    async with a_far_end() as far, a_house(cluster, furnished, tmp_path, start_at, registrar=far) as opened:
        yield opened


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        await chromium.close()


@pytest.mark.article("R5.1")
async def test_a_microphone_that_is_refused_is_told_in_a_sentence(
    open_page: OpenPage, shot: Shot, no_barriers: Barriers
) -> None:
    desk = await open_page("/login", size=DESK)
    await sign_in(desk, "0101")
    await expect(presence(desk)).to_be_visible()
    await go_on_duty(desk)

    strip = desk.locator(".phone .pill").first
    await expect(strip).to_contain_text("麦克风未允许")
    await strip.click()
    await desk.get_by_role("button", name="允许使用麦克风").click()
    await expect(strip).to_contain_text("没有麦克风")

    panel = desk.locator(".settings")
    await expect(panel).to_contain_text("麦克风")
    await expect(panel).to_contain_text("再按下面的按钮")
    await shot(desk, "phone-no-microphone")
    await no_barriers(desk)
