"""Consultants at their desks in real browsers."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.desk_page import DESK, go_on_duty, presence, sign_in

OpenDesk = Callable[..., Awaitable[Page]]


@pytest.fixture
def open_desk(open_page: OpenPage) -> OpenDesk:
    """Opens the desk of a consultant, who is on duty unless said otherwise."""

    async def open_one(
        number: str = "0101", *, on_duty: bool = True, size: dict[str, int] | None = None, base: str = ""
    ) -> Page:
        page = await open_page("/login", size=size or DESK, base=base)
        await sign_in(page, number)
        await expect(presence(page)).to_be_visible()
        if on_duty:
            await go_on_duty(page)
        return page

    return open_one
