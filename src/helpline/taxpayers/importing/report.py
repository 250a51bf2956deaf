"""What became of an import."""

import msgspec

from helpline.taxpayers import masking
from helpline.taxpayers.rules import BadField

MOST_REFUSED = 1000
"""So many refused rows are listed; all are counted."""


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken: its number (the heading is 1), the column at fault, the value masked, and why."""

    row: int
    column: str
    value: str
    reason: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`imported` are new, `updated` had something new, `unchanged` were so already."""

    imported: int
    updated: int
    unchanged: int
    refused_count: int
    refused: list[RefusedRow]
    ignored_columns: tuple[str, ...] = ()


_MASKS = {
    "number": masking.mask_identity_number,
    "identity_number": masking.mask_identity_number,
    "name": masking.mask_name,
    "contact_name": masking.mask_name,
    "phone": masking.mask_phone,
    "email": masking.mask_email,
    "address": masking.mask_address,
}


def refused_row(row: int, fault: BadField, value: str, column: str) -> RefusedRow:
    """The line of the report for a row with a bad field. A shifted row puts anything anywhere: free text is searched."""
    mask = _MASKS.get(fault.field, masking.mask_text)
    return RefusedRow(row=row, column=column, value=mask(value.strip()[:60]), reason=fault.message)
