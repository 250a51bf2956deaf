"""SQL of recordings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from helpline.calls.recordings.model import Recording, Sound, SpoolName, Trouble
from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring, pieces
from helpline.kit.secrets.ciphers import NAMES, NUMBERS
from helpline.kit.secrets.rotation import sealed
from helpline.kit.secrets.vault import Place

KEY = sealed("recording", "sealed_key")
AUDIO = Place("recording", "audio")
ORIGIN = sealed("recording", "origin")

_COLUMNS = """id, node, call_id, kind, cipher, sealed_key, recorded_at, seconds, rate, size, digest, peaks, is_silent,
  is_repaired, stored_at"""


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a call belongs; `served_by`: whom the caller talked with."""

    provider_id: UUID | None = None
    district_id: UUID | None = None
    served_by: tuple[UUID, ...] = ()


async def begin(tx: Tx, named: SpoolName, name: str, sound: Sound, recorded_at: datetime) -> Recording:
    """The row of a recording on its way, with its key; what an earlier try began is gone on with."""
    vault = await keyring.vault(tx)
    key = vault.seal_bytes(KEY, named.id, pieces.new_key())
    await tx.execute(
        """insert into recording (id, node, call_id, kind, origin, cipher, sealed_key, recorded_at, seconds, rate, size,
             digest, peaks, is_silent, is_repaired, found_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           on conflict (id) do update set seconds = excluded.seconds, rate = excluded.rate, size = excluded.size,
             digest = excluded.digest, peaks = excluded.peaks, is_silent = excluded.is_silent,
             is_repaired = excluded.is_repaired
           where recording.stored_at is null""",
        named.id,
        named.node,
        named.call_id,
        named.kind,
        vault.seal(ORIGIN, named.id, name) if named.kind == "alone" else None,
        NUMBERS[pieces.algorithm_of(key)],
        key,
        recorded_at,
        sound.seconds,
        sound.rate,
        len(sound.wav),
        sound.digest,
        sound.peaks,
        sound.is_silent,
        sound.is_repaired,
        tx.now,
    )
    found = await find(tx, named.id)
    if found is None:
        raise RuntimeError("a recording just written is gone")
    return found


async def mark_stored(tx: Tx, recording_id: UUID) -> bool:
    """Whether it was not marked before."""
    status = await tx.execute(
        "update recording set stored_at = $2 where id = $1 and stored_at is null", recording_id, tx.now
    )
    return status.endswith(" 1")


async def find(read: ReadTx, recording_id: UUID) -> Recording | None:
    rows = await read.fetch(f"select {_COLUMNS} from recording where id = $1", recording_id)
    return next(iter(await _recordings(read, rows)), None)


async def of_calls(read: ReadTx, call_ids: Sequence[UUID]) -> list[Recording]:
    """Stored recordings of these calls, the first first."""
    rows = await read.fetch(
        f"""select {_COLUMNS} from recording where call_id = any($1::uuid[]) and stored_at is not null
            order by recorded_at""",
        list(call_ids),
    )
    return await _recordings(read, rows)


async def origin(read: ReadTx, recording_id: UUID) -> str | None:
    """The name of a message that the dial plan took by itself: it tells who called."""
    found: bytes | None = await read.fetchval("select origin from recording where id = $1", recording_id)
    if found is None:
        return None
    return (await keyring.vault_for(read, found)).open(ORIGIN, recording_id, found)


async def whose(read: ReadTx, call_ids: Sequence[UUID]) -> dict[UUID, Whose]:
    """R18.1: to whom these calls belong, and who served them."""
    rows = await read.fetch(
        """select c.id, c.provider_id, c.district_id,
             array(select distinct (e.detail ->> 'staff')::uuid from call_event e
                   where e.call_id = c.id and e.kind = 'connected' and e.detail ? 'staff') as served_by
           from call c where c.id = any($1::uuid[])""",
        list(call_ids),
    )
    return {
        row["id"]: Whose(
            provider_id=row["provider_id"], district_id=row["district_id"], served_by=tuple(row["served_by"])
        )
        for row in rows
    }


async def told(read: ReadTx, names: Sequence[str], call_ids: Sequence[UUID]) -> set[str]:
    """Those of these recordings that the telephone system said are complete."""
    rows = await read.fetch(
        """select distinct detail ->> 'recording' as name from call_event
           where call_id = any($2::uuid[]) and kind = 'recorded' and detail ->> 'recording' = any($1::text[])""",
        list(names),
        list(call_ids),
    )
    return {row["name"] for row in rows}


async def open_calls(read: ReadTx, call_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these calls that are not over."""
    rows = await read.fetch(
        "select id from call where id = any($1::uuid[]) and phase <> 'ended'", list(call_ids)
    )
    return {row["id"] for row in rows}


async def note_trouble(tx: Tx, named: SpoolName, code: str) -> bool:
    """Whether this is the first of this recording."""
    is_first: bool = await tx.fetchval(
        """insert into recording_trouble (id, node, call_id, code, first_at, last_at, tries)
           values ($1, $2, $3, $4, $5, $5, 1)
           on conflict (id) do update set code = excluded.code, last_at = excluded.last_at,
             tries = recording_trouble.tries + 1
           returning xmax = 0""",
        *(named.id, named.node, named.call_id, code, tx.now),
    )
    return is_first


async def end_trouble(tx: Tx, recording_id: UUID) -> None:
    await tx.execute("delete from recording_trouble where id = $1", recording_id)


async def troubles(read: ReadTx) -> list[Trouble]:
    """What lies in spools and cannot be stored, the oldest first."""
    rows = await read.fetch(
        "select id, node, call_id, code, first_at, last_at, tries from recording_trouble order by first_at"
    )
    return [Trouble(**dict(row)) for row in rows]


async def _recordings(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Recording]:
    vault = await keyring.vault_for(read, *(row["sealed_key"] for row in rows))
    found = []
    for row in rows:
        fields = dict(row)
        key = vault.open_bytes(KEY, row["id"], fields.pop("sealed_key"))
        found.append(Recording(algorithm=NAMES[fields.pop("cipher")], key=key, **fields))
    return found
