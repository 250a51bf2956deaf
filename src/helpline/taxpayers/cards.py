"""What screens are shown of the register: personal data masked, as the law of need-to-know asks (R18.1)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from helpline.kit.clock import shanghai
from helpline.taxpayers import masking
from helpline.taxpayers.identifiers.finding import Kind
from helpline.taxpayers.model import PERSONAL, Contact, Taxpayer


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A taxpayer in a list. The number is shown if it is an organisation's, which is public, else masked."""

    id: UUID
    name: str
    tax_number: str
    kind: Kind
    legacy: bool
    district: str | None
    added_at: datetime


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """A page of taxpayers; `next` is the cursor to go on with, None at the end."""

    items: list[Line]
    next: str | None


class ContactCard(msgspec.Struct, frozen=True, kw_only=True):
    """A contact, masked."""

    id: UUID
    name: str
    phone: str | None
    email: str | None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One taxpayer, masked, with its contacts."""

    taxpayer: Line
    identity_number: str | None
    address: str | None
    contacts: list[ContactCard]


def shown_name(taxpayer: Taxpayer) -> str:
    """A company's name; a human being's masked."""
    return masking.mask_name(taxpayer.name) if taxpayer.is_personal else taxpayer.name


def line(taxpayer: Taxpayer, districts: Mapping[UUID, str]) -> Line:
    """A taxpayer in a list; `districts` has the names."""
    number = taxpayer.tax_number
    return Line(
        id=taxpayer.id,
        name=shown_name(taxpayer),
        tax_number=masking.mask_identity_number(number) if taxpayer.kind in PERSONAL else number,
        kind=taxpayer.kind,
        legacy=taxpayer.legacy,
        district=districts.get(taxpayer.district_id) if taxpayer.district_id else None,
        added_at=shanghai(taxpayer.added_at),
    )


def card(taxpayer: Taxpayer, contacts: list[Contact], districts: Mapping[UUID, str]) -> Card:
    """One taxpayer with its contacts."""
    identity = taxpayer.identity_number
    return Card(
        taxpayer=line(taxpayer, districts),
        identity_number=masking.mask_identity_number(identity) if identity else None,
        address=masking.mask_address(taxpayer.address) if taxpayer.address else None,
        contacts=[
            ContactCard(
                id=each.id,
                name=masking.mask_name(each.name),
                phone=masking.mask_phone(each.phone) if each.phone else None,
                email=masking.mask_email(each.email) if each.email else None,
            )
            for each in contacts
        ],
    )
