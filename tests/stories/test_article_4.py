"""Article 4 as taxpayers and consultants live it, through the public doors, on a clock that is moved by hand."""

from datetime import datetime, timedelta

import pytest

from tests.support.street import Street

LOCKED_OUT = "电子税务局登录不了，提示密码错误"


@pytest.mark.article("R4.2")
@pytest.mark.article("R5.3")
async def test_a_person_answers_within_thirty_seconds(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    queued = await taxpayer.wants_person(conversation)
    assert queued["state"]["phase"] == "waiting"
    [offer] = (await wang.look())["offers"]
    offered_at, due_at = (datetime.fromisoformat(offer[name]) for name in ("offered_at", "due_at"))
    assert due_at - offered_at == timedelta(seconds=30)

    await street.pass_time(12)
    assert await wang.takes() == conversation
    await street.pass_time(17)
    await wang.says(conversation, "您好，请问是法人账号吗？")

    seen = await taxpayer.reads(conversation)
    assert (seen["state"]["phase"], seen["state"]["consultant"]) == ("active", "0101 号咨询员")
    assert (await taxpayer.texts(conversation)) == [LOCKED_OUT, "您好，请问是法人账号吗？"]
    today = (await wang.look())["today"]
    assert (today["handled"], today["answered"], today["answered_in_time"]) == (1, 1, 1)
    matter = await wang.does("GET", f"/api/conversations/{conversation}/matter")
    assert matter["breaches"] == []
    assert matter["case"]["owner"] == str(wang.id)


@pytest.mark.article("R4.2")
async def test_nobody_answers_and_another_is_asked(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    assert (await wang.look())["offers"]
    li = await street.consultant("0102")
    assert (await li.look())["offers"] == []

    await street.pass_time(30)

    missed = await wang.look()
    assert (missed["offers"], missed["presence"]["state"]) == ([], "away")
    assert len(missed["missed"]) == 1
    [offer] = (await li.look())["offers"]
    assert offer["conversation"] == conversation
    assert offer["waited_seconds"] == 30
    await li.takes()
    await li.says(conversation, "您好")
    assert (await taxpayer.reads(conversation))["state"]["consultant"] == "0102 号咨询员"


@pytest.mark.article("R4.2")
async def test_who_takes_it_and_says_nothing_is_recorded_and_relieved(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    li = await street.consultant("0102")

    await street.pass_time(60)

    assert "requeued" in await taxpayer.notices(conversation)
    assert await li.takes() == conversation
    await li.says(conversation, "您好，我来接着办")
    matter = await li.does("GET", f"/api/conversations/{conversation}/matter")
    assert [(each["who"], each["kind"]) for each in matter["breaches"]] == [("0101 号咨询员", "30 秒未回应")]
    refused = await wang.tries("GET", f"/api/conversations/{conversation}/matter")
    assert refused.status_code == 403


@pytest.mark.article("R4.3")
async def test_many_taxpayers_are_each_told_their_place_and_what_they_may_do_meanwhile(
    street: Street,
) -> None:
    wang = await street.consultant("0101")
    pages = [await street.taxpayer() for _ in range(6)]
    conversations = [await page.asks(LOCKED_OUT) for page in pages]

    states = [
        (await page.wants_person(each))["state"] for page, each in zip(pages, conversations, strict=True)
    ]

    assert [state["queue"]["place"] for state in states] == [0, 0, 0, 1, 2, 3]
    assert states[5]["queue"]["expected_wait_seconds"] > 0
    last = (await pages[5].reads(conversations[5]))["changes"]
    told = next(each for each in last if each["content"].get("code") == "queued")["content"]["text"]
    assert "第 3 位" in told
    assert "留言" in told
    await pages[3].does("POST", f"/api/conversations/{conversations[3]}/leave-queue")
    assert (await pages[5].reads(conversations[5]))["state"]["queue"]["place"] == 2
    assert (await wang.look())["waiting"]["count"] == 2


@pytest.mark.article("R4.4")
async def test_the_consultant_falls_silent_and_the_system_asks_the_taxpayer(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    await wang.says(conversation, "请把提示发给我看看")
    await taxpayer.says(conversation, "提示：密码错误")

    await street.pass_time(120)

    asked = await taxpayer.reads(conversation)
    assert asked["state"]["wait_question"] == asked["seq"]
    assert asked["changes"][-1]["content"]["type"] == "wait_question"
    waits = await taxpayer.chooses(conversation, "wait")
    assert waits["state"]["clock"]["kind"] == "wait_promise"
    await wang.says(conversation, "查到了，请用短信验证码登录")
    assert (await taxpayer.reads(conversation))["state"]["clock"]["kind"] == "taxpayer_silence"
    matter = await wang.does("GET", f"/api/conversations/{conversation}/matter")
    assert [each["kind"] for each in matter["breaches"]] == ["静默超过 2 分钟"]


@pytest.mark.article("R4.5")
async def test_the_taxpayer_falls_silent_is_reminded_and_the_dialogue_ends(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    await wang.says(conversation, "请点“忘记密码”试试")

    await street.pass_time(240)
    assert (await taxpayer.notices(conversation))[-1] == "reminder"
    await street.pass_time(60)

    ended = await taxpayer.reads(conversation)
    assert (ended["state"]["phase"], ended["state"]["end_reason"]) == ("ended", "taxpayer_silent")
    assert (await taxpayer.notices(conversation))[-1] == "closing"
    [card] = (await wang.look())["dialogues"]
    assert (card["phase"], card["missing"]) == ("ended", 3)
    await wang.files(conversation)
    await wang.does("POST", f"/api/cases/{conversation}/close", {"outcome": "left"})
    assert (await wang.look())["dialogues"] == []


@pytest.mark.article("R4.4")
async def test_answered_later_with_an_owner_and_a_deadline(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    await wang.does("POST", f"/api/conversations/{conversation}/wait-question", {"minutes": 5})

    later = await taxpayer.does(
        "POST",
        f"/api/conversations/{conversation}/choice",
        {"choice": "later", "phone": "13812345678"},
    )

    assert (later["state"]["phase"], later["state"]["end_reason"]) == ("ended", "later")
    assert later["state"]["follow_up_due"] == "2026-11-12T13:00:00Z"
    [owed] = await wang.does("GET", "/api/follow-ups")
    assert (owed["conversation"], owed["owner"], owed["phone"]) == (
        conversation,
        "0101 号咨询员",
        "138****5678",
    )
    await street.pass_time(3600)
    await wang.does("POST", f"/api/follow-ups/{owed['id']}/answer", {"text": "已查明：请更新客户端。"})

    assert (await taxpayer.texts(conversation))[-1] == "已查明：请更新客户端。"
    [matter] = await taxpayer.does("GET", "/api/matters")
    assert (matter["state"], matter["answer"]) == ("已答复", "已查明：请更新客户端。")
    assert await wang.does("GET", "/api/follow-ups") == []
