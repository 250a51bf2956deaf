"""R4.1, R12.1: the assistant's turn: said once, never over a person's head."""

import pytest

from helpline.conversations.events import AssistantAnswered, QuestionAsked
from helpline.conversations.flow.actions import Say, Tell
from helpline.conversations.flow.happenings import AssistantSaid, PlaceKept, TaxpayerPosted
from helpline.conversations.model import AnswerPost, Attached, Choices, Option, Picture, Post, Text
from helpline.kit.ids import new_id
from tests.support.dialogue import Dialogue, answered, asked, of, said, taken, taxpayer_says, waiting

ANSWER = AnswerPost(
    entry="KB-0001",
    revision=2,
    title="登录不了怎么办",
    text="1. 清缓存。",
    source="操作手册",
    reviewed_on="2026-10-01",
    valid_until=None,
)
CHOICES = Choices(text="您要问的是哪一个？", options=[Option(entry="KB-0001", label="登录不了怎么办")])


def kept() -> Dialogue:
    dialogue = asked()
    dialogue.hears(PlaceKept(opens_at=None))
    return dialogue


@pytest.mark.article("R12.1")
def test_the_taxpayers_words_are_given_to_the_assistant() -> None:
    dialogue = Dialogue()

    actions = dialogue.hears(taxpayer_says())

    assert [tell.fact for tell in of(Tell, actions)] == [
        QuestionAsked(conversation_id=dialogue.state.id, seq=1)
    ]


@pytest.mark.article("R12.1")
@pytest.mark.parametrize(
    "content",
    [
        Picture(file=new_id(), name="屏幕.png", size=1),
        Attached(file=new_id(), name="申报表.xlsx", size=1),
    ],
    ids=["picture", "file"],
)
def test_a_picture_asks_nothing_of_the_assistant_but_keeps_the_talk_alive(
    content: Picture | Attached,
) -> None:
    dialogue = asked().at(1000)

    actions = dialogue.hears(TaxpayerPosted(Post(by="taxpayer", name="", content=content)))

    assert of(Tell, actions) == []
    assert dialogue.runs_out_after == 2800


@pytest.mark.article("R12.1")
def test_once_a_person_serves_the_words_go_to_the_person_alone() -> None:
    assert of(Tell, answered().hears(taxpayer_says())) == []


@pytest.mark.article("R12.1")
def test_an_answer_is_said_with_its_source_and_counted() -> None:
    dialogue = asked().at(2)

    actions = dialogue.hears(AssistantSaid(question_seq=1, contents=(ANSWER,)))

    [line] = of(Say, actions)
    assert (line.seq, line.post.by, line.post.content) == (2, "assistant", ANSWER)
    assert [tell.fact for tell in of(Tell, actions)] == [
        AssistantAnswered(conversation_id=dialogue.state.id, entry="KB-0001", at=dialogue.now)
    ]
    assert (dialogue.state.assistant_turns, dialogue.state.answered_upto) == (1, 1)
    assert (dialogue.clock, dialogue.runs_out_after) == ("idle", 1802)


@pytest.mark.article("R12.1")
def test_asking_back_is_no_answer() -> None:
    dialogue = asked()

    actions = dialogue.hears(AssistantSaid(question_seq=1, contents=(CHOICES,)))

    assert said(actions) == [CHOICES]
    assert of(Tell, actions) == []
    assert dialogue.state.assistant_turns == 0


@pytest.mark.article("R12.1")
def test_what_was_said_twice_is_said_once() -> None:
    dialogue = asked()
    dialogue.hears(AssistantSaid(question_seq=1, contents=(ANSWER,)))

    assert dialogue.hears(AssistantSaid(question_seq=1, contents=(ANSWER,))) == []
    assert dialogue.state.seq == 2


@pytest.mark.article("R12.1")
def test_an_answer_to_a_question_that_was_overtaken_is_dropped() -> None:
    dialogue = asked()
    dialogue.hears(taxpayer_says("算了，密码忘了"))
    dialogue.hears(AssistantSaid(question_seq=2, contents=(ANSWER,)))

    assert dialogue.hears(AssistantSaid(question_seq=1, contents=(ANSWER,))) == []


@pytest.mark.article("R12.1")
@pytest.mark.parametrize("dialogue", [taken(), answered()], ids=["taken", "answered"])
def test_the_assistant_is_silent_once_a_person_took_over(dialogue: Dialogue) -> None:
    before = dialogue.state

    assert dialogue.hears(AssistantSaid(question_seq=1, contents=(ANSWER,))) == []
    assert dialogue.state == before


@pytest.mark.article("R4.3")
@pytest.mark.parametrize("dialogue", [waiting(), kept()], ids=["waiting", "kept"])
def test_the_assistant_goes_on_answering_who_waits_and_ends_nobodys_wait(dialogue: Dialogue) -> None:
    actions = dialogue.hears(AssistantSaid(question_seq=1, contents=(ANSWER,)))

    assert said(actions) == [ANSWER]
    assert dialogue.clock is None


@pytest.mark.article("R12.1")
def test_nothing_to_say_is_said_by_saying_nothing() -> None:
    dialogue = waiting()

    assert dialogue.hears(AssistantSaid(question_seq=1, contents=())) == []
    assert dialogue.state.answered_upto == 1


def test_several_posts_of_one_turn_stand_in_order() -> None:
    dialogue = asked()

    lines = of(Say, dialogue.hears(AssistantSaid(question_seq=1, contents=(Text(text="您好"), CHOICES))))

    assert [line.seq for line in lines] == [2, 3]
