"""What the check of a number found."""

from typing import Literal

import msgspec

Kind = Literal[
    "credit_code",
    "legacy_number",
    "sole_trader_number",
    "identity_number",
    "mobile",
    "landline",
    "service_number",
    "short_number",
    "phone",
    "unknown",
]
"""`phone` and `unknown` stand for what is refused before its kind is certain."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A number as given (`code`) and as kept (`normalised`).

    `reason` says why a number is not valid and what to do; it is None for a valid one. `legacy` marks numbers
    of before the unified code. `notes` refuse nothing: how the input was tidied, what ought to be looked at.
    """

    code: str
    normalised: str
    kind: Kind
    valid: bool
    legacy: bool = False
    reason: str | None = None
    notes: tuple[str, ...] = ()
