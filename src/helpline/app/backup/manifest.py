"""What a backup says of itself, and how its parts are checked against it."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from helpline.kit.refusal import Refused

NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files"
KEYS = "keys"
ANCHORS = "anchors"
AUDIT_KEYS = "audit-keys"
FORMAT = 1
_CHUNK = 1 << 20


class BadBackup(Refused):
    code, status = "bad-backup", 422


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a backup, by its path inside it."""

    path: str
    size: int
    sha256: str
    sm3: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`rows` by table at the moment `taken_at`; `keys` names the keys that the data need, with their SHA-256.

    Whether the keys themselves lie in the backup, `with_keys` tells.
    """

    format: int
    taken_at: datetime
    helpline: str
    revision: str
    server: str
    rows: dict[str, int]
    parts: list[Part]
    keys: dict[str, str]
    with_keys: bool


def part_of(root: Path, path: Path) -> Part:
    """Measure a file below `root`."""
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
            sm3.update(chunk)
            size += len(chunk)
    return Part(
        path=path.relative_to(root).as_posix(), size=size, sha256=sha256.hexdigest(), sm3=sm3.hexdigest()
    )


def write(root: Path, manifest: Manifest) -> str:
    """Put the manifest into the backup; its SHA-256, to be kept elsewhere."""
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (root / NAME).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def checked(root: Path, digest: str) -> Manifest:
    """The manifest, after every part was found to be what it says.

    Raises:
        BadBackup: a part is missing, changed or not listed, or the manifest is not the one with this `digest`.
    """
    content = _content(root)
    if digest and hashlib.sha256(content).hexdigest() != digest.lower():
        raise BadBackup("备份清单与给出的摘要不符：备份可能被改动，或不是同一份。没有恢复任何内容。")
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError:
        raise BadBackup("备份清单无法识别，可能已损坏或来自更新的版本。没有恢复任何内容。") from None
    if manifest.format != FORMAT:
        raise BadBackup(f"备份的格式 {manifest.format} 与本程序不符，请用备份时的版本恢复。")
    wrong = next(_differences(root, manifest), None)
    if wrong is not None:
        raise BadBackup(f"备份已损坏或被改动：{wrong}。没有恢复任何内容。")
    return manifest


def _content(root: Path) -> bytes:
    try:
        return (root / NAME).read_bytes()
    except FileNotFoundError:
        raise BadBackup(f"{root} 里没有备份清单 {NAME}，不是完整的备份。") from None


def _differences(root: Path, manifest: Manifest) -> Iterator[str]:
    listed = {part.path: part for part in manifest.parts}
    present = {path.relative_to(root).as_posix() for path in files_below(root)} - {NAME}
    yield from (f"缺少 {path}" for path in sorted(listed.keys() - present))
    yield from (f"多出 {path}" for path in sorted(present - listed.keys()))
    for path, part in listed.items():
        if part_of(root, root / path) != part:
            yield f"{path} 的摘要不符"


def files_below(folder: Path) -> Iterator[Path]:
    """All whole files; those still being written end in `.part`. Links are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".part":
            yield path
