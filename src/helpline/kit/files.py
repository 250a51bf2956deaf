"""Where files are kept: a folder by default, anything with the same four deeds later."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Protocol, runtime_checkable

from helpline.kit.refusal import NotFound


@runtime_checkable
class FileStore(Protocol):
    """Files by key. A key is made by us (letters, digits, `/`, `-`, `.`), never taken from a user."""

    async def put(self, key: str, content: bytes) -> str:
        """Keep `content` durably under `key`; its SHA-256 in hex."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises `NotFound` for an unknown key."""
        ...

    async def exists(self, key: str) -> bool: ...

    async def delete(self, key: str) -> None: ...


class FolderStore:
    """A folder. A file appears whole or not at all: written aside, synced, then renamed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, key: str, content: bytes) -> str:
        await asyncio.to_thread(self._write, self._path(key), content)
        return hashlib.sha256(content).hexdigest()

    async def get(self, key: str) -> bytes:
        path = self._path(key)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            raise NotFound("文件不存在或已被清理。") from None

    async def exists(self, key: str) -> bool:
        return await asyncio.to_thread(self._path(key).exists)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root.resolve()):
            raise NotFound("文件不存在或已被清理。")
        return path

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(path.name + ".part")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)
