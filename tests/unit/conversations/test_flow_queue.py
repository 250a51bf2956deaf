"""R4.1, R4.3, R5.3: a person is asked for, waited for, found, lost and changed."""

from datetime import UTC, datetime, timedelta

import pytest

from helpline.conversations.events import ConversationTaken, HumanAsked, QuestionAsked
from helpline.conversations.flow.actions import LeaveQueue, StintBegan, StintEnded, Tell
from helpline.conversations.flow.happenings import (
    GivenBack,
    OutsideHours,
    PlaceKept,
    Queued,
    QueueLeft,
    ServiceOpened,
)
from helpline.conversations.flow.turn import NotNow
from helpline.conversations.model import Phase
from tests.support.dialogue import (
    LI,
    NUMBERS,
    START,
    WANG,
    Dialogue,
    answered,
    asked,
    notices,
    of,
    said,
    take,
    taken,
    taxpayer_says,
    waiting,
)

OPENS = datetime(2026, 11, 11, 0, 30, tzinfo=UTC)


def text_of(actions: object) -> str:
    return getattr(said(actions)[0], "text", "")  # type: ignore[arg-type]


def kept() -> Dialogue:
    """A place is kept for tomorrow's opening."""
    dialogue = asked()
    dialogue.hears(PlaceKept(opens_at=OPENS))
    return dialogue


@pytest.mark.article("R4.3")
@pytest.mark.parametrize(
    ("place", "wait", "told"),
    [
        pytest.param(4, 700, "排在第 4 位，大约还要 12 分钟", id="place and wait in whole minutes"),
        pytest.param(2, 1, "大约还要 1 分钟", id="never nought minutes"),
        pytest.param(3, None, "排在第 3 位。", id="no promise without a person on duty"),
        pytest.param(1, 60, "正在为您接通咨询员", id="next in line"),
        pytest.param(0, 0, "正在为您接通咨询员", id="somebody is being asked"),
    ],
)
def test_who_waits_is_told_place_and_wait(place: int, wait: int | None, told: str) -> None:
    dialogue = asked()

    actions = dialogue.hears(Queued(place=place, expected_wait_seconds=wait))

    assert notices(actions) == ["queued"]
    assert told in text_of(actions)
    assert [tell.fact for tell in of(Tell, actions)] == [
        HumanAsked(conversation_id=dialogue.state.id, at=dialogue.now)
    ]
    assert (dialogue.state.phase, dialogue.clock) == (Phase.WAITING, None)


@pytest.mark.article("R4.3")
def test_who_waits_is_told_what_may_be_done_meanwhile() -> None:
    actions = asked().hears(Queued(place=4, expected_wait_seconds=700))

    assert all(word in text_of(actions) for word in ("继续等待", "留言", "智能助手"))


@pytest.mark.article("R4.3")
def test_who_still_waits_when_the_hours_are_over_is_told_once_and_keeps_the_place() -> None:
    dialogue = asked()
    dialogue.hears(Queued(place=4, expected_wait_seconds=700, closes_at=dialogue.now + timedelta(minutes=7)))

    assert dialogue.wait(until=7 * 60 - 1) == []
    actions = dialogue.wait(until=7 * 60)

    assert notices(actions) == ["service_ended"]
    assert all(word in text_of(actions) for word in ("排位仍然保留", "留言", "智能助手"))
    assert (dialogue.state.phase, dialogue.clock) == (Phase.WAITING, None)
    assert dialogue.wait(until=24 * 3600) == []


@pytest.mark.article("R4.3")
@pytest.mark.parametrize("dialogue", [waiting(), taken()], ids=["waiting", "served"])
def test_nobody_queues_twice(dialogue: Dialogue) -> None:
    with pytest.raises(NotNow):
        dialogue.hears(Queued(place=1, expected_wait_seconds=0))


@pytest.mark.article("R4.1")
def test_outside_hours_the_taxpayer_is_told_when_service_opens_and_what_can_be_done() -> None:
    dialogue = asked()

    actions = dialogue.hears(OutsideHours(opens_at=OPENS))

    assert notices(actions) == ["outside_hours"]
    assert "11 月 11 日（周三）08:30" in text_of(actions)
    assert all(word in text_of(actions) for word in ("智能助手", "留言", "排上队"))
    assert dialogue.state.phase is Phase.ASSISTANT


@pytest.mark.article("R4.1")
@pytest.mark.parametrize("dialogue", [waiting(), kept(), answered()], ids=["waiting", "kept", "served"])
def test_asking_again_after_hours_disturbs_no_clock_of_who_waits_or_is_served(dialogue: Dialogue) -> None:
    before = dialogue.state

    with pytest.raises(NotNow):
        dialogue.hears(OutsideHours(opens_at=OPENS))

    assert dialogue.state == before


@pytest.mark.article("R4.1")
def test_a_place_is_kept_for_the_opening_and_does_not_run_out() -> None:
    dialogue = asked()

    actions = dialogue.hears(PlaceKept(opens_at=OPENS))

    assert notices(actions) == ["place_kept"]
    assert "11 月 11 日（周三）08:30" in text_of(actions)
    assert dialogue.wait(until=24 * 3600) == []
    assert dialogue.state.phase is Phase.RESERVED


@pytest.mark.article("R4.1")
def test_a_place_is_kept_once() -> None:
    with pytest.raises(NotNow, match="已经为您保留"):
        kept().hears(PlaceKept(opens_at=OPENS))


@pytest.mark.article("R4.1")
def test_at_the_opening_a_kept_place_is_a_place_in_the_queue() -> None:
    dialogue = kept()

    actions = dialogue.hears(ServiceOpened())

    assert notices(actions) == ["opened"]
    assert dialogue.state.phase is Phase.WAITING


@pytest.mark.article("R4.1")
def test_a_kept_place_may_be_taken_before_the_news_of_the_opening_arrives() -> None:
    dialogue = kept()
    dialogue.hears(take(WANG))

    assert dialogue.hears(ServiceOpened()) == []
    assert dialogue.state.phase is Phase.ACTIVE


@pytest.mark.article("R4.3")
@pytest.mark.parametrize("dialogue", [waiting(), kept()], ids=["waiting", "kept"])
def test_who_leaves_the_queue_is_back_with_the_assistant(dialogue: Dialogue) -> None:
    actions = dialogue.at(100).hears(QueueLeft())

    assert of(LeaveQueue, actions) == [LeaveQueue("taxpayer_left")]
    assert notices(actions) == ["queue_left"]
    assert (dialogue.state.phase, dialogue.clock, dialogue.runs_out_after) == (
        Phase.ASSISTANT,
        "idle",
        1900,
    )


@pytest.mark.article("R4.3")
@pytest.mark.parametrize("dialogue", [asked(), taken()], ids=["with the assistant", "served"])
def test_who_does_not_wait_leaves_no_queue(dialogue: Dialogue) -> None:
    with pytest.raises(NotNow, match="没有在排队"):
        dialogue.hears(QueueLeft())


@pytest.mark.article("R4.3")
def test_who_waits_may_go_on_asking_the_assistant() -> None:
    dialogue = waiting()

    actions = dialogue.hears(taxpayer_says("密码忘了怎么办"))

    assert [tell.fact for tell in of(Tell, actions)] == [
        QuestionAsked(conversation_id=dialogue.state.id, seq=dialogue.state.seq)
    ]
    assert dialogue.clock is None


@pytest.mark.article("R5.3")
def test_a_transfer_accepted_by_name_moves_the_dialogue_with_all_that_was_said() -> None:
    dialogue = answered().at(90)

    actions = dialogue.hears(take(LI, offered_after=80, how="transfer"))

    assert (dialogue.state.consultant, dialogue.state.consultant_label) == (LI, NUMBERS[LI])
    assert of(StintEnded, actions) == [StintEnded("transferred")]
    [stint] = of(StintBegan, actions)
    assert (stint.staff_id, stint.how) == (LI, "transfer")
    [fact] = [tell.fact for tell in of(Tell, actions)]
    assert isinstance(fact, ConversationTaken)
    assert fact.from_staff == WANG
    assert notices(actions) == ["transferred"]
    assert (dialogue.clock, dialogue.runs_out_after) == ("first_response", 110)


@pytest.mark.article("R5.3")
def test_a_transfer_that_breaks_into_a_question_takes_the_question_back() -> None:
    dialogue = answered().at(30)
    dialogue.hears(taxpayer_says())
    dialogue.wait(until=155)
    assert dialogue.state.wait_question is not None

    dialogue.hears(take(LI, offered_after=150, how="transfer"))

    assert dialogue.state.wait_question is None
    assert dialogue.clock == "first_response"


@pytest.mark.article("R4.2")
def test_taking_twice_is_taking_once() -> None:
    dialogue = answered()
    before = dialogue.state

    assert dialogue.hears(take(WANG)) == []
    assert dialogue.state == before


@pytest.mark.article("R4.2")
def test_what_a_lost_consultant_held_goes_to_somebody_else() -> None:
    dialogue = answered().at(100)

    actions = dialogue.hears(GivenBack(why="咨询员失联", staff_id=WANG))

    assert of(StintEnded, actions) == [StintEnded("咨询员失联")]
    assert notices(actions) == ["requeued"]
    assert (dialogue.state.phase, dialogue.state.consultant, dialogue.clock) == (Phase.WAITING, None, None)


@pytest.mark.article("R4.2")
def test_old_news_of_an_earlier_consultant_takes_nothing_from_the_present_one() -> None:
    dialogue = answered().at(90)
    dialogue.hears(take(LI, offered_after=80, how="transfer"))
    before = dialogue.state

    assert dialogue.hears(GivenBack(why="咨询员失联", staff_id=WANG)) == []
    assert dialogue.state == before


@pytest.mark.article("R4.2")
@pytest.mark.parametrize("dialogue", [asked(), waiting(), kept()], ids=["assistant", "waiting", "kept"])
def test_what_nobody_has_cannot_be_given_back(dialogue: Dialogue) -> None:
    before = dialogue.state

    assert dialogue.hears(GivenBack(why="咨询员失联", staff_id=WANG)) == []
    assert dialogue.state == before


@pytest.mark.article("R4.2")
def test_a_dialogue_given_back_is_taken_like_a_new_one() -> None:
    dialogue = answered().at(100)
    dialogue.hears(GivenBack(why="咨询员失联", staff_id=WANG))

    actions = dialogue.at(130).hears(take(LI, offered_after=120))

    [fact] = [tell.fact for tell in of(Tell, actions)]
    assert isinstance(fact, ConversationTaken)
    assert fact.from_staff is None
    assert notices(actions) == ["joined"]
    assert fact.at > START
