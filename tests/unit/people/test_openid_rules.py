"""What a token has to say, what stands for a second factor, whose word counts for whom: without a network."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from helpline.people.model import DistrictId, ProviderId, Role, Staff, StaffId
from helpline.people.openid import rules
from helpline.people.openid.model import Issuer, Metadata
from helpline.people.openid.rules import BadIssuer, BadToken

NOW = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)
XUHUI = DistrictId(uuid4())
ISSUER = Issuer(
    id=uuid4(),
    district_id=None,
    name="市局统一身份认证",
    address="https://id.example",
    client_id="helpline",
    strong_acrs=("urn:two-factors",),
    made_at=NOW,
)
IDENTITY: dict[str, Any] = {
    "iss": "https://id.example",
    "aud": "helpline",
    "sub": "s-1",
    "exp": int((NOW + timedelta(minutes=5)).timestamp()),
    "iat": int(NOW.timestamp()),
    "nonce": "n-1",
    "sid": "at-the-bureau",
    "employee_number": "0910",
}
LOGOUT: dict[str, Any] = {
    **{name: IDENTITY[name] for name in ("iss", "aud", "sub", "exp", "iat", "sid")},
    "jti": "1",
    "events": {rules.LOGOUT_EVENT: {}},
}


def _changed(claims: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """With these claims, without those that are None."""
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def test_a_good_token_says_who_it_is() -> None:
    said = rules.vouched(ISSUER, IDENTITY, "n-1", NOW)

    assert (said.subject, said.sid, said.number, said.is_strong) == ("s-1", "at-the-bureau", "0910", False)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other", "third"]},
        {"aud": ["helpline", "other"]},
        {"azp": "other"},
        {"nonce": "n-2"},
        {"nonce": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": None},
        {"exp": None},
        {"exp": int((NOW - timedelta(seconds=60)).timestamp())},
        {"iat": int((NOW + timedelta(seconds=61)).timestamp())},
        {"nbf": int((NOW + timedelta(seconds=61)).timestamp())},
    ],
    ids=lambda changes: "-".join(f"{name}={value}"[:30] for name, value in changes.items()),
)
def test_a_token_for_somebody_else_or_another_time_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        rules.vouched(ISSUER, _changed(IDENTITY, **changes), "n-1", NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int((NOW - timedelta(seconds=59)).timestamp())},
        {"iat": int((NOW + timedelta(seconds=60)).timestamp())},
        {"aud": ["helpline", "other"], "azp": "helpline"},
        {"aud": ["helpline"]},
    ],
    ids=["just past", "just ahead", "several audiences", "a list of one"],
)
def test_clocks_may_be_a_minute_apart_and_audiences_several(changes: dict[str, Any]) -> None:
    assert rules.vouched(ISSUER, _changed(IDENTITY, **changes), "n-1", NOW).subject == "s-1"


@pytest.mark.parametrize(
    ("changes", "is_strong"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "urn:two-factors"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "urn:one-factor"}, False),
        ({}, False),
    ],
)
def test_a_second_factor_is_one_where_the_token_says_so(changes: dict[str, Any], is_strong: bool) -> None:
    assert rules.vouched(ISSUER, _changed(IDENTITY, **changes), "n-1", NOW).is_strong is is_strong


@pytest.mark.parametrize(
    "changes",
    [
        {"events": None},
        {"events": {}},
        {"nonce": "n-1"},
        {"sub": None, "sid": None},
        {"aud": "other"},
        {"jti": None},
    ],
    ids=["no events", "another event", "an ID token", "nobody", "another's", "no number"],
)
def test_a_token_that_is_no_logout_token_ends_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        rules.farewell(ISSUER, _changed(LOGOUT, **changes), NOW)


def test_a_logout_token_ends_what_began_before_it() -> None:
    said = rules.farewell(ISSUER, LOGOUT, NOW)

    assert (said.subject, said.sid, said.at) == ("s-1", "at-the-bureau", NOW + timedelta(seconds=60))


def _person(role: Role, *, provider: bool = False, district: DistrictId | None = None) -> Staff:
    return Staff(
        id=StaffId(uuid4()),
        number="0910",
        name="郑洁",
        role=role,
        active_since=NOW,
        provider_id=ProviderId(uuid4()) if provider else None,
        district_id=district,
    )


@pytest.mark.article("R14.1")
@pytest.mark.article("R18.1")
def test_an_issuer_speaks_for_its_own_bureaus_officials_only() -> None:
    official, administrator = _person(Role.MUNICIPAL_OFFICER), _person(Role.SECURITY_ADMINISTRATOR)
    of_district, of_company = (
        _person(Role.DISTRICT_OFFICER, district=XUHUI),
        _person(Role.EDITOR, provider=True),
    )
    districts = Issuer(
        id=uuid4(), district_id=XUHUI, name="徐汇", address="https://x", client_id="h", made_at=NOW
    )

    assert [
        rules.speaks_for(ISSUER, each) for each in (official, administrator, of_district, of_company)
    ] == [
        True,
        *[False] * 3,
    ]
    assert [rules.speaks_for(districts, each) for each in (official, of_district)] == [False, True]


def test_an_issuer_is_reached_over_sealed_lines_and_is_who_it_was_entered_as() -> None:
    said = Metadata(
        issuer="https://id.example",
        authorization_endpoint="https://id.example/auth",
        token_endpoint="https://id.example/token",
        jwks_uri="https://id.example/jwks",
    )
    rules.check_metadata(said, "https://id.example")

    for wrong in (
        {"issuer": "https://id.example/"},
        {"token_endpoint": "http://id.example/token"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"id_token_signing_alg_values_supported": ("HS256", "none")},
    ):
        fields = {name: getattr(said, name) for name in said.__struct_fields__}
        with pytest.raises(BadIssuer):
            rules.check_metadata(Metadata(**{**fields, **wrong}), "https://id.example")
