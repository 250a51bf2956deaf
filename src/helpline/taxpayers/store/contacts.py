"""SQL of contacts."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring
from helpline.kit.secrets.vault import Vault
from helpline.taxpayers.blind import PHONE
from helpline.taxpayers.model import Contact, ContactDraft, ContactId, TaxpayerId
from helpline.taxpayers.store.sealed import CONTACT, Reached, reach_index, seal_contact

COLUMNS = "id, taxpayer_id, personal, added_at"


async def find_or_make(tx: Tx, new: ContactId, taxpayer_id: UUID | None, draft: ContactDraft) -> Contact:
    """One contact for each way to reach somebody of a taxpayer; what is newly told of it is kept."""
    vault = await keyring.vault(tx)
    made = Contact(
        id=new,
        taxpayer_id=TaxpayerId(taxpayer_id) if taxpayer_id else None,
        name=draft.name,
        phone=draft.phone,
        email=draft.email,
        added_at=tx.now,
    )
    if await insert(tx, vault, made):
        return made
    row = await tx.fetchrow(
        f"""select {COLUMNS} from contact
            where taxpayer_id is not distinct from $1 and reach_index = $2 for update""",
        taxpayer_id,
        reach_index(vault, draft),
    )
    if row is None:
        raise RuntimeError("what stood in the way is there")
    [known] = await _contacts(tx, [row])
    after = told(known, draft)
    if after != known:
        await update(tx, vault, after)
    return after


def told(known: Contact, draft: ContactDraft) -> Contact:
    """The contact with what is newly told of it; what is left open stays."""
    return msgspec.structs.replace(known, name=draft.name or known.name, email=draft.email or known.email)


async def insert(tx: Tx, vault: Vault, contact: Contact) -> bool:
    """Whether it was entered; not if the taxpayer has one with that reach."""
    draft = ContactDraft(name=contact.name, phone=contact.phone, email=contact.email)
    status = await tx.execute(
        f"""insert into contact ({COLUMNS}, phone_index, reach_index) values ($1, $2, $3, $4, $5, $6)
            on conflict (taxpayer_id, reach_index) do nothing""",
        *values(vault, contact, draft),
    )
    return status.endswith(" 1")


def values(vault: Vault, contact: Contact, draft: ContactDraft) -> tuple[object, ...]:
    """A row, in the order of `COLUMNS`, then its two indexes."""
    return (
        contact.id,
        contact.taxpayer_id,
        seal_contact(vault, contact),
        contact.added_at,
        vault.index(PHONE, draft.phone) if draft.phone else None,
        reach_index(vault, draft),
    )


async def update(tx: Tx, vault: Vault, contact: Contact) -> None:
    """Write what is told of it over what is on record."""
    await tx.execute(
        "update contact set personal = $2 where id = $1", contact.id, seal_contact(vault, contact)
    )


async def of_taxpayers(read: ReadTx, ids: Sequence[UUID]) -> list[Contact]:
    """The contacts of these taxpayers, the first known first."""
    rows = await read.fetch(
        f"select {COLUMNS} from contact where taxpayer_id = any($1::uuid[]) order by added_at, id",
        list(ids),
    )
    return await _contacts(read, rows)


async def by_id(read: ReadTx, contact_id: UUID) -> Contact | None:
    rows = await read.fetch(f"select {COLUMNS} from contact where id = $1", contact_id)
    found = await _contacts(read, rows)
    return found[0] if found else None


async def by_phone(read: ReadTx, phone: str) -> list[Contact]:
    """Whom the number reaches, the latest known first; at most 50."""
    vault = await keyring.vault(read)
    rows = await read.fetch(
        f"select {COLUMNS} from contact where phone_index = $1 order by added_at desc, id desc limit 50",
        vault.index(PHONE, phone),
    )
    return await _contacts(read, rows)


async def _contacts(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Contact]:
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    return [_contact(vault, row) for row in rows]


def _contact(vault: Vault, row: asyncpg.Record) -> Contact:
    reached = vault.open_document(CONTACT, row["id"], row["personal"], Reached)
    return Contact(
        id=ContactId(row["id"]),
        taxpayer_id=row["taxpayer_id"],
        name=reached.name,
        phone=reached.phone,
        email=reached.email,
        added_at=row["added_at"],
    )
