"""The check character catches every single slip of the pen."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from helpline.taxpayers.identifiers import credit_code, identity_number
from helpline.taxpayers.identifiers.check import check

TODAY = date(2026, 11, 10)
DIGITS = "0123456789"


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    opening = draw(st.text(credit_code.ALPHABET, min_size=2, max_size=2))
    region = draw(st.text(DIGITS, min_size=6, max_size=6))
    body = opening + region + draw(st.text(credit_code.ALPHABET, min_size=9, max_size=9))
    return body + credit_code.check_character(body)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["310104", "310101", "110101", "440113", "820000", "931156"]))
    born = date(1900, 1, 1) + timedelta(days=draw(st.integers(0, 46_000)))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + identity_number.check_character(body)


@given(credit_codes())
def test_a_code_made_by_the_rule_is_valid(code: str) -> None:
    assert credit_code.check_credit_code(code).valid


@given(credit_codes(), st.integers(0, 17), st.characters(min_codepoint=33, max_codepoint=126))
def test_any_single_changed_character_of_a_credit_code_is_refused(code: str, place: int, other: str) -> None:
    assume(other.upper() != code[place])

    finding = credit_code.check_credit_code(code[:place] + other + code[place + 1 :])

    assert not finding.valid
    assert finding.reason


@given(identity_numbers())
def test_a_number_made_by_the_rule_is_valid(number: str) -> None:
    assert identity_number.check_identity_number(number, today=TODAY).valid


@given(identity_numbers(), st.integers(0, 17), st.characters(min_codepoint=33, max_codepoint=126))
def test_any_single_changed_character_of_an_identity_number_is_refused(
    number: str, place: int, other: str
) -> None:
    assume(other.upper() != number[place])

    finding = identity_number.check_identity_number(number[:place] + other + number[place + 1 :], today=TODAY)

    assert not finding.valid
    assert finding.reason


@given(st.one_of(credit_codes(), identity_numbers()), st.lists(st.integers(0, 20), max_size=4))
def test_how_a_number_is_typed_does_not_matter(number: str, gaps: list[int]) -> None:
    typed = number.lower().translate({ord(c): ord(c) + 0xFEE0 for c in DIGITS})
    for gap in gaps:
        typed = typed[:gap] + " " + typed[gap:]

    finding = check(typed, today=TODAY)

    assert finding.valid
    assert finding.normalised == number


@given(st.text(max_size=40))
def test_any_text_is_answered_valid_or_with_a_reason(text: str) -> None:
    finding = check(text, today=TODAY)

    assert finding.valid == (finding.reason is None)
    assert finding.code == text
