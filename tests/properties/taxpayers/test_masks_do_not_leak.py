"""A mask never shows more than it is allowed to (R18.1)."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.taxpayers import masking
from helpline.taxpayers.identifiers.in_text import luhn
from tests.properties.taxpayers.test_check_digit_laws import credit_codes, identity_numbers

pytestmark = pytest.mark.article("R18.1")

TODAY = date(2026, 11, 10)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SEPARATORS = st.sampled_from(["", " ", "-", "  "])


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = "62" + draw(st.text("0123456789", min_size=13, max_size=16))
    return next(body + last for last in "0123456789" if luhn(body + last))


@given(mobiles)
def test_a_mobile_shows_seven_digits(phone: str) -> None:
    masked = masking.mask_phone(phone)

    assert masked == phone[:3] + "****" + phone[7:]


@given(st.text(max_size=30))
def test_whatever_is_no_phone_shows_at_most_the_digits_of_one(text: str) -> None:
    masked = masking.mask_phone(text)

    assert sum(c.isdigit() for c in masked) <= 8
    assert "****" in masked or masked == "" or re.fullmatch(r"\d{3,8}", masked)


@given(identity_numbers())
def test_an_identity_number_never_shows_the_date_of_birth(number: str) -> None:
    masked = masking.mask_identity_number(number)

    assert number[6:14] not in masked
    assert masked[3:-4] == "*" * 11


@given(st.text(HAN, min_size=2, max_size=6))
def test_a_name_shows_its_family_name_and_nothing_of_the_given_name(name: str) -> None:
    masked = masking.mask_name(name)

    assert masked.endswith("*")
    assert name.startswith(masked[:-1])
    assert len(masked) - 1 < len(name)


@given(st.text(max_size=60))
def test_an_address_never_shows_a_digit(text: str) -> None:
    masked = masking.mask_address(text)

    assert not re.search(r"[0-9０-９]", masked)
    assert masked == "" or masked.endswith("***")


@given(st.emails())
def test_an_email_shows_one_character_before_the_domain(email: str) -> None:
    name, _, domain = email.rpartition("@")

    assert masking.mask_email(email) == f"{name[0]}***@{domain}"


@given(
    st.text(HAN | st.sampled_from(" ，。:：\n"), max_size=10),
    st.one_of(mobiles, identity_numbers(), credit_codes(), cards()),
    st.text(HAN | st.sampled_from(" ，。:：\n"), max_size=10),
)
def test_no_identifier_survives_in_free_text(before: str, number: str, after: str) -> None:
    masked = masking.mask_text(f"{before}{number}{after}")

    assert number not in masked
    assert masked.startswith(before)
    assert masked.endswith(after)


@given(mobiles, SEPARATORS, SEPARATORS)
def test_a_number_written_in_groups_does_not_survive(phone: str, first: str, second: str) -> None:
    masked = masking.mask_text(f"打{phone[:3]}{first}{phone[3:7]}{second}{phone[7:]}吧")

    assert masked == f"打{masking.mask_phone(phone)}吧"


@given(st.lists(st.one_of(mobiles, identity_numbers(), cards()), min_size=2, max_size=4))
def test_several_identifiers_in_a_row_are_each_masked(numbers: list[str]) -> None:
    masked = masking.mask_text(" ".join(numbers))

    assert not any(number in masked for number in numbers)


@given(st.text(HAN | st.sampled_from("，。！？ ,.:;\n"), max_size=80))
def test_text_without_numbers_is_left_alone(text: str) -> None:
    assert masking.mask_text(text) == text
