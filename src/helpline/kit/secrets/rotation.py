"""Re-encryption under the current data key, in batches; reads go on meanwhile, and it can stop and go on anywhere."""

from uuid import UUID

import msgspec

from helpline.kit.db import Database, ReadTx, Tx
from helpline.kit.secrets import keyring
from helpline.kit.secrets.vault import Place, Vault

BATCH = 500

PLACES: list[Place] = []
"""Every column of sealed values. Rooms name theirs where their SQL stands; a table's key is `id`."""

FIRST = UUID(int=0)


class Left(msgspec.Struct, frozen=True):
    """How many values of a column still lie under older keys."""

    table: str
    column: str
    values: int


def sealed(table: str, column: str) -> Place:
    """A column of sealed values, known to re-encryption from now on."""
    place = Place(table, column)
    if place not in PLACES:
        PLACES.append(place)
    return place


async def rotate(db: Database) -> int:
    """A new data key becomes the current one; its number. What is sealed stays readable and is moved by `reencrypt`."""
    async with db.deed() as tx:
        return await keyring.make(tx, "seal")


async def left(read: ReadTx) -> list[Left]:
    """What still lies under older keys."""
    current = _number(await keyring.vault(read, afresh=True))
    counts = [
        (place, await read.fetchval(f"select count(*) from {place.table} where {_old(place)}", current))
        for place in PLACES
    ]
    return [Left(place.table, place.column, count) for place, count in counts]


async def reencrypt(db: Database, *, most_batches: int | None = None) -> int:
    """Move values to the current key, each batch in a transaction of its own; how many were moved.

    What other processes seal under the older key while it runs is moved when it is run again.
    """
    moved = batches = 0
    for place in PLACES:
        after = FIRST
        while most_batches is None or batches < most_batches:
            async with db.deed() as tx:
                done = await _batch(tx, place, after)
            if not done:
                break
            batches += 1
            moved, after = moved + len(done), done[-1]
    return moved


async def _batch(tx: Tx, place: Place, after: UUID) -> list[UUID]:
    vault = await keyring.vault(tx, afresh=True)
    rows = await tx.fetch(
        f"""select id, {place.column} as sealed from {place.table}
            where id > $2 and {_old(place)} order by id limit {BATCH} for update""",
        _number(vault),
        after,
    )
    again = [
        vault.seal_bytes(place, row["id"], vault.open_bytes(place, row["id"], row["sealed"])) for row in rows
    ]
    await tx.execute(
        f"""update {place.table} t set {place.column} = n.sealed
            from unnest($1::uuid[], $2::bytea[]) as n (id, sealed) where t.id = n.id""",
        [row["id"] for row in rows],
        again,
    )
    return [row["id"] for row in rows]


def _old(place: Place) -> str:
    """SQL: sealed under another key than $1, whose number stands in the third byte to the sixth."""
    return f"substring({place.column} from 3 for 4) <> $1"


def _number(vault: Vault) -> bytes:
    return vault.current.to_bytes(4, "big")
