"""Article 4, seven days a week: the assistant goes on, a place is kept to the second, nobody is cut off at closing time."""

from datetime import datetime, timedelta

import pytest

from helpline.kit.clock import SHANGHAI, VirtualClock
from tests.support.stage import Stage

LOCKED_OUT = "电子税务局登录不了，提示密码错误"
KNOWN = "个税申报表报送后一直显示“申报处理中”怎么办？"
CLOSING = datetime(2026, 11, 14, 21, 0, tzinfo=SHANGHAI)
"""A Saturday; the next opening is on Monday."""
OPENING = datetime(2026, 11, 16, 8, 30, tzinfo=SHANGHAI)


@pytest.mark.article("R4.1")
async def test_outside_hours_the_assistant_answers_before_and_after_a_person_was_wished_for(
    stage: Stage, clock: VirtualClock
) -> None:
    clock.set(CLOSING + timedelta(hours=1))
    taxpayer = await stage.taxpayer()
    service = (await taxpayer.tries("GET", "welcome")).json()["service"]
    assert (service["open"], service["opens_at"]) == (False, "2026-11-16T00:30:00Z")

    await taxpayer.asks(KNOWN)
    await taxpayer.wants_a_person()
    await taxpayer.says(KNOWN)

    kinds = [change["content"]["type"] for change in (await taxpayer.sees())["changes"]]
    assert kinds == ["text", "answer", "notice", "text", "answer"]
    assert await taxpayer.notices() == ["outside_hours"]


@pytest.mark.article("R4.1")
async def test_a_kept_place_is_served_from_the_first_second_of_service(
    stage: Stage, clock: VirtualClock
) -> None:
    clock.set(CLOSING)
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(LOCKED_OUT)
    await taxpayer.wants_a_person(keep_place=True)
    assert (await taxpayer.state())["queue"]["opens_at"] == "2026-11-16T00:30:00Z"

    await stage.leap(OPENING - CLOSING - timedelta(seconds=1))
    consultant = await stage.consultant("0101")
    assert (await consultant.look())["offers"] == []
    await stage.pass_time(1)

    assert (await taxpayer.notices())[-1] == "opened"
    await consultant.takes()
    assert (await taxpayer.state())["phase"] == "active"


@pytest.mark.article("R4.1")
async def test_closing_time_cuts_nobody_off_who_is_served_or_waits(stage: Stage, clock: VirtualClock) -> None:
    clock.set(CLOSING - timedelta(minutes=2))
    consultant, taxpayer, second = (
        await stage.consultant("0103"),
        await stage.taxpayer(),
        await stage.taxpayer(),
    )
    for each in (taxpayer, second):
        await each.asks(LOCKED_OUT)
        await each.wants_a_person()
    await consultant.takes()
    await consultant.says(taxpayer.conversation, "您好")
    await stage.pass_time(180)

    again = [
        await each.tries("POST", f"conversations/{each.conversation}/human", {})
        for each in (taxpayer, second)
    ]

    assert [answer.status_code for answer in again] == [409, 409]
    assert (await taxpayer.state())["clock"]["kind"] == "taxpayer_silence"
    assert (await second.state())["clock"] is None
    await stage.leap(timedelta(hours=1))
    assert (await second.state())["phase"] == "waiting"
