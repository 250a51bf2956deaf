"""R4.5: after four minutes of the taxpayer's silence a reminder, then the closing words and the end."""

import pytest

from helpline.conversations.events import ConversationEnded
from helpline.conversations.flow.actions import Breach, LeaveQueue, ReleaseSeat, StintEnded, Tell
from helpline.conversations.flow.happenings import OutsideHours
from helpline.conversations.model import Phase
from tests.support.dialogue import (
    WANG,
    answered,
    asked,
    consultant_says,
    notices,
    of,
    said,
    taxpayer_says,
    waiting,
)


@pytest.mark.article("R4.5")
def test_the_four_minutes_run_from_the_consultants_words() -> None:
    dialogue = answered()

    assert (dialogue.clock, dialogue.runs_out_after, dialogue.wakes_after) == ("taxpayer_silence", 260, 260)


@pytest.mark.article("R4.5")
def test_more_words_of_the_consultant_begin_the_four_minutes_anew() -> None:
    dialogue = answered().at(100)

    dialogue.hears(consultant_says("另外请清一下缓存"))

    assert dialogue.runs_out_after == 340


@pytest.mark.article("R4.5")
def test_the_reminder_comes_at_four_minutes_and_says_how_long_is_left() -> None:
    dialogue = answered()

    assert dialogue.wait(until=259.999) == []
    actions = dialogue.wait(until=260)

    assert notices(actions) == ["reminder"]
    assert "60 秒" in getattr(said(actions)[0], "text", "")
    assert (dialogue.clock, dialogue.runs_out_after) == ("closing", 320)


@pytest.mark.article("R4.5")
def test_still_silent_the_closing_words_are_said_and_it_ends() -> None:
    dialogue = answered()
    dialogue.wait(until=319.999)
    assert dialogue.state.phase is Phase.ACTIVE

    actions = dialogue.wait(until=320)

    assert notices(actions) == ["closing"]
    assert (dialogue.state.phase, dialogue.state.end_reason) == (Phase.ENDED, "taxpayer_silent")
    assert dialogue.state.ended_at == dialogue.now
    assert of(StintEnded, actions) == [StintEnded("taxpayer_silent")]
    assert of(ReleaseSeat, actions) == [ReleaseSeat()]
    assert of(LeaveQueue, actions) == []
    assert [tell.fact for tell in of(Tell, actions)] == [
        ConversationEnded(
            conversation_id=dialogue.state.id, at=dialogue.now, reason="taxpayer_silent", staff_id=WANG
        )
    ]


@pytest.mark.article("R4.5")
@pytest.mark.parametrize("second", [21, 259.999, 260, 319.999])
def test_a_word_of_the_taxpayer_in_between_hands_the_move_to_the_consultant(second: float) -> None:
    dialogue = answered()
    dialogue.wait(until=second)

    dialogue.hears(taxpayer_says("在的"))

    assert (dialogue.clock, dialogue.runs_out_after) == ("consultant_silence", second + 120)
    assert notices(dialogue.wait(until=second + 119)) == []


@pytest.mark.article("R4.5")
def test_words_of_the_consultant_after_the_reminder_give_four_minutes_more() -> None:
    dialogue = answered()
    dialogue.wait(until=300)

    dialogue.hears(consultant_says("您那边还好吗？"))

    assert (dialogue.clock, dialogue.runs_out_after) == ("taxpayer_silence", 540)


@pytest.mark.article("R4.5")
def test_the_taxpayers_silence_is_no_breach_of_the_consultants() -> None:
    assert of(Breach, answered().wait(until=1000)) == []


@pytest.mark.article("R4.5")
def test_a_talk_with_the_assistant_ends_quietly_after_half_an_hour() -> None:
    dialogue = asked()
    assert dialogue.wait(until=1799.999) == []

    actions = dialogue.wait(until=1800)

    assert notices(actions) == ["closing"]
    assert (dialogue.state.phase, dialogue.state.end_reason) == (Phase.ENDED, "taxpayer_silent")
    assert of(ReleaseSeat, actions) == []


@pytest.mark.article("R4.5")
def test_each_question_to_the_assistant_begins_the_half_hour_anew() -> None:
    dialogue = asked().at(1000)

    dialogue.hears(taxpayer_says("还是不行"))

    assert (dialogue.clock, dialogue.runs_out_after) == ("idle", 2800)


@pytest.mark.article("R4.1")
def test_being_told_of_the_hours_begins_the_half_hour_anew() -> None:
    dialogue = asked().at(1000)

    dialogue.hears(OutsideHours(opens_at=None))

    assert (dialogue.clock, dialogue.runs_out_after) == ("idle", 2800)


@pytest.mark.article("R4.3")
def test_who_waits_for_a_person_is_not_sent_away_for_silence() -> None:
    dialogue = waiting()

    assert dialogue.wait(until=10 * 3600) == []
    assert dialogue.state.phase is Phase.WAITING
