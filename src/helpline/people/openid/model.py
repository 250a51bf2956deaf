"""Nouns of log-in by a bureau's issuer."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from helpline.people.model import DistrictId, StaffId

LEEWAY = timedelta(seconds=60)
"""How far the issuer's clock and ours may be apart."""
JOURNEY_FOR = timedelta(minutes=10)
"""So long may somebody take at the issuer's page, and then for the code from the phone."""


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """The OpenID provider of a bureau; `district_id` None: of the municipal bureau.

    `address` is the issuer as its tokens say it, `claim` the one that holds the 工号, `strong_acrs` what `acr` may
    say where a second factor was asked for. Without `passwords_allowed` the bureau's people come in by it only.
    """

    id: UUID
    district_id: DistrictId | None
    name: str
    address: str
    client_id: str
    claim: str = "employee_number"
    strong_acrs: tuple[str, ...] = ()
    passwords_allowed: bool = True
    made_at: datetime


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What an issuer says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    authorization_response_iss_parameter_supported: bool = False


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """What our page takes along to the issuer, sealed in a cookie, and has to bring back."""

    issuer_id: UUID
    state: str
    nonce: str
    verifier: str
    until: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the issuer sends the browser back with. `error` in place of `code`: it did not let the person in."""

    state: str = ""
    code: str = ""
    iss: str = ""
    error: str = ""


class Vouched(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an issuer vouches for, by a token that was found good."""

    issuer_id: UUID
    subject: str
    sid: str = ""
    number: str = ""
    """What the claim says is the 工号."""
    is_strong: bool = False
    """A second factor was asked for there."""
    until: datetime


class Farewell(msgspec.Struct, frozen=True, kw_only=True):
    """By a logout token: whose log-ins end. `sid` empty: all that began before `at`."""

    subject: str = ""
    sid: str = ""
    at: datetime


class VouchedSession(msgspec.Struct, frozen=True, kw_only=True):
    """A running log-in that an issuer vouched for."""

    session_id: UUID
    staff_id: StaffId
