"""Article 5: whose question it is, as taxpayers and consultants live it: handed over by name, or declined with a reason."""

import pytest

from tests.support.street import Street

LOCKED_OUT = "电子税务局登录不了，提示密码错误"


@pytest.mark.article("R5.3")
async def test_a_transfer_is_accepted_by_name(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    await wang.says(conversation, "我请同事来看退税")
    li = await street.consultant("0102")
    [colleague] = await wang.does("GET", "/api/colleagues")
    await street.pass_time(3)

    await wang.does(
        "POST", f"/api/conversations/{conversation}/transfer", {"to": colleague["id"], "note": "退税问题"}
    )
    [card] = (await wang.look())["dialogues"]
    assert card["transfer_to"] == "0102 号咨询员"
    [offer] = (await li.look())["offers"]
    assert (offer["kind"], offer["from_staff"], offer["note"]) == ("transfer", "0101 号咨询员", "退税问题")
    assert (await taxpayer.reads(conversation))["state"]["consultant"] == "0101 号咨询员"
    await li.takes()

    assert (await taxpayer.reads(conversation))["state"]["consultant"] == "0102 号咨询员"
    assert (await taxpayer.notices(conversation))[-1] == "transferred"
    assert "我请同事来看退税" in await li.texts(conversation)
    assert (await wang.look())["dialogues"] == []
    assert (await wang.tries("GET", f"/api/conversations/{conversation}")).status_code == 403


@pytest.mark.article("R5.3")
async def test_a_transfer_that_is_declined_stays_where_it_was(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    await wang.says(conversation, "稍等")
    li = await street.consultant("0102")
    await wang.does("POST", f"/api/conversations/{conversation}/transfer", {"to": str(li.id), "note": ""})
    [offer] = (await li.look())["offers"]

    no_reason = await li.tries("POST", f"/api/offers/{offer['id']}/decline", {"reason": ""})
    await li.does("POST", f"/api/offers/{offer['id']}/decline", {"reason": "正在处理紧急事项"})

    assert no_reason.status_code == 422
    [card] = (await wang.look())["dialogues"]
    assert (card["id"], card["transfer_to"], card["phase"]) == (conversation, None, "active")
    assert (await taxpayer.reads(conversation))["state"]["consultant"] == "0101 号咨询员"


@pytest.mark.article("R5.4")
async def test_declining_tells_the_taxpayer_why(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks("我要缴多少税？")
    await taxpayer.wants_person(conversation)
    await wang.takes()
    reasons = (await wang.does("GET", "/api/phrases"))["decline_reasons"]

    no_reason = await wang.tries("POST", f"/api/cases/{conversation}/decline", {"reason": "累了"})
    await wang.does("POST", f"/api/cases/{conversation}/decline", {"reason": "policy"})

    assert no_reason.status_code == 422
    words = next(each["text"] for each in reasons if each["code"] == "policy")
    assert (await taxpayer.texts(conversation))[-1] == words
    assert (await taxpayer.reads(conversation))["state"]["end_reason"] == "declined"
    case = await wang.does("GET", f"/api/cases/{conversation}")
    assert (case["outcome"], case["state"]) == ("declined", "closed")
