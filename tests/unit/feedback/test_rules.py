"""What a rating may say, by whom and when."""

from datetime import datetime, timedelta

import msgspec
import pytest

from helpline.feedback import rules
from helpline.feedback.model import Rating
from helpline.kit.clock import SHANGHAI
from helpline.kit.refusal import Invalid

TUESDAY = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
DAY = 86_400


def test_a_rating_is_tidied() -> None:
    rating = Rating(satisfaction=4, tags=("回应快", " 回应快 ", "", "态度好"), words=" 谢谢\x00 \n")

    assert rules.tidied(rating) == Rating(satisfaction=4, tags=("回应快", "态度好"), words="谢谢")


def test_too_many_words_are_refused_with_their_number() -> None:
    assert rules.tidied(Rating(satisfaction=4, words="好" * 500)).words == "好" * 500
    with pytest.raises(Invalid, match="501 个字"):
        rules.tidied(Rating(satisfaction=4, words="好" * 501))


def test_a_rating_may_be_changed_for_a_day_to_the_second() -> None:
    rules.require_changeable(TUESDAY, TUESDAY + timedelta(days=1), DAY)
    with pytest.raises(rules.RatingClosed, match="24 小时"):
        rules.require_changeable(TUESDAY, TUESDAY + timedelta(days=1, microseconds=1), DAY)


@pytest.mark.article("R15.3")
def test_the_dissatisfied_are_asked_again() -> None:
    asked = [
        level
        for level in (1, 2, 3, 4, 5)
        if rules.needs_return_visit(msgspec.convert({"satisfaction": level}, Rating))
    ]

    assert asked == [1, 2]


@pytest.mark.parametrize(
    "body",
    [
        b'{"satisfaction": 0}',
        b'{"satisfaction": 6}',
        b'{"satisfaction": "5"}',
        b"{}",
        b'{"satisfaction": 5, "tags": ["' + b"x" * 21 + b'"]}',
        b'{"satisfaction": 5, "tags": ["a","b","c","d","e","f","g","h","i","j","k"]}',
    ],
)
def test_a_rating_out_of_bounds_is_no_rating(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Rating)


def test_the_page_may_leave_out_whether_it_was_solved() -> None:
    rating = msgspec.json.decode(b'{"satisfaction": 5, "solved": null, "tags": [], "words": ""}', type=Rating)

    assert rating == Rating(satisfaction=5)
