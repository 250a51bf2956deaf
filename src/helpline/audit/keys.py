"""Keys of the chain. They lie in files outside the database; a new one is added, an old one is kept for verifying."""

import base64
import binascii
import os
from pathlib import Path

from helpline.audit.chain import digest
from helpline.kit.refusal import Refused
from helpline.kit.secrets.ciphers import KeyedDigest

BYTES = 32
ENDING = ".key"


class BadKey(Refused):
    code, status = "bad-audit-key", 500


class Keys:
    """The keys in a folder. The one with the highest number seals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_id: dict[str, KeyedDigest] = {}
        self._current = ""
        self._seen: tuple[str, ...] = ()

    def current(self) -> tuple[str, KeyedDigest]:
        """Id and key to seal with. The first start makes it.

        Raises:
            BadKey: a file holds no key, or others can read it.
        """
        self._look()
        if not self._current:
            add(self._folder)
            self._look()
        return self._current, self._by_id[self._current]

    def find(self, key_id: str) -> KeyedDigest | None:
        """The key of that id; None where it is not among ours."""
        if key_id not in self._by_id:
            self._look()
        return self._by_id.get(key_id)

    def _look(self) -> None:
        """Read what is new in the folder: a key may be added while everything runs."""
        files = sorted(self._folder.glob(f"[0-9]*{ENDING}"), key=lambda path: int(path.stem))
        names = tuple(path.name for path in files)
        if names == self._seen:
            return
        for path in files:
            self._current, key = read(path)
            self._by_id[self._current] = key
        self._seen = names


class OneKey:
    """A single key from a file of the bureau's, for verifying."""

    def __init__(self, path: Path) -> None:
        self.id, self._key = read(path)

    def find(self, key_id: str) -> KeyedDigest | None:
        return self._key if key_id == self.id else None


def read(path: Path) -> tuple[str, KeyedDigest]:
    """Id and key of a file. The id tells the key by its digest too: another key of the same number is another key.

    Raises:
        BadKey: it holds no key, or others can read it.
    """
    try:
        key = base64.b64decode(path.read_text().strip(), validate=True)
        wide = path.stat().st_mode & 0o077
    except FileNotFoundError:
        raise BadKey(f"没有审计密钥文件 {path}。") from None
    except (binascii.Error, ValueError):
        key, wide = b"", 0
    if len(key) != BYTES:
        raise BadKey(f"审计密钥文件 {path} 应为 32 字节的 base64 文本。")
    if wide:
        raise BadKey(f"审计密钥文件 {path} 的权限过宽，请改为只有本人可读（0600）。")
    return f"{path.stem}-{digest(key)[:12]}", KeyedDigest(key)


def add(folder: Path) -> Path:
    """Make the next key; from now on it seals. Of several processes that do so at once, one makes it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = max((int(path.stem) for path in folder.glob(f"[0-9]*{ENDING}")), default=0) + 1
    path = folder / f"{number}{ENDING}"
    aside = folder / f".{os.getpid()}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(os.urandom(BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        aside.unlink()
    return path
