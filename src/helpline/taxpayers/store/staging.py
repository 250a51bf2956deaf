"""SQL of an import: a batch is held against the register, and what is new is written in a few statements."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring
from helpline.kit.secrets.vault import Vault
from helpline.people.model import DistrictId
from helpline.taxpayers import rules
from helpline.taxpayers.blind import NUMBER
from helpline.taxpayers.model import Contact, ContactDraft, ContactId, Draft, Taxpayer, TaxpayerId
from helpline.taxpayers.store import contacts, taxpayers
from helpline.taxpayers.store.sealed import seal_contact, values

Drafts = Sequence[tuple[int, Draft]]

_TAXPAYER = f"{taxpayers.COLUMNS}, {taxpayers.INDEXES}, changed_at, changed_by"
_CONTACT = f"{contacts.COLUMNS}, phone_index, reach_index"


class Merged(msgspec.Struct, frozen=True):
    """Ids of the taxpayers that were entered, and of those of whom something new was written.

    `foreign`: (place in the file, tax number) of rows about taxpayers that another district has; nothing was written.
    """

    added: list[UUID]
    changed: set[UUID]
    foreign: list[tuple[int, str]]


async def begin(tx: Tx) -> None:
    """Make the tables beside the register through which rows are copied; they hold what the register holds."""
    for table in ("taxpayer", "contact"):
        await tx.execute(f"create temp table staged_{table} (like {table}) on commit drop")


async def merge(tx: Tx, drafts: Drafts, by: UUID | None, home: DistrictId | None) -> Merged:
    """Write checked rows, each with its number in the file, into the register; no tax number may come twice."""
    vault = await keyring.vault(tx)
    known = await _known(tx, vault, [draft for _, draft in drafts])
    foreign, own = [], []
    for row, draft in drafts:
        before = known.get(draft.tax_number)
        if home is not None and before is not None and before.district_id != home:
            foreign.append((row, draft.tax_number))
        else:
            own.append(draft)
    rows = {draft.tax_number: _after(tx, known.get(draft.tax_number), draft) for draft in own}
    added = await _insert(tx, vault, [each for number, each in rows.items() if number not in known], by)
    changed = [each for number, each in rows.items() if known.get(number, each) != each]
    await tx.executemany(taxpayers.UPDATE, [(*values(vault, each), tx.now, by) for each in changed])
    reached = await _reach(tx, vault, [(rows[d.tax_number].id, d.contact) for d in own if d.contact])
    return Merged(added, ({each.id for each in changed} | reached) - set(added), foreign)


def _after(tx: Tx, before: Taxpayer | None, draft: Draft) -> Taxpayer:
    """The taxpayer as it is to stand: an empty cell says nothing, so what is on record stays."""
    if before is not None:
        return rules.amended(before, draft)
    return Taxpayer(
        id=TaxpayerId(new_id()),
        tax_number=draft.tax_number,
        kind=draft.kind,
        legacy=draft.legacy,
        name=draft.name,
        added_at=draft.added_at or tx.now,
        district_id=draft.district_id or draft.likely_district_id,
        address=draft.address,
        identity_number=draft.identity_number,
    )


async def _known(tx: Tx, vault: Vault, drafts: Sequence[Draft]) -> Mapping[str, Taxpayer]:
    """Those on record already, by number; held until the import ends."""
    rows = await tx.fetch(
        f"select {taxpayers.COLUMNS} from taxpayer where number_index = any($1::bytea[]) order by id for update",
        [vault.index(NUMBER, draft.tax_number) for draft in drafts],
    )
    return {each.tax_number: each for each in await taxpayers.opened(tx, rows)}


async def _insert(tx: Tx, vault: Vault, new: Sequence[Taxpayer], by: UUID | None) -> list[UUID]:
    if not new:
        return []
    records = [(*values(vault, each), tx.now, by) for each in new]
    await tx.copy("staged_taxpayer", _TAXPAYER.split(", "), records)
    rows = await tx.fetch(
        f"""with gone as (delete from staged_taxpayer returning {_TAXPAYER})
            insert into taxpayer ({_TAXPAYER}) select {_TAXPAYER} from gone order by id
            on conflict (number_index) do nothing returning id"""
    )
    return [row["id"] for row in rows]


async def _reach(tx: Tx, vault: Vault, told: Sequence[tuple[TaxpayerId, ContactDraft]]) -> set[UUID]:
    """Keep what is told of contacts; the taxpayers of whom something new was written."""
    on_record = await contacts.of_taxpayers(tx, [taxpayer_id for taxpayer_id, _ in told])
    known = {(each.taxpayer_id, each.phone or each.email): each for each in on_record}
    new, changed = [], []
    for taxpayer_id, draft in told:
        before = known.get((taxpayer_id, draft.phone or draft.email))
        if before is None:
            new.append((_contact(tx, taxpayer_id, draft), draft))
        elif (after := contacts.told(before, draft)) != before:
            changed.append(after)
    await tx.executemany(
        "update contact set personal = $2 where id = $1",
        [(each.id, seal_contact(vault, each)) for each in changed],
    )
    written = await _insert_contacts(tx, [contacts.values(vault, each, draft) for each, draft in new])
    return written | {each.taxpayer_id for each in changed if each.taxpayer_id}


async def _insert_contacts(tx: Tx, records: Sequence[tuple[object, ...]]) -> set[UUID]:
    if not records:
        return set()
    await tx.copy("staged_contact", _CONTACT.split(", "), records)
    rows = await tx.fetch(
        f"""with gone as (delete from staged_contact returning {_CONTACT})
            insert into contact ({_CONTACT}) select c.* from gone c join taxpayer t on t.id = c.taxpayer_id
            on conflict (taxpayer_id, reach_index) do nothing returning taxpayer_id"""
    )
    return {row["taxpayer_id"] for row in rows}


def _contact(tx: Tx, taxpayer_id: TaxpayerId, draft: ContactDraft) -> Contact:
    return Contact(
        id=ContactId(new_id()),
        taxpayer_id=taxpayer_id,
        name=draft.name,
        phone=draft.phone,
        email=draft.email,
        added_at=tx.now,
    )
