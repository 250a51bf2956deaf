"""Real identifiers, and wrong ones, are told apart as by other validators, each refusal with its reason."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helpline.taxpayers.identifiers.check import check
from helpline.taxpayers.identifiers.credit_code import check_credit_code
from helpline.taxpayers.identifiers.identity_number import birth_date, check_identity_number
from helpline.taxpayers.identifiers.regions import region

TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def vectors(shared: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared / "identifiers" / "vectors.json").read_text())
    return loaded


def test_every_real_credit_code_is_valid(vectors: dict[str, Any]) -> None:
    for code in vectors["uscc_valid"]:
        assert check_credit_code(code).valid, code
        assert check(code, today=TODAY).kind == "credit_code", code


def test_every_wrong_credit_code_is_refused_with_a_reason(vectors: dict[str, Any]) -> None:
    for row in vectors["uscc_invalid"]:
        for finding in (check_credit_code(row["value"]), check(row["value"], today=TODAY)):
            assert not finding.valid, row
            assert finding.reason, row


def test_every_real_identity_number_is_valid(vectors: dict[str, Any]) -> None:
    for number in vectors["ric_valid"]:
        assert check(number, today=TODAY).kind == "identity_number"
        assert check(number, today=TODAY).valid


def test_every_wrong_identity_number_is_refused_and_a_doubtful_region_remarked(
    vectors: dict[str, Any],
) -> None:
    """The other validator also refuses by county and year of birth. Numbers were issued late and counties
    renamed, so that here is a remark, and nothing else may pass.
    """
    for row in vectors["ric_invalid"]:
        number = row["value"]
        for finding in (check_identity_number(number, today=TODAY), check(number, today=TODAY)):
            if finding.valid:
                assert row["error"] == "InvalidComponent", row
                assert region(number[:6], int(number[6:10])) is None, row
                assert any("行政区划" in note for note in finding.notes), row
            else:
                assert finding.reason, row


def test_the_place_of_issue_is_known_by_the_year(vectors: dict[str, Any]) -> None:
    for row in vectors["ric_birth_place"]:
        found = region(row["value"][:6], int(row["value"][6:10]))
        assert found is not None, row
        assert (found.province, found.county) == (row["province"], row["county"])


def test_the_date_of_birth_is_read(vectors: dict[str, Any]) -> None:
    for row in vectors["ric_birth_date"]:
        assert birth_date(row["value"][6:14]) == date.fromisoformat(row["date"])
