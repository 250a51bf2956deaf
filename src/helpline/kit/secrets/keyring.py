"""The table of data keys, and the vault made of it. Keys are added, never changed or deleted: old backups need them."""

import os
from datetime import datetime
from typing import Literal

import asyncpg
import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets.ciphers import KEY_BYTES, Algorithm
from helpline.kit.secrets.master import MasterKey, MissingMasterKey
from helpline.kit.secrets.vault import DataKey, Vault

Purpose = Literal["seal", "index"]

STALE_AFTER = 60.0
"""Seconds after which a process looks for a newer data key; until then it seals with the one it has."""

LOCK = 20_200_018
"""Advisory lock: of several processes that start at once, one makes the first keys."""


class _Chosen:
    """The master key and the cipher of this process, told by its settings at the start."""

    master: MasterKey | None = None
    algorithm: Algorithm = "sm4-gcm"


class KeyLine(msgspec.Struct, frozen=True):
    """A data key as a list shows it; never the key."""

    id: int
    purpose: Purpose
    algorithm: Algorithm
    made_at: datetime
    current: bool


class _Loaded(msgspec.Struct, frozen=True):
    vault: Vault
    at: datetime


def choose(master: MasterKey, algorithm: Algorithm = "sm4-gcm") -> None:
    """Use this master key in this process; `algorithm` is for data keys that are made from now on."""
    _Chosen.master, _Chosen.algorithm = master, algorithm


def chosen() -> MasterKey:
    """The master key of this process.

    Raises:
        MissingMasterKey: the process was started without.
    """
    if _Chosen.master is None:
        raise MissingMasterKey("没有主密钥，无法读写个人资料。请设置 HELPLINE_MASTER_KEY 或恢复主密钥文件。")
    return _Chosen.master


async def vault(read: ReadTx, *, afresh: bool = False) -> Vault:
    """The vault of this database; remembered for a while."""
    loaded: _Loaded | None = read.memory.get(_Loaded)
    if loaded and not afresh and abs((read.now - loaded.at).total_seconds()) < STALE_AFTER:
        return loaded.vault
    made = await _load(read)
    read.memory[_Loaded] = _Loaded(made, read.now)
    return made


async def vault_for(read: ReadTx, *sealed: bytes | None) -> Vault:
    """A vault that knows the keys of these values, also where another process has just made one."""
    found = await vault(read)
    if all(found.knows(each) for each in sealed if each is not None):
        return found
    return await vault(read, afresh=True)


async def prepare(tx: Tx) -> None:
    """Make the first keys, and a new current one where the settings ask for another cipher.

    Raises:
        WrongMasterKey: the keys that are there were wrapped by another master key.
    """
    await tx.execute("select pg_advisory_xact_lock($1)", LOCK)
    rows = await tx.fetch("select id, purpose, algorithm from data_key order by id")
    if rows:
        await vault(tx, afresh=True)
    current = [row["algorithm"] for row in rows if row["purpose"] == "seal"][-1:]
    if current != [_Chosen.algorithm]:
        await make(tx, "seal")
    if not any(row["purpose"] == "index" for row in rows):
        await make(tx, "index")


async def make(tx: Tx, purpose: Purpose) -> int:
    """A new data key; from now on it is the current one."""
    await tx.execute("select pg_advisory_xact_lock($1)", LOCK)
    key_id: int = await tx.fetchval("select coalesce(max(id), 0) + 1 from data_key")
    await tx.execute(
        "insert into data_key (id, purpose, algorithm, wrapped, made_at) values ($1, $2, $3, $4, $5)",
        *fresh_key(key_id, purpose),
        tx.now,
    )
    tx.memory.pop(_Loaded, None)
    return key_id


def fresh_key(key_id: int, purpose: Purpose) -> tuple[int, Purpose, Algorithm, bytes]:
    """A row of `data_key`: number, purpose, cipher, the new key wrapped."""
    algorithm = _Chosen.algorithm
    key = os.urandom(KEY_BYTES[algorithm] if purpose == "seal" else 32)
    return key_id, purpose, algorithm, chosen().wrap(algorithm, key_id, purpose, key)


async def lines(read: ReadTx) -> list[KeyLine]:
    """All data keys, the oldest first."""
    rows = await read.fetch(
        """select id, purpose, algorithm, made_at, id = max(id) over (partition by purpose) as current
           from data_key order by id"""
    )
    return [KeyLine(**dict(row)) for row in rows]


async def _load(read: ReadTx) -> Vault:
    rows = await read.fetch("select id, purpose, algorithm, wrapped from data_key order by id")
    return unlocked([(row["id"], row["purpose"], row["algorithm"], row["wrapped"]) for row in rows])


def unlocked(rows: list[tuple[int, Purpose, Algorithm, bytes]]) -> Vault:
    """The vault of these rows of `data_key`, in the order of their numbers.

    Raises:
        WrongMasterKey: they were wrapped by another master key.
        MissingMasterKey: there is no master key, or the keys were never made.
    """
    master = chosen()
    keys = {
        key_id: DataKey(key_id, algorithm, master.unwrap(algorithm, key_id, purpose, wrapped))
        for key_id, purpose, algorithm, wrapped in rows
        if purpose == "seal"
    }
    index = [
        master.unwrap(algorithm, key_id, purpose, wrapped)
        for key_id, purpose, algorithm, wrapped in rows
        if purpose == "index"
    ]
    if not keys or not index:
        raise MissingMasterKey("数据库里还没有数据密钥，请先运行 helpline migrate。")
    return Vault(keys, max(keys), index[-1])


async def exist(dsn: str) -> bool:
    """Whether the database has data keys already; it may be empty still."""
    connection = await asyncpg.connect(dsn)
    try:
        if await connection.fetchval("select to_regclass('data_key') is null"):
            return False
        return bool(await connection.fetchval("select exists (select from data_key)"))
    finally:
        await connection.close()
