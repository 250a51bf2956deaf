"""How text is made comparable."""

import pytest

from helpline.knowledge.text import SYNONYMS, bare, folded, is_code, tokens


def test_width_case_and_punctuation_do_not_count() -> None:
    assert bare(folded("ＣＡ 证书，已过期！")) == bare(folded("ca证书已过期"))


@pytest.mark.parametrize(
    ("written", "meant"), [("8OO9OOOB", "8009000B"), ("DZSWJ-OO127", "dzswj-00127"), ("E1l0", "EI10")]
)
def test_a_code_is_read_as_it_looks(written: str, meant: str) -> None:
    assert set(tokens(folded(written))) == set(tokens(folded(meant)))


def test_a_code_with_a_hyphen_is_found_whole_and_in_parts() -> None:
    assert tokens(folded("DZSWJ-00127")) == ["dzswj", "00127", "dzswj00127"]


def test_a_word_without_digits_keeps_its_letters() -> None:
    assert tokens("login") == ["login"]


@pytest.mark.parametrize(
    ("token", "code"), [("4067", True), ("0x8009", True), ("2024", False), ("etax", False), ("152", False)]
)
def test_a_code_mixes_digits_and_letters_or_has_four_digits_and_is_no_year(token: str, code: bool) -> None:
    assert is_code(token) is code


@pytest.mark.parametrize("written", sorted(SYNONYMS))
def test_a_synonym_reads_like_what_it_means_and_stays_so(written: str) -> None:
    assert folded(written) == SYNONYMS[written]
    assert folded(folded(written)) == folded(written)
