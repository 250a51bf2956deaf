"""Where files are kept: a folder by default, anything with the same four deeds later."""

import asyncio
import errno
import hashlib
import os
from pathlib import Path
from typing import Protocol, runtime_checkable

from helpline.kit.log import Log
from helpline.kit.refusal import NotFound, Refused

log = Log(__name__)


class NoRoom(Refused):
    code, status = "no-room", 507


@runtime_checkable
class FileStore(Protocol):
    """Files by key. A key is made by us (letters, digits, `/`, `-`, `.`), never taken from a user."""

    async def put(self, key: str, content: bytes) -> str:
        """Keep `content` durably under `key`; its SHA-256 in hex.

        Raises:
            NoRoom: the disk is full; nothing is kept.
        """
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
        try:
            await asyncio.to_thread(self._write, self._path(key), content)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            log.failure("files.full")
            raise NoRoom("存储空间不足，文件没有保存。请稍后再发，或先用文字说明。") from None
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
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.rename(path)
        except OSError:
            aside.unlink(missing_ok=True)  # half a file would keep the room that others need
            raise
