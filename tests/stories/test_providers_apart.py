"""Article 14: providers work side by side and never see each other, not even a count."""

import pytest

from tests.support.stage import Consultant, Stage

QUESTION = "电子税务局登录不了，提示密码错误"


async def xuhui(somebody: Consultant) -> str:
    """The district that the first provider serves."""
    districts = (await somebody.tries("GET", "welcome")).json()["districts"]
    return next(str(each["id"]) for each in districts if "徐汇" in each["name"])


@pytest.mark.article("R14.1")
async def test_staff_of_another_provider_get_no_id_no_name_no_count(stage: Stage) -> None:
    own, stranger = await stage.consultant("0101"), await stage.consultant("0201")
    district = await xuhui(own)
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION, district=district, name="张三丰")
    conversation = taxpayer.conversation
    await taxpayer.wants_a_person()
    look = await stranger.look()
    assert (look["offers"], look["dialogues"], look["waiting"]["count"]) == ([], [], 0)
    await own.takes()
    await own.says(conversation, "您好")

    doors = [
        ("GET", f"conversations/{conversation}", None),
        ("GET", f"conversations/{conversation}/matter", None),
        ("POST", f"conversations/{conversation}/recall", {"seq": 1}),
        ("POST", f"conversations/{conversation}/wait-question", {"minutes": 3}),
        ("POST", f"conversations/{conversation}/transfer", {"to": str(stranger.staff_id)}),
        ("GET", f"cases/{conversation}", None),
        ("PUT", f"cases/{conversation}", {}),
        ("POST", f"cases/{conversation}/close", {}),
        ("POST", f"cases/{conversation}/decline", {"reason": "policy"}),
    ]
    for method, path, body in doors:
        answer = await stranger.tries(method, path, body)
        assert answer.status_code in {403, 404}, f"{method} {path}: {answer.status_code}"
        assert "三丰" not in answer.text
        assert str(own.staff_id) not in answer.text
    assert str(own.staff_id) not in (await stranger.tries("GET", "colleagues")).text


@pytest.mark.article("R14.1")
async def test_the_wallboard_of_another_provider_counts_nothing_of_it(stage: Stage) -> None:
    own, lead = await stage.consultant("0101"), await stage.consultant("0210")
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION, district=await xuhui(own))
    await taxpayer.wants_a_person()
    await own.takes()
    await stage.pass_time(25)

    answer = await lead.tries("GET", "wallboard")

    board = answer.json()
    assert taxpayer.conversation not in answer.text
    assert str(own.staff_id) not in answer.text
    assert sum(board["curve"]["today"]) == 0
    assert sum(tile["rate"]["denominator"] for tile in board["rates"]) == 0
    assert sum(row["waiting"] for row in board["queues"]) == 0
