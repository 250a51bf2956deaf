"""Nouns of the register."""

from datetime import datetime
from typing import NewType
from uuid import UUID

import msgspec

from helpline.people.model import DistrictId
from helpline.taxpayers.identifiers.finding import Kind

TaxpayerId = NewType("TaxpayerId", UUID)
ContactId = NewType("ContactId", UUID)

PERSONAL: frozenset[Kind] = frozenset({"identity_number", "sole_trader_number"})
"""Kinds of number that belong to a human being, or contain such a number."""

SOLE_TRADER = "92"
"""How the credit codes of sole traders begin."""


class Taxpayer(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays tax under `tax_number`: an organisation, a sole trader or a person.

    `identity_number` is the person's own, also where a sole trader pays under a credit code. `added_at` is when it
    became a taxpayer of its district (R8.2). `legacy`: the number is of before the unified code.
    """

    id: TaxpayerId
    tax_number: str
    kind: Kind
    legacy: bool
    name: str
    added_at: datetime
    district_id: DistrictId | None = None
    address: str | None = None
    identity_number: str | None = None

    @property
    def credit_code(self) -> str | None:
        """The number under which an organisation or a trader pays; None for a person."""
        return None if self.kind == "identity_number" else self.tax_number

    @property
    def is_personal(self) -> bool:
        """Whether the name is that of a human being, as far as can be told."""
        trader = self.kind == "credit_code" and self.tax_number.startswith(SOLE_TRADER)
        return self.kind in PERSONAL or (trader and len(self.name) <= 3)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """The human who asks; of no taxpayer as long as none is known. Has a phone or an e-mail address, or both."""

    id: ContactId
    taxpayer_id: TaxpayerId | None
    name: str
    phone: str | None
    email: str | None
    added_at: datetime


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody found by telephone number, and whom the person asks for."""

    contact: Contact
    taxpayer: Taxpayer | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A taxpayer as typed or as it stands in a file, nothing checked yet; an empty field says nothing.

    `number` is a credit code or an older tax number; a person has only `identity_number`.
    """

    number: str = ""
    identity_number: str = ""
    name: str = ""
    district: str = ""
    address: str = ""
    added_on: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""


class ContactDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A contact, checked, not yet kept."""

    name: str
    phone: str | None
    email: str | None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A taxpayer, checked, not yet kept. None says nothing: what is on record stays."""

    tax_number: str
    kind: Kind
    legacy: bool
    name: str
    identity_number: str | None = None
    district_id: DistrictId | None = None
    likely_district_id: DistrictId | None = None
    """Where a new one most likely belongs, if nobody told."""
    address: str | None = None
    added_at: datetime | None = None
    contact: ContactDraft | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which taxpayers to list. `text` is a number, a phone number, or part of a name; empty is all.

    `districts` bounds the list (None: the whole city); `after` is the cursor that the page before gave.
    """

    text: str = ""
    from_start: bool = False
    districts: tuple[UUID, ...] | None = None
    after: str | None = None
    limit: int = 50


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a list, newest first; `next` is the cursor to go on with, None at the end."""

    items: list[Taxpayer]
    next: str | None
