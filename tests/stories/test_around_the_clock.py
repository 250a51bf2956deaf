"""Article 4, seven days a week: the assistant, a message, a kept place, and a way on after every end."""

from datetime import datetime, timedelta

import pytest

from helpline.kit.clock import SHANGHAI
from tests.support.street import Street

LOCKED_OUT = "电子税务局登录不了，提示密码错误"
KNOWN = "个税申报表报送后一直显示“申报处理中”怎么办？"
SATURDAY_NIGHT = datetime(2026, 11, 14, 22, 0, tzinfo=SHANGHAI)
MONDAY_OPENING = datetime(2026, 11, 16, 8, 30, tzinfo=SHANGHAI)


@pytest.mark.article("R4.1")
async def test_outside_hours_the_assistant_answers_and_a_message_is_left(street: Street) -> None:
    await street.learns()
    street.house.clock.set(SATURDAY_NIGHT)
    taxpayer = await street.taxpayer()
    welcome = await taxpayer.does("GET", "/api/welcome")
    assert (welcome["service"]["open"], welcome["service"]["opens_at"]) == (False, "2026-11-16T00:30:00Z")

    conversation = await taxpayer.asks(KNOWN)
    told = await taxpayer.wants_person(conversation)

    assert [each["content"]["type"] for each in told["changes"]] == ["text", "answer", "notice"]
    assert (told["state"]["phase"], told["changes"][-1]["content"]["code"]) == ("assistant", "outside_hours")
    left = await taxpayer.does(
        "POST",
        "/api/messages",
        {
            "client_id": conversation,
            "text": "请周一回复我",
            "name": "张三",
            "phone": "13812345678",
            "conversation": conversation,
        },
    )
    assert left["answer_due_at"] == "2026-11-17T13:00:00Z"


@pytest.mark.article("R4.1")
async def test_a_place_kept_overnight_is_served_at_the_opening(street: Street) -> None:
    street.house.clock.set(SATURDAY_NIGHT)
    taxpayer = await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    kept = await taxpayer.wants_person(conversation, keep_place=True)
    assert (kept["state"]["phase"], kept["state"]["queue"]["opens_at"]) == (
        "reserved",
        "2026-11-16T00:30:00Z",
    )

    await street.house.advance(MONDAY_OPENING - SATURDAY_NIGHT - timedelta(seconds=1))
    wang = await street.consultant("0101")
    assert (await wang.look())["offers"] == []
    await street.pass_time(1)

    assert (await taxpayer.notices(conversation))[-1] == "opened"
    assert await wang.takes() == conversation
    assert (await taxpayer.reads(conversation))["state"]["phase"] == "active"


@pytest.mark.article("R4.1")
async def test_asking_again_after_closing_time_ends_nobodys_dialogue(street: Street) -> None:
    street.house.clock.set(SATURDAY_NIGHT - timedelta(hours=1, minutes=2))
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(conversation)
    await wang.takes()
    await wang.says(conversation, "您好")
    await street.pass_time(120)

    again = await taxpayer.tries("POST", f"/api/conversations/{conversation}/human", {})

    assert again.status_code == 409
    assert (await taxpayer.reads(conversation))["state"]["clock"]["kind"] == "taxpayer_silence"


@pytest.mark.article("R4.5")
async def test_a_message_after_the_end_opens_a_conversation_that_follows_the_first(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    first = await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_person(first)
    await wang.takes()
    await wang.says(first, "请点“忘记密码”")
    await wang.files(first)
    await wang.does("POST", f"/api/cases/{first}/close", {})

    refused = await taxpayer.tries(
        "POST",
        f"/api/conversations/{first}/posts",
        {"client_id": first, "content": {"type": "text", "text": "还是不行"}},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "conversation-ended")
    opened = await taxpayer.does(
        "POST", "/api/conversations", {"client_id": first, "text": "还是不行", "follows": first}
    )
    second = opened["state"]["id"]
    await taxpayer.wants_person(second)

    assert second != first
    [offer] = (await wang.look())["offers"]
    assert offer["served_before"]
    await wang.takes()
    matter = await wang.does("GET", f"/api/conversations/{second}/matter")
    assert [each["id"] for each in matter["earlier"]] == [first]
    assert matter["earlier"][0]["outcome"] == "已答复"


@pytest.mark.article("R12.1")
async def test_a_person_is_had_by_typing_for_one(street: Street) -> None:
    await street.learns()
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    conversation = await taxpayer.asks(KNOWN)

    await taxpayer.says(conversation, "人工")

    assert (await taxpayer.reads(conversation))["state"]["phase"] == "waiting"
    [offer] = (await wang.look())["offers"]
    assert offer["assistant_turns"] == 1
    await wang.takes()
    assert await wang.texts(conversation) == [KNOWN, "人工"]
