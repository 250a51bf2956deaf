"""Who asked, as far as told: sealed in the table (R18.1)."""

from uuid import UUID

import asyncpg
import msgspec

from helpline.kit.secrets.rotation import sealed
from helpline.kit.secrets.vault import Vault

CONVERSATION = sealed("conversation", "personal")


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the taxpayer gave to be known or reached by."""

    asker: str = ""
    phone: str | None = None
    credit_code: str | None = None


NOTHING = Asked()


def sealed_asker(vault: Vault, conversation_id: UUID, given: Asked) -> bytes | None:
    """None where nothing was given."""
    return None if given == NOTHING else vault.seal_document(CONVERSATION, conversation_id, given)


def asked_of(vault: Vault, row: asyncpg.Record) -> Asked:
    """What was given; the row has `id` and `personal`."""
    if row["personal"] is None:
        return NOTHING
    return vault.open_document(CONVERSATION, row["id"], row["personal"], Asked)
