"""R18.1: programs' tokens are issued, shown once and revoked on a page of the system administrator."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.conftest import Barriers, Shot
from tests.browser.staff.conftest import OpenStaffPage
from tests.support.site import Site

SYSTEM = "0997"


@pytest.mark.article("R18.1")
async def test_a_token_is_issued_shown_once_used_and_revoked(
    site: Site, open_as: OpenStaffPage, shot: Shot, no_barriers: Barriers
) -> None:
    page = await open_as(SYSTEM, "/tokens")
    await expect(page.get_by_text("还没有签发过令牌")).to_be_visible()
    await page.get_by_role("button", name="签发令牌").click()
    form = page.get_by_role("dialog", name="签发令牌")
    await form.get_by_label("程序名称").fill("徐汇大屏")
    await form.get_by_label("事由").fill("区里要看大屏")
    await form.get_by_role("button", name="签发", exact=True).click()
    await expect(form.get_by_role("alert")).to_have_text("请至少选择一项授权范围。")
    await form.get_by_label("机构").check()
    await form.get_by_label("代表哪个单位").select_option(index=1)
    await shot(page, "tokens-form")
    await form.get_by_role("button", name="签发", exact=True).click()

    shown = page.get_by_role("dialog", name="“徐汇大屏”的令牌")
    secret = await shown.locator(".secret").inner_text()
    assert secret.startswith("hlp_")
    await shot(page, "tokens-secret")
    await no_barriers(page)
    assert await _answer(site, secret) == 200
    await shown.get_by_role("button", name="我已记下").click()

    row = page.get_by_role("row", name="徐汇大屏")
    await expect(row).to_contain_text("有效")
    assert secret not in await page.content(), "shown once"
    await row.get_by_role("button", name="吊销").click()
    asked = page.get_by_role("dialog", name="吊销“徐汇大屏”")
    await asked.get_by_label("事由").fill("大屏换新")
    await asked.get_by_role("button", name="吊销").click()
    await expect(row).to_contain_text("已吊销")
    await shot(page, "tokens")
    await no_barriers(page)
    assert await _answer(site, secret) == 401


async def _answer(site: Site, secret: str) -> int:
    async with httpx.AsyncClient(base_url=site.url, trust_env=False) as program:
        answer = await program.get("/api/organisations", headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code
