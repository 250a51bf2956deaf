"""What of the register is sealed, and by which blind indexes it is found again (R18.1).

Companies are public. Of a human being the name, the address and every number are sealed as one value; an
organisation's legal identity number likewise.
"""

import msgspec

from helpline.kit.secrets.rotation import sealed
from helpline.kit.secrets.vault import Vault
from helpline.taxpayers.blind import IDENTITY, NUMBER, REACH, blind_grams
from helpline.taxpayers.model import PERSONAL, Contact, ContactDraft, Taxpayer
from helpline.taxpayers.names import fold, grams

TAXPAYER = sealed("taxpayer", "personal")
CONTACT = sealed("contact", "personal")


class Personal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The sealed part of a taxpayer; what is public stands in the columns."""

    tax_number: str | None = None
    name: str | None = None
    address: str | None = None
    identity_number: str | None = None


class Reached(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The sealed part of a contact: all of it."""

    name: str = ""
    phone: str | None = None
    email: str | None = None


NOTHING = Personal()


def personal_of(taxpayer: Taxpayer) -> Personal:
    """What of this taxpayer is sealed."""
    human = taxpayer.is_personal
    return Personal(
        tax_number=taxpayer.tax_number if taxpayer.kind in PERSONAL else None,
        name=taxpayer.name if human else None,
        address=taxpayer.address if human else None,
        identity_number=taxpayer.identity_number,
    )


def values(vault: Vault, taxpayer: Taxpayer) -> tuple[object, ...]:
    """A row, in the order of `taxpayers.COLUMNS`, then `taxpayers.INDEXES`."""
    hidden = personal_of(taxpayer)
    folded = fold(taxpayer.name)
    identity = taxpayer.identity_number
    return (
        taxpayer.id,
        None if hidden.tax_number else taxpayer.tax_number,
        taxpayer.kind,
        taxpayer.legacy,
        None if hidden.name else taxpayer.name,
        taxpayer.added_at,
        taxpayer.district_id,
        None if hidden.name else taxpayer.address,
        None if hidden == NOTHING else vault.seal_document(TAXPAYER, taxpayer.id, hidden),
        vault.index(NUMBER, taxpayer.tax_number),
        vault.index(IDENTITY, identity) if identity else None,
        None if hidden.name else folded,
        blind_grams(vault, folded) if hidden.name else grams(folded),
    )


def seal_contact(vault: Vault, contact: Contact) -> bytes:
    """All that tells who a contact is."""
    reached = Reached(name=contact.name, phone=contact.phone, email=contact.email)
    return vault.seal_document(CONTACT, contact.id, reached)


def reach_index(vault: Vault, draft: ContactDraft) -> bytes:
    """What tells the contacts of a taxpayer apart: the phone, or the e-mail address where there is none."""
    return vault.index(REACH, draft.phone or draft.email or "")
