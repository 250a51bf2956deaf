"""R4.2: thirty seconds run from the prompt; a breach has a name; what stays unanswered goes to somebody else."""

from datetime import timedelta

import pytest

from helpline.conversations.events import ConversationTaken, PromiseBroken
from helpline.conversations.flow.actions import (
    Breach,
    FirstReply,
    Prompt,
    Requeue,
    StintBegan,
    StintEnded,
    Tell,
)
from helpline.conversations.flow.happenings import TimePassed, WaitAsked
from helpline.conversations.model import Phase
from tests.support.dialogue import (
    LI,
    NUMBERS,
    START,
    WANG,
    consultant_says,
    due,
    notices,
    of,
    take,
    taken,
    taxpayer_says,
    waiting,
)


@pytest.mark.article("R4.2")
@pytest.mark.parametrize("claimed_after", [0, 9, 29.999])
def test_the_thirty_seconds_run_from_the_offer_whenever_it_is_taken(claimed_after: float) -> None:
    dialogue = taken(after=claimed_after)

    assert dialogue.state.phase is Phase.ACTIVE
    assert (dialogue.clock, dialogue.runs_out_after) == ("first_response", 30)
    assert dialogue.wakes_after == 30


@pytest.mark.article("R5.3")
def test_who_takes_it_answers_for_it_by_name() -> None:
    dialogue = waiting().at(9)

    actions = dialogue.hears(take(WANG))

    assert (dialogue.state.consultant, dialogue.state.consultant_label) == (WANG, NUMBERS[WANG])
    assert of(StintBegan, actions) == [StintBegan(WANG, START, "queue")]
    [told] = [tell.fact for tell in of(Tell, actions)]
    assert told == ConversationTaken(
        conversation_id=dialogue.state.id, staff_id=WANG, at=dialogue.now, how="queue", from_staff=None
    )
    assert notices(actions) == ["joined"]


@pytest.mark.article("R4.2")
@pytest.mark.parametrize("second", [9, 29.999, 30])
def test_an_answer_up_to_the_thirtieth_second_keeps_the_promise(second: float) -> None:
    dialogue = taken().at(second)

    actions = dialogue.hears(consultant_says())

    assert of(FirstReply, actions) == [FirstReply(due(second))]
    assert of(Breach, dialogue.wait(until=second + 239)) == []


@pytest.mark.article("R4.4")
def test_asking_the_taxpayer_to_wait_is_a_response() -> None:
    dialogue = taken().at(12)

    actions = dialogue.hears(WaitAsked(minutes=3))

    assert of(FirstReply, actions) == [FirstReply(due(12))]


@pytest.mark.article("R4.2")
def test_only_the_first_words_are_the_first_response() -> None:
    dialogue = taken().at(12)
    dialogue.hears(consultant_says())

    assert of(FirstReply, dialogue.at(13).hears(consultant_says("请稍等"))) == []


@pytest.mark.article("R4.2")
def test_a_missed_promise_is_recorded_at_the_thirtieth_second_with_who_which_and_when() -> None:
    dialogue = taken()

    assert dialogue.wait(until=29.999) == []
    actions = dialogue.wait(until=30)

    assert of(Breach, actions) == [Breach("first_response", WANG, due(30))]
    assert [tell.fact for tell in of(Tell, actions)] == [
        PromiseBroken(
            conversation_id=dialogue.state.id,
            staff_id=WANG,
            kind="first_response",
            due_at=START + timedelta(seconds=30),
        )
    ]
    assert of(Prompt, actions) == [Prompt()]
    assert dialogue.state.phase is Phase.ACTIVE


@pytest.mark.article("R4.2")
def test_a_late_answer_is_the_first_reply_all_the_same_and_ends_the_grace() -> None:
    dialogue = taken()
    dialogue.wait(until=45)

    actions = dialogue.hears(consultant_says())

    assert of(FirstReply, actions) == [FirstReply(due(45))]
    assert dialogue.state.late is False
    assert (dialogue.clock, dialogue.runs_out_after) == ("taxpayer_silence", 45 + 240)


@pytest.mark.article("R4.2")
def test_what_stays_unanswered_thirty_seconds_more_is_offered_to_somebody_else() -> None:
    dialogue = taken()
    assert of(Requeue, dialogue.wait(until=59.999)) == []

    actions = dialogue.wait(until=60)

    assert of(Requeue, actions) == [Requeue("unanswered")]
    assert of(StintEnded, actions) == [StintEnded("unanswered")]
    assert of(Breach, actions) == []
    assert notices(actions) == ["requeued"]
    assert dialogue.state.phase is Phase.WAITING
    assert (dialogue.state.consultant, dialogue.clock) == (None, None)


@pytest.mark.article("R4.2")
def test_the_next_consultant_has_thirty_seconds_of_their_own() -> None:
    dialogue = taken()
    dialogue.wait(until=70)

    dialogue.hears(take(LI, offered_after=62))

    assert (dialogue.clock, dialogue.runs_out_after) == ("first_response", 92)
    assert of(Breach, dialogue.wait(until=92)) == [Breach("first_response", LI, due(92))]


@pytest.mark.article("R4.2")
def test_the_taxpayers_impatience_does_not_give_the_consultant_more_time() -> None:
    dialogue = taken().at(25)

    dialogue.hears(taxpayer_says("在吗？"))

    assert (dialogue.clock, dialogue.runs_out_after) == ("first_response", 30)


@pytest.mark.article("R4.2")
def test_a_ticker_that_was_away_finds_both_ends_of_the_promise_in_order() -> None:
    dialogue = taken().at(500)

    breach = dialogue.hears(TimePassed())
    requeue = dialogue.hears(TimePassed())

    assert [b.due_at for b in of(Breach, breach)] == [due(30)]
    assert of(Requeue, requeue) == [Requeue("unanswered")]
