"""`helpline backup` and `helpline restore`."""

import asyncio
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from helpline.app import settings as settings_module
from helpline.app.backup import restoring, taking
from helpline.app.backup.manifest import BadBackup, Manifest
from helpline.app.backup.places import keys_of
from helpline.app.backup.taking import Exists
from helpline.app.ending import ended_by_signals
from helpline.app.session import database_address
from helpline.app.shown import refusals_shown, show

Target = Annotated[Path, typer.Argument(help="新文件夹；以 .tar 结尾时是一个文件")]
Source = Annotated[Path, typer.Argument(help="备份的文件夹或 .tar 文件")]


KEEP_APART = (
    "备份里没有密钥。请把列出的密钥文件另存到与备份分开的安全地方："
    "缺主密钥读不出个人资料，缺审计密钥校验不了审计链。"
)
PUT_BACK = "请在第一次启动之前，把列出的密钥文件放回原处，否则读不出个人资料，或校验不了恢复的审计链。"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was done; `digest` is the manifest's SHA-256, to be kept elsewhere. `keys_apart`: files that must be kept apart
    from the backup, or put in their place before the first start; `then` says so."""

    backup: str
    taken_at: str
    revision: str
    rows: int
    files: int
    digest: str = ""
    with_keys: bool
    keys_apart: list[str] = []
    then: str = ""


def backup(
    target: Target, *, with_keys: Annotated[bool, typer.Option("--with-keys", help="连同密钥")] = False
) -> None:
    """备份数据库和文件；系统照常运行。"""
    with refusals_shown(), ended_by_signals():
        settings = settings_module.read()
        with _folder_for(target.resolve()) as folder, database_address(settings) as dsn:
            taken = asyncio.run(taking.take(settings, dsn, folder, with_keys=with_keys))
            apart = [] if taken.manifest.with_keys else sorted(map(str, keys_of(settings).values()))
        show(_told(target, taken.manifest, taken.digest, apart, KEEP_APART))


def restore(
    source: Source,
    *,
    digest: Annotated[str, typer.Option(help="备份时打印的清单摘要，用来发现调换")] = "",
) -> None:
    """恢复到空的数据目录和空的数据库；有内容时拒绝。"""
    with refusals_shown(), ended_by_signals():
        settings = settings_module.read()
        with _folder_of(source.resolve()) as folder:
            manifest = restoring.ready(settings, folder, digest)
            with database_address(settings) as dsn:
                asyncio.run(restoring.restore(settings, dsn, folder, manifest))
            apart = sorted(map(str, restoring.missing_keys(settings, manifest)))
        show(_told(source, manifest, "", apart, PUT_BACK))


def _told(place: Path, manifest: Manifest, digest: str, apart: list[str], then: str) -> Told:
    return Told(
        backup=str(place),
        taken_at=manifest.taken_at.isoformat(),
        revision=manifest.revision,
        rows=sum(manifest.rows.values()),
        files=sum(part.path.startswith("files/") for part in manifest.parts),
        digest=digest,
        with_keys=manifest.with_keys,
        keys_apart=apart,
        then=then if apart else "",
    )


@contextmanager
def _folder_for(target: Path) -> Iterator[Path]:
    """The folder to write; packed into one file afterwards where a file is wanted."""
    if target.suffix != ".tar":
        yield target
        return
    if target.exists():
        raise Exists(f"{target} 已经存在，备份不会覆盖它。请换一个名字。")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as aside:
        yield Path(aside) / "backup"
        packed = Path(aside) / "packed"
        with tarfile.open(packed, "w") as archive:
            archive.add(Path(aside) / "backup", arcname="backup")
        packed.chmod(0o600)
        packed.rename(target)


@contextmanager
def _folder_of(source: Path) -> Iterator[Path]:
    """The folder to read, unpacked aside where the backup is one file."""
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="restore-") as aside:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(aside, filter="data")
        except (OSError, tarfile.TarError):
            raise BadBackup(f"{source} 无法作为备份打开。") from None
        yield Path(aside) / "backup"
