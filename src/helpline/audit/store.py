"""SQL of the audit log. Lines and seals are only ever inserted; triggers see to it."""

from collections.abc import Sequence

import msgspec

from helpline.audit.model import Entry
from helpline.kit.db import Tx

WAKE = "audit"
"""The channel on which sealers sleep."""

FIELDS = Entry.__struct_fields__
_LINE = ", ".join(FIELDS)
_ADD = f"""
with line as (
  insert into audit_line ({_LINE})
  select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::uuid[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
    $16::text[], $17::text[], $18::text[])
  returning id, at
), waiting as (insert into audit_unsealed (line_id, at) select id, at from line)
select pg_notify('{WAKE}', '')"""


async def add(tx: Tx, entries: Sequence[Entry]) -> None:
    """The lines, their place in the queue for the sealer, and its waking: one statement, the hot path has no more."""
    columns = list(zip(*(msgspec.structs.astuple(entry) for entry in entries), strict=True))
    await tx.execute(_ADD, *columns)
