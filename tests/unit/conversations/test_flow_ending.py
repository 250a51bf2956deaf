"""The end is final; what was promised for later still arrives; late news change nothing."""

from datetime import timedelta

import pytest

from helpline.conversations.events import ConversationEnded
from helpline.conversations.flow.actions import (
    Action,
    LeaveQueue,
    Recall,
    ReleaseSeat,
    Requeue,
    Say,
    StintEnded,
    Tell,
)
from helpline.conversations.flow.happenings import (
    AssistantSaid,
    Chosen,
    ConsultantPosted,
    End,
    GivenBack,
    Happening,
    LateAnswer,
    OutsideHours,
    PlaceKept,
    Queued,
    QueueLeft,
    Recalled,
    ServiceOpened,
    TimePassed,
    WaitAsked,
)
from helpline.conversations.flow.turn import AlreadyEnded, NotNow
from helpline.conversations.model import EndReason, Phase, Post, Text
from tests.support.dialogue import (
    LI,
    START,
    WANG,
    Dialogue,
    answered,
    asked,
    consultant_says,
    notices,
    of,
    take,
    taken,
    taxpayer_says,
    waiting,
)

ANSWER = Post(
    by="consultant", name="0101 号咨询员", content=Text(text="查到了：请先更新客户端。"), author=WANG
)


def ended(reason: EndReason = "answered") -> Dialogue:
    dialogue = answered().at(100)
    dialogue.hears(End(reason=reason))
    return dialogue


@pytest.mark.article("R5.3")
@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("answered", "评价"),
        ("declined", "理解"),
        ("taxpayer_left", "您已结束"),
        ("taxpayer_silent", "没有收到您的回复"),
        ("later", "接着办"),
    ],
)
def test_each_end_has_its_closing_words(reason: EndReason, words: str) -> None:
    dialogue = answered().at(100)

    actions = dialogue.hears(End(reason=reason))

    assert notices(actions) == ["closing"]
    assert words in getattr(of(Say, actions)[0].post.content, "text", "")
    assert [tell.fact for tell in of(Tell, actions)] == [
        ConversationEnded(conversation_id=dialogue.state.id, at=dialogue.now, reason=reason, staff_id=WANG)
    ]
    assert (dialogue.state.phase, dialogue.state.end_reason, dialogue.clock) == (Phase.ENDED, reason, None)


@pytest.mark.parametrize(
    ("dialogue", "orders"),
    [
        pytest.param(asked(), [], id="with the assistant: nobody to tell"),
        pytest.param(waiting(), [LeaveQueue("taxpayer_left")], id="waiting: out of the queue"),
        pytest.param(taken(), [StintEnded("taxpayer_left"), ReleaseSeat()], id="served: the seat is free"),
    ],
)
def test_the_end_frees_what_the_dialogue_held(dialogue: Dialogue, orders: list[Action]) -> None:
    actions = dialogue.hears(End(reason="taxpayer_left"))

    assert [a for a in actions if isinstance(a, LeaveQueue | StintEnded | ReleaseSeat | Requeue)] == orders


@pytest.mark.parametrize(
    "event",
    [
        taxpayer_says(),
        consultant_says(),
        Queued(place=1, expected_wait_seconds=None),
        OutsideHours(opens_at=None),
        PlaceKept(opens_at=None),
        QueueLeft(),
        take(LI),
        WaitAsked(minutes=3),
        Chosen(choice="wait"),
        End(reason="taxpayer_left"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_whatever_people_do_after_the_end_is_refused_with_the_way_on(event: Happening) -> None:
    dialogue = ended()
    before = dialogue.state

    with pytest.raises(AlreadyEnded, match="就此事再问"):
        dialogue.hears(event)

    assert dialogue.state == before


@pytest.mark.parametrize(
    "event",
    [
        TimePassed(),
        TimePassed(due_at=START + timedelta(days=1)),
        AssistantSaid(question_seq=99, contents=(Text(text="您好"),)),
        GivenBack(why="咨询员失联", staff_id=WANG),
        ServiceOpened(),
    ],
    ids=lambda event: type(event).__name__,
)
def test_late_news_after_the_end_change_nothing(event: Happening) -> None:
    dialogue = ended()
    before = dialogue.state

    assert dialogue.hears(event) == []
    assert dialogue.state == before


@pytest.mark.article("R4.4")
def test_the_promised_answer_reaches_the_taxpayer_after_the_end() -> None:
    dialogue = answered().at(30)
    dialogue.hears(taxpayer_says())
    dialogue.hears(WaitAsked(minutes=3))
    dialogue.hears(Chosen(choice="later", due_at=START + timedelta(days=2)))
    seq = dialogue.state.seq

    actions = dialogue.at(3600).hears(LateAnswer(post=ANSWER))

    assert of(Say, actions) == [Say(seq + 1, ANSWER)]
    assert (dialogue.state.phase, dialogue.state.follow_up_due, dialogue.clock) == (Phase.ENDED, None, None)


@pytest.mark.article("R11.1")
@pytest.mark.parametrize("dialogue", [answered(), ended()], ids=["running", "ended"])
def test_a_recall_is_one_more_change_and_touches_no_clock(dialogue: Dialogue) -> None:
    seq, clock = dialogue.state.seq, dialogue.state.clock

    actions = dialogue.hears(Recalled(by="taxpayer", target=1))

    assert actions == [Recall(seq + 1, "taxpayer", 1)]
    assert dialogue.state.clock == clock


def test_only_the_one_who_serves_speaks() -> None:
    with pytest.raises(NotNow, match="请先应答"):
        waiting().hears(ConsultantPosted(ANSWER))


@pytest.mark.parametrize(
    "dialogue", [asked(), waiting(), taken(), answered()], ids=["asked", "waiting", "taken", "answered"]
)
def test_a_clock_event_that_comes_too_early_changes_nothing(dialogue: Dialogue) -> None:
    before = dialogue.state

    assert dialogue.hears(TimePassed()) == []
    assert dialogue.state == before


def test_a_clock_event_heard_twice_counts_once() -> None:
    dialogue = answered().at(260)
    dialogue.hears(TimePassed())
    before = dialogue.state

    assert dialogue.hears(TimePassed()) == []
    assert dialogue.state == before


def test_a_clock_event_of_a_clock_that_was_overtaken_changes_nothing() -> None:
    dialogue = answered().at(250)
    dialogue.hears(taxpayer_says())
    before = dialogue.state

    assert dialogue.at(260).hears(TimePassed(due_at=START + timedelta(seconds=260))) == []
    assert dialogue.state == before


@pytest.mark.article("R4.5")
def test_a_clock_is_not_lost_to_a_hearer_whose_own_clock_runs_behind() -> None:
    dialogue = answered().at(259)

    actions = dialogue.hears(TimePassed(due_at=START + timedelta(seconds=260)))

    assert notices(actions) == ["reminder"]
    assert dialogue.runs_out_after == 320
