"""Ranking."""

import numpy as np
import pytest

from helpline.knowledge.bm25 import Index, best
from helpline.knowledge.fields import text_fields
from helpline.knowledge.grams import keys_of

TEXTS = [
    "忘记申报密码怎么办",
    "调用接口返回 4067 错误",
    "调用接口返回 4061 错误",
    "打印完税证明",
    "申报密码输入三次被锁定",
]


@pytest.fixture
def index() -> Index:
    return Index([text_fields(text) for text in TEXTS])


def found(index: Index, question: str) -> list[int]:
    return best(index.scores(question), 5)


def test_a_text_is_found_by_itself_first(index: Index) -> None:
    assert [found(index, text)[0] for text in TEXTS] == [0, 1, 2, 3, 4]


def test_what_shares_no_gram_is_not_found(index: Index) -> None:
    assert found(index, "羊驼") == []
    assert found(index, "。，！") == []


def test_an_empty_index_answers_nothing() -> None:
    empty = Index([])

    assert empty.scores("申报").shape == (0,)
    assert found(empty, "申报") == []


def test_a_code_read_wrong_by_eye_is_still_matched_whole(index: Index) -> None:
    assert found(index, "4O67")[0] == 1


def test_matched_grams_are_told(index: Index) -> None:
    held = index.held(index.known(keys_of("申报羊驼")), [0, 3, 4])

    assert held.sum(axis=1).tolist() == [3, 0, 3]


@pytest.mark.parametrize(
    ("question", "least", "most"), [("申报密码", 1, 1), ("申报羊驼", 0.1, 0.5), ("羊驼", 0, 0), ("", 0, 0)]
)
def test_the_share_held_is_weighted_by_rarity(index: Index, question: str, least: float, most: float) -> None:
    grams = index.known(keys_of(question))

    assert least <= round(grams.share(index.held(grams, [0])[0]), 6) <= most


def test_a_frequent_gram_scores_the_same_as_row_and_as_list() -> None:
    texts = [f"申报第{number}号问题" for number in range(400)]
    many = Index([text_fields(text) for text in texts])

    scores = many.scores("申报")

    assert bool((scores > 0).all())
    assert np.allclose(scores[10:100], scores[10])


def test_ties_keep_their_order() -> None:
    assert best(np.array([1, 2, 2, 0, 2], dtype=np.float32), 2) == [1, 2]
    assert best(np.array([1, 2, 2, 0, 2], dtype=np.float32), 9) == [1, 2, 4, 0]
