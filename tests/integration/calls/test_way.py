"""The caller's way, through PostgreSQL, with the telephone system in memory."""

import pytest

from helpline.calls.flow.happenings import EndAsked
from helpline.calls.model import Phase
from tests.support.hotline import Hotline


@pytest.mark.article("R5.1")
async def test_a_caller_hears_the_notice_waits_is_answered_talks_rates_and_is_done(hotline: Hotline) -> None:
    staff_id = await hotline.consultant()
    channel = await hotline.waiting()
    assert (await hotline.call(channel)).state.phase is Phase.WAITING

    await hotline.pick_up(staff_id)
    call = await hotline.call(channel)
    assert call.state.phase is Phase.TALKING
    assert await hotline.in_hands(staff_id) == {call.id}

    await hotline.advance(60)
    await hotline.do(channel, EndAsked(staff_id=staff_id))
    await hotline.press(channel, "5")
    await hotline.advance(5)

    call = await hotline.call(channel)
    assert (call.state.phase, call.state.outcome, call.state.rating) == (Phase.ENDED, "answered", 5)
    assert await hotline.kinds(channel) == [
        "arrived", "queued", "told", "offered", "taken", "connected", "released", "recorded", "rated", "ended",
    ]  # fmt: skip
    assert hotline.engine.channels == {}
    assert await hotline.in_hands(staff_id) == set()
