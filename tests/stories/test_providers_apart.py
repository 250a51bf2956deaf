"""Article 14: providers work side by side and never see each other."""

import pytest

from tests.support.street import Street

LOCKED_OUT = "电子税务局登录不了，提示密码错误"


@pytest.mark.article("R14.1")
async def test_staff_of_another_provider_get_nothing(street: Street) -> None:
    wang, taxpayer = await street.consultant("0101"), await street.taxpayer()
    district = str(street.city.districts["310104"].id)
    opened = await taxpayer.does(
        "POST",
        "/api/conversations",
        {"client_id": str(wang.id), "text": LOCKED_OUT, "district": district, "name": "张三丰"},
    )
    conversation = opened["state"]["id"]
    await taxpayer.wants_person(conversation)
    stranger = await street.consultant("0201")
    look = await stranger.look()
    assert (look["offers"], look["dialogues"], look["waiting"]["count"]) == ([], [], 0)
    await wang.takes()
    await wang.says(conversation, "您好")

    doors = [
        ("GET", f"/api/conversations/{conversation}", None),
        ("GET", f"/api/conversations/{conversation}/matter", None),
        ("POST", f"/api/conversations/{conversation}/recall", {"seq": 1}),
        ("POST", f"/api/conversations/{conversation}/wait-question", {"minutes": 3}),
        ("POST", f"/api/conversations/{conversation}/transfer", {"to": str(stranger.id)}),
        ("GET", f"/api/cases/{conversation}", None),
        ("PUT", f"/api/cases/{conversation}", {}),
        ("POST", f"/api/cases/{conversation}/close", {}),
        ("POST", f"/api/cases/{conversation}/decline", {"reason": "policy"}),
    ]
    for method, path, body in doors:
        answer = await stranger.tries(method, path, body)
        assert answer.status_code in {403, 404}, f"{method} {path}: {answer.status_code}"
        assert "三丰" not in answer.text
    assert str(wang.id) not in str(await stranger.does("GET", "/api/colleagues"))
    look = await stranger.look()
    assert (look["offers"], look["dialogues"], look["waiting"]["count"]) == ([], [], 0)
    assert conversation not in str(look)
    lead = await street.doors.signed_in("0210")
    board = (await lead.get("/api/wallboard")).json()
    assert conversation not in str(board)
    assert str(wang.id) not in str(board)
    assert sum(board["curve"]["today"]) == 0
