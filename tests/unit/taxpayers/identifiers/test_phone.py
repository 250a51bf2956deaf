"""Telephone numbers are kept in one form, however they were typed."""

import pytest

from helpline.taxpayers.identifiers.phone import check_email, check_phone


@pytest.mark.parametrize(
    ("typed", "kept", "kind"),
    [
        ("13812345678", "13812345678", "mobile"),
        ("+86 138 1234 5678", "13812345678", "mobile"),
        ("008613812345678", "13812345678", "mobile"),
        ("8613812345678", "13812345678", "mobile"),
        ("013812345678", "13812345678", "mobile"),
        ("１３８－１２３４－５６７８", "13812345678", "mobile"),
        ("02162345678", "021-62345678", "landline"),
        ("(021) 6234 5678", "021-62345678", "landline"),
        ("+86-21-62345678", "021-62345678", "landline"),
        ("62345678", "021-62345678", "landline"),
        ("021-62345678-801", "021-62345678-801", "landline"),
        ("021-62345678转801", "021-62345678-801", "landline"),
        ("0512-67891234", "0512-67891234", "landline"),
        ("0579-8712345", "0579-8712345", "landline"),
        ("400-820-1234", "4008201234", "service_number"),
        ("8008201234", "8008201234", "service_number"),
        ("12366", "12366", "short_number"),
        ("12345", "12345", "short_number"),
        ("95588", "95588", "short_number"),
    ],
)
def test_a_number_is_kept_in_one_form(typed: str, kept: str, kind: str) -> None:
    finding = check_phone(typed)

    assert (finding.valid, finding.normalised, finding.kind) == (True, kept, kind)


def test_what_was_changed_is_told() -> None:
    assert "已去掉国际区号 86。" in check_phone("+8613812345678").notes
    assert "已按上海区号补为 021。" in check_phone("62345678").notes
    assert "已略去分机号。" in check_phone("4008201234转2").notes


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "没有填写"),
        ("1381234567", "手机号应为 11 位，现为 10 位，请核对是否漏填"),
        ("138123456789", "多填"),
        ("12812345678", "第 2 位“2”有误"),
        ("138abcd5678", "第 4 位“A”不是数字"),
        ("021-1234567", "固定电话"),
        ("0512", "固定电话"),
        ("400-820-123", "400、800 号码应为 10 位，现为 9 位"),
        ("77", "认不出"),
        ("+85223456789", "第 1 位“+”"),
        ("不详", "第 1 位“不”不是数字"),
    ],
)
def test_a_refusal_says_what_to_mend(typed: str, words: str) -> None:
    finding = check_phone(typed)

    assert not finding.valid
    assert words in str(finding.reason)


@pytest.mark.parametrize("address", ["a@b.cn", "zhang.san+1@mail.example.com", "ｚ＠example.com"])
def test_an_email_address_is_accepted(address: str) -> None:
    assert check_email(address) is None


@pytest.mark.parametrize(
    "address", ["", "a@b", "@b.cn", "a b@c.cn", "a..b@c.cn", "张@c.cn", "a@" + "b" * 260 + ".cn"]
)
def test_no_email_address_is_refused(address: str) -> None:
    assert "格式有误" in str(check_email(address))


def test_digits_of_other_scripts_are_not_taken_for_ours() -> None:
    assert not check_phone("١٣٨١٢٣٤٥٦٧٨").valid
