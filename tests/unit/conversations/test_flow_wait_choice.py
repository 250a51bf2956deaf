"""R4.4: the taxpayer keeps waiting, or is answered later; either way the choice is on record."""

from datetime import UTC, datetime

import pytest

from helpline.conversations.events import LaterChosen
from helpline.conversations.flow.actions import Breach, Prompt, ReleaseSeat, Requeue, StintEnded, Tell
from helpline.conversations.flow.happenings import Chosen, Happening, WaitAsked
from helpline.conversations.flow.turn import NotNow
from helpline.conversations.model import Phase, WaitChoice, WaitQuestion
from tests.support.dialogue import (
    LI,
    WANG,
    Dialogue,
    asked_at_30,
    consultant_says,
    due,
    notices,
    of,
    said,
    take,
    taken,
    taxpayer_says,
)

THURSDAY = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)
LATER = Chosen(choice="later", due_at=THURSDAY)


def told_to_wait(minutes: int = 3) -> Dialogue:
    """王 asked at second 40 whether to wait."""
    dialogue = asked_at_30().at(40)
    dialogue.hears(WaitAsked(minutes=minutes))
    return dialogue


@pytest.mark.article("R4.4")
def test_the_taxpayer_waits_and_the_promised_wait_has_a_clock_of_its_own() -> None:
    dialogue = told_to_wait(minutes=5).at(55)

    actions = dialogue.hears(Chosen(choice="wait"))

    assert said(actions) == [WaitChoice(choice="wait", by_default=False, text="选择了继续等待")]
    assert dialogue.state.wait_question is None
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_promise", 55 + 300)
    assert dialogue.wakes_after == 55 + 270


@pytest.mark.article("R4.4")
def test_who_does_not_choose_within_a_minute_is_taken_to_wait_and_it_is_on_record() -> None:
    dialogue = told_to_wait()
    assert dialogue.wait(until=99.999) == []

    actions = dialogue.wait(until=100)

    assert said(actions) == [WaitChoice(choice="wait", by_default=True, text="没有选择，按继续等待处理")]
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_promise", 280)


@pytest.mark.article("R4.4")
def test_an_answer_within_the_promised_wait_keeps_it() -> None:
    dialogue = told_to_wait()
    dialogue.wait(until=279)

    dialogue.hears(consultant_says("查到了"))

    assert dialogue.clock == "taxpayer_silence"


@pytest.mark.article("R4.4")
def test_the_consultant_is_prompted_before_the_promised_wait_ends_and_a_broken_one_is_recorded() -> None:
    dialogue = told_to_wait()
    dialogue.wait(until=100)

    assert dialogue.wait(until=250) == [Prompt()]
    actions = dialogue.wait(until=280)

    assert of(Breach, actions) == [Breach("wait_promise", WANG, due(280))]
    assert [type(content) for content in said(actions)] == [WaitQuestion]
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_choice", 340)


@pytest.mark.article("R4.4")
def test_words_of_the_taxpayer_while_waiting_do_not_make_the_promise_longer() -> None:
    dialogue = told_to_wait()
    dialogue.wait(until=100)

    dialogue.at(200).hears(taxpayer_says("好了吗？"))

    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_promise", 280)


@pytest.mark.article("R4.4")
def test_who_stays_silent_through_the_wait_that_the_system_asked_for_is_relieved() -> None:
    dialogue = asked_at_30()
    dialogue.wait(until=210)
    assert (dialogue.clock, dialogue.runs_out_after) == ("wait_promise", 390)

    actions = dialogue.wait(until=390)

    assert of(Breach, actions) == [Breach("wait_promise", WANG, due(390))]
    assert of(Requeue, actions) == [Requeue("silent")]
    assert of(StintEnded, actions) == [StintEnded("silent")]
    assert notices(actions) == ["requeued"]
    assert (dialogue.state.phase, dialogue.state.consultant, dialogue.clock) == (Phase.WAITING, None, None)


@pytest.mark.article("R4.4")
def test_a_consultant_who_asks_anew_is_trusted_anew() -> None:
    dialogue = asked_at_30()
    dialogue.wait(until=300)
    dialogue.hears(WaitAsked(minutes=1))
    dialogue.wait(until=360)

    actions = dialogue.wait(until=420)

    assert of(Requeue, actions) == []
    assert dialogue.clock == "wait_choice"


@pytest.mark.article("R4.4")
def test_later_is_promised_with_an_owner_and_a_deadline_and_ends_the_dialogue() -> None:
    dialogue = told_to_wait().at(50)

    actions = dialogue.hears(LATER)

    facts = [tell.fact for tell in of(Tell, actions)]
    assert facts[0] == LaterChosen(
        conversation_id=dialogue.state.id,
        staff_id=WANG,
        at=dialogue.now,
        due_at=THURSDAY,
    )
    assert notices(actions) == ["follow_up", "closing"]
    assert "11 月 12 日（周四）21:00" in getattr(said(actions)[1], "text", "")
    assert of(ReleaseSeat, actions) == [ReleaseSeat()]
    assert (dialogue.state.phase, dialogue.state.end_reason) == (Phase.ENDED, "later")
    assert dialogue.state.follow_up_due == THURSDAY
    assert dialogue.state.consultant == WANG


@pytest.mark.article("R4.4")
def test_later_may_be_chosen_when_the_system_asked() -> None:
    dialogue = asked_at_30()
    dialogue.wait(until=160)

    dialogue.hears(LATER)

    assert dialogue.state.end_reason == "later"


@pytest.mark.article("R4.4")
def test_later_without_a_deadline_is_no_promise() -> None:
    dialogue = told_to_wait()

    with pytest.raises(NotNow, match="没有答复期限"):
        dialogue.hears(Chosen(choice="later"))

    assert dialogue.state.phase is Phase.ACTIVE


@pytest.mark.article("R4.4")
@pytest.mark.parametrize(
    "overtaken",
    [
        pytest.param(consultant_says("查到了"), id="the consultant spoke first"),
        pytest.param(Chosen(choice="wait"), id="it was chosen already"),
        pytest.param(take(LI, offered_after=45, how="transfer"), id="another consultant took it"),
    ],
)
def test_a_choice_that_comes_too_late_is_told_so(overtaken: Happening) -> None:
    dialogue = told_to_wait().at(50)
    dialogue.hears(overtaken)

    with pytest.raises(NotNow, match="已经过去"):
        dialogue.at(51).hears(LATER)


@pytest.mark.article("R4.4")
def test_a_choice_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(NotNow):
        taken().hears(Chosen(choice="wait"))
