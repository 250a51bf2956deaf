"""SQL of the audit log. Lines and seals are only ever inserted; triggers see to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from helpline.audit.model import Anchor, Entry, Found, Head, Link, Report, Seal, Wanted
from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id

WAKE = "audit"
"""The channel on which sealers sleep."""

LOCK = 20_200_019
"""Advisory lock: two sealers at once would fork the chain."""

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


async def only_sealer(tx: Tx) -> bool:
    """Whether this deed is the only one that seals, until it ends."""
    alone: bool = await tx.fetchval("select pg_try_advisory_xact_lock($1)", LOCK)
    return alone


async def wait_to_seal(tx: Tx) -> None:
    """The same, waiting until it is."""
    await tx.execute("select pg_advisory_xact_lock($1)", LOCK)


async def take_unsealed(tx: Tx, most: int) -> list[tuple[UUID, Entry | None]]:
    """Take the first lines out of the queue; None in place of a line that is no longer there."""
    rows = await tx.fetch(
        f"""with taken as (
              delete from audit_unsealed where line_id in
                (select line_id from audit_unsealed order by line_id limit $1)
              returning line_id)
            select taken.line_id, {_LINE} from taken left join audit_line on id = taken.line_id
            order by taken.line_id""",
        most,
    )
    return [(row["line_id"], _entry(row)) for row in rows]


async def add_seals(tx: Tx, seals: Sequence[Seal]) -> None:
    columns = list(zip(*(msgspec.structs.astuple(seal) for seal in seals), strict=True))
    await tx.execute(
        """insert into audit_seal (counter, line_id, mac, key_id)
           select * from unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::text[])""",
        *columns,
    )


async def head(read: ReadTx) -> Head | None:
    row = await read.fetchrow("select counter, mac, key_id, proof from audit_head")
    return Head(**dict(row)) if row else None


async def save_head(tx: Tx, head: Head) -> None:
    await tx.execute(
        """insert into audit_head (counter, mac, key_id, proof) values ($1, $2, $3, $4)
           on conflict (only_one) do update set counter = $1, mac = $2, key_id = $3, proof = $4""",
        *msgspec.structs.astuple(head),
    )


async def last_link(read: ReadTx) -> tuple[int, bytes]:
    """Number and value of the last link; of the beginning where there is none."""
    row = await read.fetchrow("select counter, mac from audit_seal order by counter desc limit 1")
    return (row["counter"], row["mac"]) if row else (0, bytes(32))


async def mac_at(read: ReadTx, counter: int) -> bytes | None:
    """The value of a link; None where it is not there."""
    value: bytes | None = await read.fetchval("select mac from audit_seal where counter = $1", counter)
    return value


async def links(read: ReadTx, after: int, upto: int, most: int) -> list[Link]:
    """Links by number, with their lines."""
    rows = await read.fetch(
        f"""select counter, mac, key_id, line_id, {_LINE} from audit_seal left join audit_line on id = line_id
            where counter > $1 and counter <= $2 order by counter limit $3""",
        after,
        upto,
        most,
    )
    return [Link(seal=_seal(row), entry=_entry(row)) for row in rows]


async def strays(read: ReadTx, most: int) -> list[tuple[UUID, datetime]]:
    """Lines that neither have a seal nor wait for one."""
    rows = await read.fetch(
        """select id, at from audit_line
           where not exists (select from audit_seal where line_id = id)
             and not exists (select from audit_unsealed where line_id = id)
           order by at, id limit $1""",
        most,
    )
    return [(row["id"], row["at"]) for row in rows]


async def waiting(read: ReadTx) -> int:
    """How many lines no sealer has taken yet."""
    count: int = await read.fetchval("select count(*) from audit_unsealed")
    return count


def _seal(row: asyncpg.Record) -> Seal:
    return Seal(counter=row["counter"], line_id=row["line_id"], mac=row["mac"], key_id=row["key_id"])


def _entry(row: asyncpg.Record) -> Entry | None:
    if row["id"] is None:
        return None
    return Entry(**{field: row[field] for field in FIELDS})


async def add_anchor(tx: Tx, anchor: Anchor, content: str, digest: str) -> None:
    await tx.execute(
        "insert into audit_anchor (day, counter, content, digest) values ($1, $2, $3, $4)",
        anchor.day,
        anchor.counter,
        content,
        digest,
    )


async def last_anchor(read: ReadTx) -> Anchor | None:
    content = await read.fetchval("select content from audit_anchor order by day desc limit 1")
    return msgspec.json.decode(content, type=Anchor) if content else None


async def anchors(read: ReadTx, most: int) -> list[Anchor]:
    """The newest first."""
    rows = await read.fetch("select content from audit_anchor order by day desc limit $1", most)
    return [msgspec.json.decode(row["content"], type=Anchor) for row in rows]


async def first_line_at(read: ReadTx) -> datetime | None:
    at: datetime | None = await read.fetchval("select at from audit_line order by at limit 1")
    return at


async def last_before(read: ReadTx, end: datetime) -> int:
    """The highest number among lines from before `end`; 0 where there is none.

    Lines are sealed about in the order of their time: it is among the last thousand.
    """
    counter: int = await read.fetchval(
        """select coalesce(max(counter), 0) from audit_seal where line_id in
             (select id from audit_line where at < $1 order by at desc limit 1000)""",
        end,
    )
    return counter


async def waits_before(read: ReadTx, end: datetime) -> bool:
    found: bool = await read.fetchval("select exists (select from audit_unsealed where at < $1)", end)
    return found


async def save_report(tx: Tx, report: Report) -> None:
    await tx.execute(
        "insert into audit_verification (id, at, first, last, report) values ($1, $2, $3, $4, $5)",
        new_id(),
        tx.now,
        report.first,
        report.last,
        msgspec.json.encode(report).decode(),
    )


async def last_report(read: ReadTx) -> tuple[datetime, Report] | None:
    row = await read.fetchrow("select at, report from audit_verification order by at desc, id desc limit 1")
    return (row["at"], msgspec.json.decode(row["report"], type=Report)) if row else None


async def looks(read: ReadTx, door: str, since: datetime) -> list[asyncpg.Record]:
    """who_id, things: how many different subjects somebody looked at through a door."""
    return await read.fetch(
        """select who_id, count(distinct subject_id) as things from audit_line
           where at >= $2 and deed = $1 and outcome = 'looked' and who_id is not null group by who_id""",
        door,
        since,
    )


async def search(read: ReadTx, wanted: Wanted) -> list[Found]:
    """Lines that fit, the newest first, one more than wanted; ids are in the order of time."""
    rows = await read.fetch(
        f"""select counter, {_LINE} from audit_line left join audit_seal on line_id = id
            where ($1 = '' or who_number = $1) and ($2 = '' or starts_with(deed, $2)) and ($3 = '' or subject_id = $3)
              and ($4::text is null or outcome = $4) and ($5::timestamptz is null or at >= $5)
              and ($6::timestamptz is null or at < $6) and ($7::uuid is null or id < $7)
            order by id desc limit $8""",
        wanted.who,
        wanted.deed,
        wanted.subject,
        wanted.outcome,
        wanted.since,
        wanted.until,
        wanted.after,
        wanted.limit + 1,
    )
    return [
        Found(counter=row["counter"], entry=Entry(**{field: row[field] for field in FIELDS})) for row in rows
    ]
