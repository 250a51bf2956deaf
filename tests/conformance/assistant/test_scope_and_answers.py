"""The assistant on real questions: the tax bureau's own are answered, those from elsewhere are not."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from helpline.app import demo
from helpline.assistant.flow import SURE, intent
from helpline.assistant.model import Answered, Asks, Context, Evidence, HandOver, OutOfScope, Unknown
from helpline.knowledge.evaluate import Pair, read_pairs
from helpline.knowledge.model import Content
from tests.support.scratch import Scratch, content

FOLDS = 5


@pytest.fixture(scope="module")
def faq(shared: Path) -> list[Pair]:
    return read_pairs((shared / "tax-bureau-faq" / "faq.jsonl").read_bytes())


@pytest.fixture(scope="module")
def elsewhere(shared: Path) -> list[str]:
    rows = (shared / "out-of-scope-questions" / "questions.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(row)["question"] for row in rows]


def entries(pairs: Sequence[Pair]) -> list[Content]:
    return [content(pair.question, pair.answer) for pair in pairs]


def starter() -> list[Content]:
    """The knowledge base that ships with the demo."""
    rows = (Path(demo.__file__).parent / "knowledge.jsonl").read_bytes().splitlines()
    given = [msgspec.json.decode(row) for row in rows]
    return [
        content(row["title"], row["answer"], system=row["system"], wordings=row["wordings"]) for row in given
    ]


def shares(base: Scratch, pairs: Sequence[Pair]) -> tuple[float, float]:
    """The shares of questions answered rightly at first place, and answered wrongly."""
    replies = [(base.ask(pair.question), pair) for pair in pairs]
    answered = [(reply, pair) for reply, pair in replies if isinstance(reply, Answered)]
    right = sum(reply.text == pair.answer for reply, pair in answered)
    return right / len(pairs), (len(answered) - right) / len(pairs)


def answered_share(base: Scratch, questions: Sequence[str]) -> float:
    return sum(isinstance(base.ask(question), Answered) for question in questions) / len(questions)


@pytest.mark.article("R4.1")
def test_four_of_five_questions_are_answered_rightly_at_first_place(faq: list[Pair]) -> None:
    for base in (Scratch(entries(faq)), Scratch([*entries(faq), *starter()])):
        right, wrong = shares(base, faq)

        assert right >= 0.95
        assert wrong <= 0.02


@pytest.mark.article("R5.4")
def test_questions_from_elsewhere_get_no_answer(faq: list[Pair], elsewhere: list[str]) -> None:
    for base in (Scratch(entries(faq)), Scratch(starter()), Scratch([*entries(faq), *starter()])):
        assert answered_share(base, elsewhere) <= 0.02


@pytest.mark.article("R5.4")
def test_nine_of_ten_questions_from_elsewhere_are_declined_with_the_reason(
    faq: list[Pair], elsewhere: list[str]
) -> None:
    base = Scratch([*entries(faq), *starter()])

    replies = [base.ask(question) for question in elsewhere]

    assert sum(isinstance(reply, OutOfScope) for reply in replies) >= 0.9 * len(replies)
    assert all(isinstance(reply, OutOfScope | Unknown | HandOver) for reply in replies)


def test_the_threshold_stands_on_a_plateau(faq: list[Pair], elsewhere: list[str]) -> None:
    """It is no edge found by trying: half of it and half as much again would keep the same questions apart."""
    base = Scratch([*entries(faq), *starter()])
    sure = SURE[Evidence.STRONG]

    nearest = [max((hit.coverage for hit in base.hits(question)), default=0.0) for question in elsewhere]
    own = [base.hits(pair.question)[0].coverage for pair in faq]

    assert sum(coverage >= sure / 2 for coverage in nearest) <= 0.02 * len(nearest)
    assert sum(coverage < sure * 1.5 for coverage in own) <= 0.02 * len(own)


@pytest.mark.parametrize("fold", range(FOLDS))
def test_it_holds_whichever_fifth_of_the_entries_is_taken_away(
    faq: list[Pair], elsewhere: list[str], fold: int
) -> None:
    kept = [pair for number, pair in enumerate(faq) if number % FOLDS != fold]
    away = [pair for number, pair in enumerate(faq) if number % FOLDS == fold]
    base = Scratch([*entries(kept), *starter()])

    right, wrong = shares(base, kept)

    assert right >= 0.95
    assert wrong <= 0.02
    assert answered_share(base, elsewhere) <= 0.02
    assert answered_share(base, [pair.question for pair in away]) <= 0.4


@pytest.mark.article("R15.3")
def test_open_complaints_to_12366_go_to_a_person_and_questions_do_not(shared: Path) -> None:
    rows = [
        msgspec.json.decode(row)
        for row in (shared / "12366-messages" / "messages.jsonl").read_bytes().splitlines()
    ]
    wishes = [(row["intent_label"], not isinstance(intent(row["question"], Context()), Asks)) for row in rows]

    complaints = [handed for label, handed in wishes if label == "投诉举报"]
    others = [handed for label, handed in wishes if label != "投诉举报"]

    assert sum(complaints) >= 0.6 * len(complaints)
    assert sum(others) <= 0.05 * len(others)
