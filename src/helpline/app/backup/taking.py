"""Take a backup while everything runs."""

import asyncio
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg

from helpline.app.backup import manifest as manifests
from helpline.app.backup import store, tools
from helpline.app.backup.manifest import ANCHORS, DUMP, FILES, FORMAT, KEYS, Manifest, files_below, part_of
from helpline.app.backup.places import anchors_folder, keys_of
from helpline.app.settings import Settings
from helpline.kit.refusal import Conflict


class Taken(NamedTuple):
    manifest: Manifest
    digest: str


class Exists(Conflict):
    code = "exists"


async def take(settings: Settings, dsn: str, folder: Path, *, with_keys: bool) -> Taken:
    """Write a backup into the new folder; nobody is kept from working.

    The database is dumped before the files: a file is kept before its row is written, so every row of the dump finds its
    file. Anchors are copied before the dump, so that none tells of lines that the dump has not; the keys after it.

    Raises:
        Exists: something is there already.
        DumpFailed: PostgreSQL's program did not finish.
    """
    aside = await asyncio.to_thread(_begin, folder)
    await asyncio.to_thread(_copy, anchors_folder(settings), aside / ANCHORS)
    dumped = await _dump(settings, dsn, aside)
    await asyncio.to_thread(_copy, settings.data_dir / "files", aside / FILES)
    keys = await asyncio.to_thread(_keys, settings, (aside / KEYS) if with_keys else None)
    manifest = Manifest(
        **dumped,
        format=FORMAT,
        helpline=version("helpline"),
        parts=await asyncio.to_thread(lambda: [part_of(aside, path) for path in files_below(aside)]),
        keys=keys,
        with_keys=with_keys and bool(keys),
    )
    digest = manifests.write(aside, manifest)
    aside.rename(folder)
    return Taken(manifest, digest)


def _begin(folder: Path) -> Path:
    """The folder aside in which the backup grows; what a broken attempt left is cleared away."""
    if folder.exists():
        raise Exists(f"{folder} 已经存在，备份不会覆盖它。请换一个名字。")
    aside = folder.with_name(folder.name + ".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True, mode=0o700)
    return aside


async def _dump(settings: Settings, dsn: str, aside: Path) -> dict[str, Any]:
    """Dump and count on one and the same snapshot; Any: fields of the manifest."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("select pg_export_snapshot()")
            taken_at = await connection.fetchval("select now()")
            arguments = ["--format=custom", "--no-owner", "--no-privileges"]
            arguments += [f"--snapshot={snapshot}", f"--file={(aside / DUMP).resolve()}"]
            await asyncio.to_thread(tools.dump, tools.binaries(settings), dsn, arguments)
            return {
                "taken_at": taken_at.astimezone(UTC) if isinstance(taken_at, datetime) else taken_at,
                "rows": await store.counts(connection),
                "revision": await store.revision(connection),
                "server": await connection.fetchval("show server_version"),
            }
    finally:
        await connection.close()


def _keys(settings: Settings, target: Path | None) -> dict[str, str]:
    """Names and SHA-256 of the keys' files, copied to `target` if wanted."""
    named = keys_of(settings)
    if target is not None:
        for name, path in named.items():
            copy = target / name
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
    return {name: part_of(path.parent, path).sha256 for name, path in named.items()}


def _copy(source: Path, target: Path) -> None:
    for path in files_below(source):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
