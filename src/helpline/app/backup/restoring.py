"""Restore a backup into an empty place, and check that all of it arrived."""

import asyncio
import shutil
from pathlib import Path

import asyncpg
from alembic.script import ScriptDirectory

from helpline.app.backup import manifest as manifests
from helpline.app.backup import store, tools
from helpline.app.backup.manifest import ANCHORS, DUMP, FILES, KEYS, BadBackup, Manifest, files_below, part_of
from helpline.app.backup.places import anchors_folder, keys_of, place_of
from helpline.app.backup.store import NotEmpty
from helpline.app.migrate import MIGRATIONS, require_fit
from helpline.app.settings import Settings


def ready(settings: Settings, folder: Path, digest: str) -> Manifest:
    """Check the backup and the place for it, before a database is started.

    Raises:
        BadBackup: it is damaged, changed, or of a newer version.
        NotEmpty: files or keys are there already.
    """
    manifest = manifests.checked(folder, digest)
    known = {each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.revision not in known:
        raise BadBackup(f"备份来自更新的版本（结构 {manifest.revision}），请先升级本程序再恢复。")
    for place in (settings.data_dir / "files", anchors_folder(settings)):
        if any(files_below(place)):
            raise NotEmpty(f"{place} 里已有文件，恢复不会覆盖它。请换一个空的目录。")
    _require_fitting_keys(settings, manifest)
    return manifest


def missing_keys(settings: Settings, manifest: Manifest) -> list[Path]:
    """Keys that the restored data need and that are not in their place: to be put there before the first start."""
    places = [place_of(settings, name) for name in sorted(manifest.keys)]
    return [place for place in places if not place.exists()]


def _require_fitting_keys(settings: Settings, manifest: Manifest) -> None:
    for name, key in keys_of(settings).items():
        if part_of(key.parent, key).sha256 != manifest.keys.get(name, ""):
            raise NotEmpty(
                f"{key} 不是备份时的密钥，用它打不开备份里的资料，也校验不了审计链。请移走它，或换成原来的密钥。"
            )


async def restore(settings: Settings, dsn: str, folder: Path, manifest: Manifest) -> None:
    """Put everything in its place; the database in one transaction. The next start brings it to the newest structure.

    Raises:
        NotEmpty: the database is in use.
        DumpFailed: PostgreSQL's program did not finish; the database is as empty as before.
        BadBackup: fewer or more rows arrived than the backup counted.
    """
    await require_fit(dsn)
    connection = await asyncpg.connect(dsn)
    try:
        await store.require_empty(connection)
        await asyncio.to_thread(tools.load, tools.binaries(settings), dsn, folder / DUMP)
        arrived = await store.counts(connection)
    finally:
        await connection.close()
    if arrived != manifest.rows:
        wrong = sorted(
            t for t in arrived.keys() | manifest.rows.keys() if arrived.get(t) != manifest.rows.get(t)
        )
        raise BadBackup(f"恢复后的行数与备份不符：{'、'.join(wrong)}。请不要使用这个数据库。")
    await asyncio.to_thread(_place, folder / FILES, settings.data_dir / "files")
    await asyncio.to_thread(_place, folder / ANCHORS, anchors_folder(settings))
    if manifest.with_keys:
        for name in manifest.keys:
            await asyncio.to_thread(_place_key, folder / KEYS / name, place_of(settings, name))


def _place(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.chmod(0o700)
    for path in files_below(source):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, copy)


def _place_key(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, target)
    target.chmod(0o600)
