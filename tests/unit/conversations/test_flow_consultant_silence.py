"""R4.4: who expects to be silent over two minutes asks first; if not, the system does."""

import pytest

from helpline.conversations.events import PromiseBroken
from helpline.conversations.flow.actions import Breach, FirstReply, Prompt, Tell
from helpline.conversations.flow.happenings import WaitAsked
from helpline.conversations.flow.turn import NotNow
from helpline.conversations.model import WaitQuestion
from tests.support.dialogue import (
    NUMBERS,
    WANG,
    asked_at_30,
    consultant_says,
    due,
    of,
    said,
    taxpayer_says,
    waiting,
)


@pytest.mark.article("R4.4")
def test_the_consultants_two_minutes_run_from_the_taxpayers_words() -> None:
    dialogue = asked_at_30()

    assert (dialogue.clock, dialogue.runs_out_after) == ("consultant_silence", 150)


@pytest.mark.article("R4.4")
def test_more_words_of_the_taxpayer_do_not_put_off_the_two_minutes() -> None:
    dialogue = asked_at_30()

    dialogue.at(100).hears(taxpayer_says("还在吗？"))

    assert (dialogue.clock, dialogue.runs_out_after) == ("consultant_silence", 150)


@pytest.mark.article("R4.4")
def test_the_consultant_is_prompted_thirty_seconds_before() -> None:
    dialogue = asked_at_30()

    assert dialogue.wait(until=119.999) == []
    assert dialogue.wait(until=120) == [Prompt()]
    assert dialogue.wait(until=149.999) == []


@pytest.mark.article("R4.4")
@pytest.mark.parametrize("second", [30, 119, 120, 149.999])
def test_words_within_two_minutes_break_the_silence(second: float) -> None:
    dialogue = asked_at_30()
    dialogue.wait(until=second)

    dialogue.hears(consultant_says())

    assert (dialogue.clock, dialogue.runs_out_after) == ("taxpayer_silence", second + 240)
    assert of(Breach, dialogue.wait(until=second + 239)) == []


@pytest.mark.article("R4.4")
def test_the_silence_is_recorded_at_two_minutes_and_the_system_asks_the_taxpayer() -> None:
    dialogue = asked_at_30()
    dialogue.wait(until=149)

    actions = dialogue.wait(until=150)

    assert of(Breach, actions) == [Breach("consultant_silence", WANG, due(150))]
    assert [type(tell.fact) for tell in of(Tell, actions)] == [PromiseBroken]
    [question] = said(actions)
    assert isinstance(question, WaitQuestion)
    assert question.minutes == 3
    assert dialogue.state.wait_question == dialogue.state.seq
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_choice", 210)


@pytest.mark.article("R4.4")
def test_a_prompt_is_given_anew_for_each_silence() -> None:
    dialogue = asked_at_30()
    dialogue.wait(until=130)
    dialogue.hears(consultant_says())
    dialogue.at(200).hears(taxpayer_says())

    assert dialogue.wait(until=289.999) == []
    assert dialogue.wait(until=290) == [Prompt()]


@pytest.mark.article("R4.4")
def test_the_consultant_asks_first_and_nothing_is_broken() -> None:
    dialogue = asked_at_30().at(40)

    actions = dialogue.hears(WaitAsked(minutes=5, text="要查一下后台，请问您愿意等吗？"))

    assert said(actions) == [WaitQuestion(text="要查一下后台，请问您愿意等吗？", minutes=5)]
    assert of(FirstReply, actions) == []
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_choice", 100)
    assert of(Breach, dialogue.wait(until=100)) == []


@pytest.mark.article("R4.4")
def test_asking_without_words_says_how_long() -> None:
    [question] = said(asked_at_30().hears(WaitAsked(minutes=4)))

    assert isinstance(question, WaitQuestion)
    assert "4 分钟" in question.text
    assert "稍后答复" in question.text


@pytest.mark.article("R4.4")
def test_nobody_is_asked_twice_before_they_have_chosen() -> None:
    dialogue = asked_at_30()
    dialogue.hears(WaitAsked(minutes=3))

    with pytest.raises(NotNow, match="正在等对方选择"):
        dialogue.at(41).hears(WaitAsked(minutes=3))


@pytest.mark.article("R4.4")
def test_who_does_not_serve_asks_nothing() -> None:
    with pytest.raises(NotNow, match="请先应答"):
        waiting().hears(WaitAsked(minutes=3))


@pytest.mark.article("R4.4")
def test_the_question_bears_the_name_of_who_asks() -> None:
    dialogue = asked_at_30()

    [by_consultant] = [
        action.post for action in dialogue.hears(WaitAsked(minutes=3)) if hasattr(action, "post")
    ]

    assert (by_consultant.by, by_consultant.name) == ("consultant", NUMBERS[WANG])


@pytest.mark.article("R4.4")
def test_the_systems_question_bears_no_consultants_name() -> None:
    dialogue = asked_at_30()

    [by_system] = [action.post for action in dialogue.wait(until=150) if hasattr(action, "post")]

    assert (by_system.by, by_system.name) == ("system", "")


@pytest.mark.article("R4.4")
def test_a_ticker_that_was_away_records_the_silence_without_prompting_too_late() -> None:
    dialogue = asked_at_30().at(4000)

    actions = dialogue.wait(until=4000)

    assert of(Prompt, actions) == []
    assert of(Breach, actions) == [Breach("consultant_silence", WANG, due(150))]
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_choice", 4060)
