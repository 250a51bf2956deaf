"""Credit codes: valid, or refused with the place that is wrong."""

import pytest

from helpline.taxpayers.identifiers.credit_code import check_credit_code


@pytest.mark.parametrize("code", ["91110000600037341L", "91310000132260250X", "91310104MA1FR0001F"])
def test_a_right_code_is_valid_without_remarks(code: str) -> None:
    finding = check_credit_code(code)

    assert (finding.valid, finding.reason, finding.notes, finding.legacy) == (True, None, (), False)


def test_letters_may_open_a_code() -> None:
    body = "N2310104MA1FR0001"

    refusal = check_credit_code(body + "0").reason

    assert refusal is not None
    expected = refusal.split("应为“")[1][0]
    assert check_credit_code(body + expected).valid


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("91310104ma1fr0001f", "已将小写字母转为大写。"),
        ("9131 0104 MA1F R000 1F", "已去掉空格和连字符。"),
        ("９１３１０１０４ＭＡ１ＦＲ０００１Ｆ", "已将全角字符转为半角。"),
    ],
)
def test_untidy_input_is_normalised_and_told(typed: str, note: str) -> None:
    finding = check_credit_code(typed)

    assert finding.valid
    assert finding.normalised == "91310104MA1FR0001F"
    assert finding.code == typed
    assert note in finding.notes


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "没有填写"),
        ("9131010", "现为 7 位，请核对是否漏填 11 位"),
        ("91310104MA1FR0001FF", "多填 1 位"),
        ("91310104MAIFR0001F", "第 11 位“I”有误"),
        ("9131O104MA1FR0001F", "第 5 位“O”有误"),
        ("9131A104MA1FR0001F", "第 5 位“A”有误：第 3 至 8 位是行政区划代码"),
        ("91310104MA1F中0001F", "第 13 位“中”有误"),
        ("91110000600037341N", "第 18 位应为“L”，现为“N”"),
    ],
)
def test_a_refusal_says_what_to_mend(code: str, words: str) -> None:
    finding = check_credit_code(code)

    assert not finding.valid
    assert words in str(finding.reason)
