"""Identity numbers: check character and date of birth decide; the region only makes a remark."""

from datetime import date

import pytest

from helpline.taxpayers.identifiers.identity_number import check_character, check_identity_number

TODAY = date(2026, 11, 10)


@pytest.mark.parametrize("number", ["310101199001010012", "310104200012310023", "44011320141005001x"])
def test_a_right_number_is_valid(number: str) -> None:
    assert check_identity_number(number, today=TODAY).valid


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "没有填写"),
        ("31010119900101", "应为 18 位，现为 14 位"),
        ("310101900101001", "2013 年停用"),
        ("T60426199101010078", "第 1 位“T”有误"),
        ("31010119900101001Y", "第 18 位“Y”有误"),
        ("990426199112010074", "“99”不是任何省级行政区划的代码"),
        ("360426199113010079", "“19911301”不是真实的出生日期"),
        ("310101199002300012", "“19900230”不是真实的出生日期"),
        ("36042619910102009X", "第 18 位应为“3”，现为“X”"),
    ],
)
def test_a_refusal_says_what_to_mend(number: str, words: str) -> None:
    finding = check_identity_number(number, today=TODAY)

    assert not finding.valid
    assert words in str(finding.reason)


def test_nobody_is_born_tomorrow() -> None:
    body = "31010420261111001"
    number = body + check_character(body)

    assert check_identity_number(number, today=date(2026, 11, 11)).valid
    assert "晚于今天" in str(check_identity_number(number, today=TODAY).reason)


@pytest.mark.parametrize("number", ["110111198012010078", "110201199312010077"])
def test_a_region_unknown_in_the_year_of_birth_is_only_remarked(number: str) -> None:
    finding = check_identity_number(number, today=TODAY)

    assert finding.valid
    assert any("行政区划" in note for note in finding.notes)


@pytest.mark.parametrize(("opening", "words"), [("931156", "永久居留"), ("810000", "港澳台")])
def test_permits_of_residence_are_recognised(opening: str, words: str) -> None:
    body = opening + "19900101" + "001"

    finding = check_identity_number(body + check_character(body), today=TODAY)

    assert finding.valid
    assert words in finding.notes[0]
