"""Staff of every role on the pages beside the desk."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.desk_page import DESK, sign_in

OpenStaffPage = Callable[..., Awaitable[Page]]


@pytest.fixture
def open_as(open_page: OpenPage) -> OpenStaffPage:
    """Opens a page as the member of staff with that number."""

    async def open_one(number: str, path: str) -> Page:
        page = await open_page(f"/login?next={path}", size=DESK)
        await sign_in(page, number)
        await expect(page.get_by_role("button", name="我的账户")).to_be_visible()
        return page

    return open_one
