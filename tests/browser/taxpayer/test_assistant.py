"""The assistant answers, asks back, and says plainly what it does not know."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import DESKTOP, Barriers, OpenPage, Shot
from tests.support.taxpayer_page import ANSWERED_STEP, QUESTION, ask, button, write


async def test_first_page_offers_systems_hot_questions_and_the_state_of_service(
    phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    await expect(phone.get_by_role("heading", name="您好，请问要办什么事？")).to_be_visible()

    await expect(phone.get_by_text("共 11 个")).to_be_visible()
    await expect(phone.locator(".hot li").first).to_be_visible()
    await expect(phone.get_by_text("人工服务中")).to_be_visible()
    await shot(phone, "taxpayer-home-phone")
    await no_barriers(phone)


@pytest.mark.article("R4.1")
async def test_answer_stands_in_steps_with_source_and_date(
    phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    await ask(phone, QUESTION)

    answer = phone.locator(".they.answer")
    await expect(answer.locator(".steps li").filter(has_text=ANSWERED_STEP).first).to_be_visible()
    await expect(answer.get_by_text("出处：")).to_be_visible()
    await expect(answer.get_by_text("审核，有效至")).to_be_visible()
    await expect(button(phone, "转人工")).to_be_visible()
    await shot(phone, "taxpayer-answer-phone")
    await no_barriers(phone)


async def test_solved_is_said_once_and_leads_to_the_end(phone: Page, shot: Shot) -> None:
    await ask(phone, QUESTION)

    await button(phone, "已解决").click()
    await expect(phone.get_by_text("好的，很高兴帮到您。")).to_be_visible()
    await phone.reload()
    await expect(button(phone, "已解决")).to_have_count(0)
    await button(phone, "结束并评价").click()
    await expect(phone.get_by_role("heading", name="咨询已结束")).to_be_visible()
    await shot(phone, "taxpayer-ended-by-assistant-phone")


async def test_unsolved_leads_on_to_a_human_or_a_message(phone: Page) -> None:
    await ask(phone, QUESTION)

    await button(phone, "没解决").click()

    await expect(button(phone, "转人工")).to_be_visible()
    await expect(phone.locator(".verdicts").get_by_role("button", name="留言")).to_be_visible()


async def test_assistant_asks_back_and_takes_the_choice(
    phone: Page, shot: Shot, no_barriers: Barriers
) -> None:
    await ask(phone, "密码忘了怎么办")

    options = phone.locator(".asked .options button")
    await expect(options.first).to_be_visible()
    await shot(phone, "taxpayer-choices-phone")
    await no_barriers(phone)
    label = (await options.first.inner_text()).strip()
    await options.first.click()
    await expect(phone.locator(".they.answer .source")).to_be_visible()
    await expect(phone.locator(".mine .me").last).to_have_text(label)


async def test_unknown_is_said_plainly_with_a_way_on(phone: Page, shot: Shot) -> None:
    await ask(phone, "请问扣缴客户端的量子纠缠同步按钮为什么是紫色的")

    await expect(phone.locator(".they.notice").or_(phone.locator(".asked"))).to_be_visible()
    await expect(phone.get_by_role("button", name="转人工")).to_be_visible()
    await shot(phone, "taxpayer-unknown-phone")


async def test_policy_is_declined_with_the_place_to_ask(phone: Page) -> None:
    await ask(phone, "小规模纳税人增值税征收率是多少")

    await expect(phone.locator(".they.notice")).to_contain_text("12366")


async def test_script_in_text_is_shown_as_text(phone: Page) -> None:
    attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

    await ask(phone, attack)

    await expect(phone.locator(".mine .me").first).to_have_text(attack)
    await expect(phone.locator(".mine img, .mine script")).to_have_count(0)
    assert await phone.title() == "税务咨询服务平台"


async def test_enter_sends_and_shift_enter_makes_a_line(open_page: OpenPage, shot: Shot) -> None:
    page = await open_page(size=DESKTOP)
    field = page.get_by_role("textbox", name="您的问题")
    await field.fill("扣缴客户端打开就闪退怎么办？")
    await shot(page, "taxpayer-home-wide")

    await field.press("Enter")
    await expect(page.locator(".they.answer")).to_be_visible()
    await shot(page, "taxpayer-answer-wide")
    composer = page.get_by_role("textbox", name="消息")
    await composer.fill("第一行")
    await composer.press("Shift+Enter")
    await composer.type("第二行")
    await composer.press("Enter")

    await expect(page.locator(".mine .me").last).to_have_text("第一行\n第二行")


async def test_conversation_goes_on_after_a_reload_and_in_a_fresh_visit(phone: Page) -> None:
    await ask(phone, QUESTION)
    await expect(phone.locator(".they.answer")).to_be_visible()
    await write(phone, "谢谢")

    await phone.reload()
    await expect(phone.locator(".they.answer")).to_be_visible()
    again = await phone.context.new_page()
    await again.goto(phone.url)

    await expect(again.locator(".they.answer")).to_be_visible()
    await expect(again.locator(".mine .me")).to_have_text([QUESTION, "谢谢"])
