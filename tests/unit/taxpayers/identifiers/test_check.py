"""A number of unknown kind is recognised and checked as what it is."""

from datetime import date

import pytest

from helpline.taxpayers.identifiers.check import check, check_tax_number
from helpline.taxpayers.identifiers.identity_number import check_character

TODAY = date(2026, 11, 10)
OWNER = "310101199001010012"


@pytest.mark.parametrize(
    ("number", "kind", "legacy"),
    [
        ("91310104MA1FR0001F", "credit_code", False),
        ("121200004013590816", "credit_code", False),
        (OWNER, "identity_number", False),
        ("310104123456789", "legacy_number", True),
        ("31010490010112301", "sole_trader_number", True),
        (OWNER + "01", "sole_trader_number", True),
        ("13812345678", "mobile", False),
        ("+86 138-1234-5678", "mobile", False),
        ("021-62345678", "landline", False),
        ("400-820-1234", "service_number", False),
    ],
)
def test_a_number_is_recognised(number: str, kind: str, legacy: bool) -> None:
    finding = check(number, today=TODAY)

    assert (finding.valid, finding.kind, finding.legacy) == (True, kind, legacy)


def test_a_sole_trader_who_pays_under_the_own_identity_number_is_flagged() -> None:
    finding = check_tax_number(OWNER, today=TODAY)

    assert (finding.valid, finding.kind, finding.legacy) == (True, "sole_trader_number", True)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        ("12345", "credit_code", "应为 18 位，现为 5 位"),
        ("1381234567", "phone", "手机号应为 11 位，现为 10 位"),
        ("138123456789", "phone", "多填"),
        ("9111000060003734L", "credit_code", "应为 18 位，现为 17 位"),
        ("A1110000600037341L", "credit_code", "校验码不符"),
        ("T60426199101010078", "identity_number", "第 1 位“T”有误"),
        ("310101199001010013", "identity_number", "校验码不符"),
        ("31O104123456789", "legacy_number", "第 3 位“O”有误"),
        ("31010490023112301", "sole_trader_number", "“900231”不是真实的出生日期"),
    ],
)
def test_a_wrong_number_is_refused_as_what_it_resembles(number: str, kind: str, words: str) -> None:
    finding = check(number, today=TODAY)

    assert (finding.valid, finding.kind) == (False, kind)
    assert words in str(finding.reason)


def test_a_code_that_happens_to_hold_a_date_stays_a_code() -> None:
    """Fengxian's codes run 310120…, so an organisation code of digits can read like a birth date."""
    finding = check("91310120050101126W", today=TODAY)

    assert finding.kind == "credit_code"


def test_an_old_number_with_a_doubtful_end_is_remarked_not_refused() -> None:
    finding = check("310104900101123", today=TODAY)

    assert finding.valid
    assert any("15 位身份证号" in note for note in finding.notes)


def test_a_sole_traders_number_is_refused_with_its_owners_number() -> None:
    body = "31010119900101001"
    wrong = "0" if check_character(body) != "0" else "1"

    finding = check(body + wrong + "01", today=TODAY)

    assert (finding.valid, finding.kind, finding.legacy) == (False, "sole_trader_number", True)
