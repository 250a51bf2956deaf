"""Bring a database to the newest schema, and check that it can hold Chinese text properly."""

import asyncio
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import pool
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from helpline.kit.clock import SystemClock
from helpline.kit.db import Tx
from helpline.kit.refusal import Refused
from helpline.kit.secrets import keyring

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 20_200_014
"""Advisory lock: of several processes that start at once, one migrates and the others wait."""


class UnfitDatabase(Refused):
    code, status = "unfit-database", 500


async def migrate(dsn: str, upto: str = "head") -> None:
    """Run all migrations that are missing, and make the first data keys. The master key must be chosen.

    Raises:
        WrongMasterKey: the data keys were wrapped by another master key.
        UnfitDatabase: the database's character type would silently lose Chinese text in searches.
    """
    await require_fit(dsn)
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn), poolclass=pool.NullPool
    )
    async with engine.begin() as connection:
        await connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
        await connection.run_sync(_upgrade, upto)
    await engine.dispose()
    await _prepare_keys(dsn)


async def _prepare_keys(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            await keyring.prepare(Tx(connection, SystemClock().now()))
    finally:
        await connection.close()


def _upgrade(connection: Connection, upto: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, upto)


async def require_fit(dsn: str) -> None:
    """Raises `UnfitDatabase`: it would silently lose Chinese text in searches."""
    connection = await asyncpg.connect(dsn)
    try:
        encoding = await connection.fetchval("show server_encoding")
        letters = await connection.fetchval("select '中' ~ '[[:alpha:]]'")
    finally:
        await connection.close()
    if encoding != "UTF8" or not letters:
        raise UnfitDatabase(
            "数据库的字符集必须是 UTF8，字符类型须认得汉字（LC_CTYPE 请用 C.UTF-8 或 zh_CN.UTF-8）。"
        )


async def make_database(dsn: str, name: str) -> None:
    """Create database `name` on the server of `dsn` unless it is there."""
    connection = await asyncpg.connect(dsn)
    try:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
            await connection.execute(f'create database "{name}"')
    except asyncpg.DuplicateDatabaseError:
        await asyncio.sleep(0)  # another process was first
    finally:
        await connection.close()
