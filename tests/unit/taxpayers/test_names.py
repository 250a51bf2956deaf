"""A name is found by any part of it, however it is written."""

from hypothesis import given
from hypothesis import strategies as st

from helpline.taxpayers.names import fold, grams, query_grams


def test_width_case_and_punctuation_do_not_matter() -> None:
    assert fold("上海ＡＢＣ（集团） 有限公司") == fold("上海abc(集团)有限公司")


@given(st.text(max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_whatever_is_part_of_a_name_has_its_grams(name: str, start: int, length: int) -> None:
    folded = fold(name)
    part = folded[start : start + length]

    if part:
        assert set(query_grams(part)) <= set(grams(folded))
