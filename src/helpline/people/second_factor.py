"""The second factor: codes of RFC 6238 that a phone shows for thirty seconds, and recovery codes for who lost it."""

import base64
import hashlib
import io
import secrets
from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest

import msgspec
import pyotp
import segno

PERIOD = 30
DRIFT = 1
"""Steps that a phone may be ahead or behind."""
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10


class SecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """What a person's phone knows. `last_step`: no code of that step or an earlier one is taken again."""

    secret: str
    confirmed_at: datetime | None = None
    last_step: int = 0


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """Shown once: for the phone as a picture (SVG), for typing as letters."""

    secret: str
    address: str
    picture: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Shown once; each is good for one log-in."""

    codes: list[str]


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 asks."""
    return pyotp.random_base32(32)


def enrolment(secret: str, number: str, issuer: str) -> Enrolment:
    """The secret in the forms that authenticators take."""
    address = pyotp.TOTP(secret).provisioning_uri(name=number, issuer_name=issuer)
    picture = io.BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", scale=4, border=2, xmldecl=False)
    return Enrolment(secret=secret, address=address, picture=picture.getvalue().decode())


def step_of(factor: SecondFactor, code: str, now: datetime) -> int | None:
    """GB/T 22239, 8.1.4.1: the time step whose code this is; None where it is none, or was used already."""
    totp = pyotp.TOTP(factor.secret, interval=PERIOD)
    here = int(now.timestamp()) // PERIOD
    found: int | None = None
    for step in range(here - DRIFT, here + DRIFT + 1):  # all are compared: the time taken tells nothing
        if compare_digest(totp.generate_otp(step).encode(), code.encode()) and step > factor.last_step:
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """80 random bits each, in groups that can be read out and written down."""
    return ["-".join(_groups(secrets.token_bytes(_RECOVERY_BYTES))) for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str) -> bytes:
    """SHA-256 of the code as it was meant: dashes, blanks and case do not count. It is random, a fast digest is enough."""
    meant = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(meant.encode()).digest()


def tidy(code: str) -> str:
    """A code as people type it: `123 456`."""
    return "".join(code.split())


def _groups(raw: bytes) -> Iterator[str]:
    letters = base64.b32encode(raw).decode()
    return (letters[at : at + 4] for at in range(0, len(letters), 4))
