"""SQL of an import: rows are copied beside the register, then compared and written in a few statements."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.taxpayers.model import Draft
from helpline.taxpayers.names import fold, grams

_COLUMNS = (
    "place",
    "id",
    "tax_number",
    "kind",
    "legacy",
    "identity_number",
    "name",
    "name_search",
    "name_grams",
    "district_id",
    "likely_district_id",
    "address",
    "added_at",
    "contact_id",
    "contact_name",
    "phone",
    "email",
)

_CREATE = """
create temp table staged (
  place integer, id uuid, tax_number text primary key, kind text, legacy boolean, identity_number text,
  name text, name_search text, name_grams text[], district_id uuid, likely_district_id uuid,
  address text, added_at timestamptz,
  contact_id uuid, contact_name text, phone text, email text
) on commit drop"""

# An empty cell says nothing, so what is on record stays; only a row that says something new is written.
_UPDATE = """
update taxpayer t set
  kind = s.kind, legacy = s.legacy, name = s.name, name_search = s.name_search, name_grams = s.name_grams,
  identity_number = coalesce(s.identity_number, t.identity_number),
  district_id = coalesce(s.district_id, t.district_id),
  address = coalesce(s.address, t.address),
  added_at = coalesce(s.added_at, t.added_at),
  changed_at = $1, changed_by = $2
from staged s
where t.tax_number = s.tax_number and (
  (t.kind, t.legacy, t.name) is distinct from (s.kind, s.legacy, s.name)
  or t.identity_number is distinct from coalesce(s.identity_number, t.identity_number)
  or t.district_id is distinct from coalesce(s.district_id, t.district_id)
  or t.address is distinct from coalesce(s.address, t.address)
  or t.added_at is distinct from coalesce(s.added_at, t.added_at)
)
returning t.id"""

_INSERT = """
insert into taxpayer (id, tax_number, kind, legacy, identity_number, name, name_search, name_grams, district_id,
  address, added_at, changed_at, changed_by)
select s.id, s.tax_number, s.kind, s.legacy, s.identity_number, s.name, s.name_search, s.name_grams,
  coalesce(s.district_id, s.likely_district_id), s.address, coalesce(s.added_at, $1), $1, $2
from staged s where not exists (select from taxpayer t where t.tax_number = s.tax_number)
order by s.place
on conflict (tax_number) do nothing
returning id"""

_CONTACTS = """
insert into contact (id, taxpayer_id, name, phone, email, added_at)
select s.contact_id, t.id, s.contact_name, s.phone, s.email, $1
from staged s join taxpayer t using (tax_number)
where s.phone is not null or s.email is not null
on conflict (taxpayer_id, reach) do update set
  name = case when excluded.name = '' then contact.name else excluded.name end,
  email = coalesce(excluded.email, contact.email)
where (contact.name, contact.email) is distinct from
  (case when excluded.name = '' then contact.name else excluded.name end, coalesce(excluded.email, contact.email))
returning taxpayer_id"""

_FOREIGN = """
delete from staged s using taxpayer t
where t.tax_number = s.tax_number and t.district_id is distinct from $1
returning s.place, s.tax_number"""


class Merged(msgspec.Struct, frozen=True):
    """Ids of the taxpayers that were entered, and of those of whom something new was written."""

    added: list[UUID]
    changed: set[UUID]


async def begin(tx: Tx) -> None:
    """Make the staging table of this transaction."""
    await tx.execute(_CREATE)


async def stage(tx: Tx, drafts: Sequence[tuple[int, Draft]]) -> None:
    """Copy checked rows, each with its number in the file; no tax number may come twice."""
    await tx.copy("staged", _COLUMNS, [_record(row, draft) for row, draft in drafts])


async def drop_foreign(tx: Tx, district_id: UUID) -> list[tuple[int, str]]:
    """Take out rows about taxpayers that another district has; (place in the file, tax number) of each."""
    return [(row["place"], row["tax_number"]) for row in await tx.fetch(_FOREIGN, district_id)]


async def merge(tx: Tx, by: UUID | None) -> Merged:
    """Write what is staged into the register."""
    await tx.execute("analyze staged")
    changed = {row["id"] for row in await tx.fetch(_UPDATE, tx.now, by)}
    added = [row["id"] for row in await tx.fetch(_INSERT, tx.now, by)]
    changed |= {row["taxpayer_id"] for row in await tx.fetch(_CONTACTS, tx.now)}
    return Merged(added, changed - set(added))


def _record(row: int, draft: Draft) -> tuple[object, ...]:
    folded = fold(draft.name)
    contact = draft.contact
    return (
        row,
        new_id(),
        draft.tax_number,
        draft.kind,
        draft.legacy,
        draft.identity_number,
        draft.name,
        folded,
        grams(folded),
        draft.district_id,
        draft.likely_district_id,
        draft.address,
        draft.added_at,
        new_id(),
        contact.name if contact else "",
        contact.phone if contact else None,
        contact.email if contact else None,
    )
