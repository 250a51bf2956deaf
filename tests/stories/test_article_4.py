"""Article 4 as people live it, through the public doors, on a clock that is moved by hand."""

from datetime import datetime, timedelta

import pytest

from helpline.kit.clock import SHANGHAI, VirtualClock
from tests.support.stage import Consultant, Stage, Taxpayer

QUESTION = "电子税务局登录不了怎么办"
GREETING = "您好，请问提示什么？"


async def in_talk(stage: Stage) -> tuple[Taxpayer, Consultant]:
    """A taxpayer whom a consultant has greeted."""
    consultant = await stage.consultant("0101")
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION)
    await taxpayer.wants_a_person()
    await consultant.takes()
    await consultant.says(taxpayer.conversation, GREETING)
    return taxpayer, consultant


@pytest.mark.article("R4.2")
async def test_a_person_answers_within_thirty_seconds(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)

    assert GREETING in await taxpayer.texts()
    assert (await consultant.look())["today"]["answered_in_time"] == 1
    assert (await consultant.matter(taxpayer.conversation))["breaches"] == []


@pytest.mark.article("R4.2")
async def test_what_nobody_answers_is_recorded_and_offered_to_another(stage: Stage) -> None:
    first, second = await stage.consultant("0101"), await stage.consultant("0102")
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION)
    await taxpayer.wants_a_person()
    asked, other = (first, second) if (await first.look())["offers"] else (second, first)

    await stage.pass_time(30)

    assert (await asked.look())["offers"] == []
    assert len((await asked.look())["missed"]) == 1
    assert (await asked.look())["presence"]["state"] == "away"
    [offer] = (await other.look())["offers"]
    assert offer["conversation"] == taxpayer.conversation


@pytest.mark.article("R4.2")
async def test_what_is_taken_but_not_answered_is_a_breach_and_goes_to_another(stage: Stage) -> None:
    first = await stage.consultant("0101")
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION)
    await taxpayer.wants_a_person()
    await first.takes()
    second = await stage.consultant("0102")

    await stage.pass_time(30)
    [breach] = (await first.matter(taxpayer.conversation))["breaches"]
    await stage.pass_time(30)

    assert breach["who"] == "0101 号咨询员"
    assert "requeued" in await taxpayer.notices()
    assert [offer["conversation"] for offer in (await second.look())["offers"]] == [taxpayer.conversation]


@pytest.mark.article("R4.3")
async def test_everybody_who_waits_is_told_place_and_wait(stage: Stage) -> None:
    waiting = [await stage.taxpayer() for _ in range(3)]
    for taxpayer in waiting:
        await taxpayer.asks(QUESTION)
        await taxpayer.wants_a_person()

    assert [(await taxpayer.state())["queue"]["place"] for taxpayer in waiting] == [1, 2, 3]
    assert "queued" in await waiting[2].notices()


@pytest.mark.article("R4.4")
async def test_the_consultant_asks_and_the_taxpayer_waits(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)
    await taxpayer.says("显示验证码错误")

    await consultant.does(f"conversations/{taxpayer.conversation}/wait-question", {"minutes": 3})
    await taxpayer.chooses("wait")
    await stage.pass_time(170)

    state = await taxpayer.state()
    assert state["phase"] == "active"
    assert state["clock"]["kind"] == "wait_promise"
    assert (await consultant.matter(taxpayer.conversation))["breaches"] == []


@pytest.mark.article("R4.4")
async def test_at_two_minutes_of_silence_the_system_asks_and_records(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)
    await taxpayer.says("显示验证码错误")

    await stage.pass_time(119)
    before = (await taxpayer.state())["wait_question"]
    await stage.pass_time(1)

    assert before is None
    assert (await taxpayer.state())["wait_question"] is not None
    [breach] = (await consultant.matter(taxpayer.conversation))["breaches"]
    assert breach["kind"] == "静默超过 2 分钟"


@pytest.mark.article("R4.4")
async def test_answer_later_is_owned_due_and_reaches_the_taxpayer(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)
    await taxpayer.says("显示验证码错误")
    await consultant.does(f"conversations/{taxpayer.conversation}/wait-question", {"minutes": 3})

    await taxpayer.chooses("later")
    [promise] = (await consultant.look())["promises"]
    answered = await consultant.does(
        f"follow-ups/{promise['id']}/answer", {"text": "已核实：请清除缓存后重试。"}
    )

    assert promise["due_at"].startswith("2026-11-12T13:00")
    assert answered.status_code == 204
    assert "已核实：请清除缓存后重试。" in await taxpayer.texts()
    [matter] = await taxpayer.matters()
    assert matter["state"] == "已答复"
    assert (await consultant.look())["promises"] == []


@pytest.mark.article("R4.5")
async def test_a_silent_taxpayer_is_reminded_at_four_minutes_and_let_go_a_minute_later(stage: Stage) -> None:
    taxpayer, _consultant = await in_talk(stage)

    await stage.pass_time(239)
    quiet = await taxpayer.notices()
    await stage.pass_time(1)
    reminded = await taxpayer.notices()
    await stage.pass_time(60)

    assert "reminder" not in quiet
    assert reminded[-1] == "reminder"
    state = await taxpayer.state()
    assert (state["phase"], state["end_reason"]) == ("ended", "taxpayer_silent")
    assert (await taxpayer.notices())[-1] == "closing"


@pytest.mark.article("R4.5")
async def test_a_word_after_the_reminder_keeps_the_dialogue(stage: Stage) -> None:
    taxpayer, _consultant = await in_talk(stage)
    await stage.pass_time(250)

    await taxpayer.says("我在，正在找截图")
    await stage.pass_time(100)

    assert (await taxpayer.state())["phase"] == "active"


@pytest.mark.article("R5.3")
async def test_a_transfer_needs_acceptance_by_name(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)
    colleague = await stage.consultant("0102")

    path = f"conversations/{taxpayer.conversation}/transfer"
    await consultant.does(path, {"to": str(colleague.staff_id), "note": "出口退税问题"})
    [card] = (await consultant.look())["dialogues"]
    still_mine = (await taxpayer.state())["consultant"]
    await colleague.takes()

    assert card["transfer_to"] == "0102 号咨询员"
    assert still_mine == "0101 号咨询员"
    assert (await taxpayer.state())["consultant"] == "0102 号咨询员"
    assert (await colleague.matter(taxpayer.conversation))["case"]["owner"] == str(colleague.staff_id)
    assert (await consultant.look())["dialogues"] == []


@pytest.mark.article("R5.3")
async def test_a_refused_transfer_stays_where_it_was(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)
    colleague = await stage.consultant("0102")
    path = f"conversations/{taxpayer.conversation}/transfer"
    await consultant.does(path, {"to": str(colleague.staff_id), "note": ""})

    await colleague.sends_back("手上有急事")

    assert (await taxpayer.state())["consultant"] == "0101 号咨询员"
    [card] = (await consultant.look())["dialogues"]
    assert card["transfer_to"] is None


@pytest.mark.article("R5.4")
async def test_declining_tells_the_reason_and_ends(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)

    answer = await consultant.does(f"cases/{taxpayer.conversation}/decline", {"reason": "policy", "text": ""})

    assert answer.json()["outcome"] == "declined"
    assert any("12366" in text for text in await taxpayer.texts())
    assert (await taxpayer.state())["end_reason"] == "declined"


@pytest.mark.article("R12.1")
async def test_the_word_for_a_person_hands_over_with_what_was_said(stage: Stage) -> None:
    consultant = await stage.consultant("0101")
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION)

    await taxpayer.says("人工")

    [offer] = (await consultant.look())["offers"]
    assert offer["question"] == QUESTION
    assert (await taxpayer.state())["phase"] == "waiting"


@pytest.mark.article("R4.1")
async def test_outside_hours_a_place_is_kept_for_the_opening(stage: Stage, clock: VirtualClock) -> None:
    clock.set(datetime(2026, 11, 10, 22, 0, tzinfo=SHANGHAI))
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION)
    await taxpayer.wants_a_person()
    told = await taxpayer.notices()

    await taxpayer.wants_a_person(keep_place=True)
    kept = await taxpayer.state()
    await stage.leap(datetime(2026, 11, 11, 8, 30, tzinfo=SHANGHAI) - clock.now())

    assert "outside_hours" in told
    assert kept["phase"] == "reserved"
    assert (await taxpayer.state())["phase"] == "waiting"
    consultant = await stage.consultant("0101")
    assert [offer["conversation"] for offer in (await consultant.look())["offers"]] == [taxpayer.conversation]


@pytest.mark.article("R4.1")
@pytest.mark.article("R6.2")
async def test_outside_hours_a_message_can_be_left(stage: Stage, clock: VirtualClock) -> None:
    clock.set(datetime(2026, 11, 13, 22, 0, tzinfo=SHANGHAI))
    taxpayer = await stage.taxpayer()

    left = await taxpayer.leaves("扣缴客户端打不开，请回电")

    assert left["answer_due_at"].startswith("2026-11-17T13:00")
    assert [matter["number"] for matter in await taxpayer.matters()] == [left["number"]]


async def test_words_after_the_end_open_a_conversation_that_follows(stage: Stage) -> None:
    taxpayer, consultant = await in_talk(stage)
    await consultant.files(taxpayer.conversation)
    closed = await consultant.does(f"cases/{taxpayer.conversation}/close")
    ended = taxpayer.conversation

    refused = await taxpayer.says("还有一个问题")
    await taxpayer.asks("还有一个问题", follows=ended)
    await taxpayer.wants_a_person()

    assert closed.json()["state"] == "closed"
    assert refused.json()["code"] == "conversation-ended"
    await consultant.takes()
    earlier = (await consultant.matter(taxpayer.conversation))["earlier"]
    assert [matter["id"] for matter in earlier] == [ended]


@pytest.mark.article("R4.5")
async def test_every_clock_survives_a_restart(stage: Stage) -> None:
    """Nobody watches while the house is down; what fell due meanwhile is done when it is up again."""
    taxpayer, _consultant = await in_talk(stage)

    await stage.leap(timedelta(minutes=30))

    assert (await taxpayer.state())["phase"] in ("ended", "waiting")


async def test_another_provider_learns_nothing(stage: Stage) -> None:
    taxpayer, _consultant = await in_talk(stage)
    stranger = await stage.consultant("0201")

    look = await stranger.look()
    matter = await stranger.matter(taxpayer.conversation)

    assert (look["offers"], look["dialogues"], look["waiting"]["count"]) == ([], [], 0)
    assert matter["status"] in (403, 404)
