"""Sealed values: bound to their place, readable under every key, moved to the newest one."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring, master, rotation
from helpline.kit.secrets.ciphers import Algorithm, Tampered
from helpline.kit.secrets.master import MissingMasterKey, WrongMasterKey
from helpline.kit.secrets.vault import Place, key_of
from tests.support.keys import choose_key

NOTE = Place("sealed_note", "words")
SECRET = "310101199001010012"


@pytest.fixture
async def notes(db: Database) -> AsyncIterator[Database]:
    """A table of sealed values, known to re-encryption."""
    async with db.deed() as tx:
        await tx.execute("create table sealed_note (id uuid primary key, words bytea)")
    rotation.sealed(NOTE.table, NOTE.column)
    yield db
    rotation.PLACES.remove(NOTE)
    choose_key()


async def write(db: Database, count: int) -> list[UUID]:
    ids = [new_id() for _ in range(count)]
    async with db.deed() as tx:
        vault = await keyring.vault(tx)
        await tx.executemany(
            "insert into sealed_note values ($1, $2)", [(row, vault.seal(NOTE, row, SECRET)) for row in ids]
        )
    return ids


async def read(db: Database) -> list[tuple[int, str]]:
    """Of each note the number of its key, and its words."""
    async with db.reading() as look:
        rows = await look.fetch("select id, words from sealed_note order by id")
        vault = await keyring.vault_for(look, *(row["words"] for row in rows))
        return [(key_of(row["words"]), vault.open(NOTE, row["id"], row["words"])) for row in rows]


@pytest.mark.article("R18.1")
async def test_a_value_is_read_at_its_own_place_only(notes: Database) -> None:
    one, other = await write(notes, 2)
    async with notes.reading() as look:
        vault = await keyring.vault(look)
    sealed = vault.seal(NOTE, one, SECRET)

    assert SECRET.encode() not in sealed
    assert vault.open(NOTE, one, sealed) == SECRET
    for place, row, value in [
        (NOTE, other, sealed),
        (Place("sealed_note", "other"), one, sealed),
        (NOTE, one, sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (NOTE, one, sealed[:1] + b"\x02" + sealed[2:]),
        (NOTE, one, sealed[:20]),
        (NOTE, one, b""),
    ]:
        with pytest.raises(Tampered):
            vault.open(place, row, value)


async def test_equal_values_are_sealed_differently_and_found_by_their_blind_index(notes: Database) -> None:
    async with notes.reading() as look:
        vault = await keyring.vault(look)
    row = new_id()

    assert vault.seal(NOTE, row, SECRET) != vault.seal(NOTE, row, SECRET)
    assert vault.index(NOTE, SECRET) == vault.index(NOTE, SECRET)
    assert vault.index(NOTE, SECRET) != vault.index(Place("contact", "phone"), SECRET)
    assert vault.index(NOTE, SECRET) != vault.index(NOTE, SECRET[:-1] + "X")


@pytest.mark.article("R18.1")
async def test_rotation_moves_all_to_the_new_key_and_is_read_throughout(notes: Database) -> None:
    await write(notes, rotation.BATCH + 3)
    elsewhere = await Database.open(notes.dsn, notes.clock)  # another process, which has its keys in memory
    before = await read(elsewhere)

    new_key = await rotation.rotate(notes)
    first_batch = await rotation.reencrypt(notes, most_batches=1)
    amid = await read(elsewhere)
    rest = await rotation.reencrypt(notes)
    after = await read(elsewhere)

    assert (first_batch, rest) == (rotation.BATCH, 3)
    assert {key for key, _ in before} == {new_key - 2}
    assert {key for key, _ in amid} == {new_key - 2, new_key}
    assert {key for key, _ in after} == {new_key}
    assert {words for _, words in before + amid + after} == {SECRET}
    async with notes.reading() as look:
        assert all(each.values == 0 for each in await rotation.left(look))
    await elsewhere.close()


@pytest.mark.parametrize("cipher", ["sm4-gcm", "aes-256-gcm"])
async def test_a_change_of_cipher_makes_a_key_of_that_cipher(notes: Database, cipher: Algorithm) -> None:
    await write(notes, 1)
    keyring.choose(keyring.chosen(), cipher)
    async with notes.deed() as tx:
        await keyring.prepare(tx)

    await rotation.reencrypt(notes)

    async with notes.reading() as look:
        current = [line for line in await keyring.lines(look) if line.current and line.purpose == "seal"]
    assert [line.algorithm for line in current] == [cipher]
    assert await read(notes) == [(current[0].id, SECRET)]


async def test_another_master_key_opens_nothing(notes: Database) -> None:
    await write(notes, 1)
    keyring.choose(master.MasterKey(bytes(32)))

    for look in (notes.deed(), (await Database.open(notes.dsn, notes.clock)).deed()):
        async with look as tx:
            with pytest.raises(WrongMasterKey, match="主密钥不对"):
                await keyring.prepare(tx)


async def test_without_data_keys_nothing_is_sealed(notes: Database) -> None:
    async with notes.deed() as tx:
        await tx.execute("delete from data_key")
        with pytest.raises(MissingMasterKey):
            await keyring.vault(tx, afresh=True)
