"""Laws of the search, whatever is asked."""

from hypothesis import given
from hypothesis import strategies as st

from helpline.knowledge.bm25 import Index, best
from helpline.knowledge.fields import text_fields
from helpline.knowledge.grams import keys_of

CHARACTERS = st.sampled_from("申报发票开具登录密码税款打印证书错误代码的了吗请问abcXYZ0123456789")
TEXTS = st.lists(
    st.text(CHARACTERS, min_size=4, max_size=40), min_size=1, max_size=30, unique_by=str.casefold
)
PUNCTUATION = st.sampled_from("，。！？、：；“”（）《》【】 ,.!?…—·")


def index_of(texts: list[str]) -> Index:
    return Index([text_fields(text) for text in texts])


@given(
    TEXTS,
    st.text(CHARACTERS, min_size=1),
    st.lists(PUNCTUATION, max_size=5),
    st.lists(PUNCTUATION, max_size=5),
)
def test_punctuation_around_and_case_do_not_change_the_ranking(
    texts: list[str], question: str, before: list[str], after: list[str]
) -> None:
    index = index_of(texts)
    noisy = "".join(before) + question.swapcase() + "".join(after)

    assert best(index.scores(noisy), 10) == best(index.scores(question), 10)


@given(TEXTS)
def test_every_gram_of_a_text_is_matched_by_the_text(texts: list[str]) -> None:
    index = index_of(texts)

    for number, text in enumerate(texts):
        assert bool(index.held(index.known(keys_of(text)), [number]).all())


@given(TEXTS, st.text(CHARACTERS, min_size=1))
def test_scores_are_never_negative_and_best_is_sorted(texts: list[str], question: str) -> None:
    index = index_of(texts)

    scores = index.scores(question)
    ranked = best(scores, len(texts))

    assert bool((scores >= 0).all())
    assert [float(scores[number]) for number in ranked] == sorted(
        (float(scores[n]) for n in ranked), reverse=True
    )
