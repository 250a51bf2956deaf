"""Files looked through for malware before they are kept: ClamAV's daemon, spoken to in its own words (INSTREAM)."""

import asyncio
import hashlib
import struct

from helpline.kit.files import FileStore
from helpline.kit.log import Log
from helpline.kit.refusal import Refused

CHUNK = 65_536
PATIENCE = 20.0
"""Seconds that the daemon may take for a file."""

UNSCANNED = ".unscanned"
"""Ending of the mark beside a file that was kept although the daemon was away."""

log = Log(__name__)


class Infected(Refused):
    """`found`: the scanner's name for it; `digest`: SHA-256 of the file."""

    code, status = "infected", 415

    def __init__(self, message: str, found: str, digest: str) -> None:
        super().__init__(message)
        self.found = found
        self.digest = digest


class ScannerAway(Refused):
    code, status = "scanner-away", 503


class Clamd:
    """The daemon at `host:port`, or at a Unix socket's path."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def found_in(self, content: bytes) -> str | None:
        """The name of what was found; None if nothing was.

        Raises:
            ScannerAway: no answer, or one that says nothing about the file.
        """
        try:
            answer = await asyncio.wait_for(self._ask(content), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            raise ScannerAway("文件检查服务暂时不可用，请稍后再发送，或先用文字描述。") from None
        said = answer.rstrip(b"\0").decode(errors="replace").removeprefix("stream: ")
        if said == "OK":
            return None
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        log.warning("scanner.said", answer=said)
        raise ScannerAway("文件检查服务暂时不可用，请稍后再发送，或先用文字描述。")

    async def _ask(self, content: bytes) -> bytes:
        reader, writer = await self._connected()
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                writer.write(struct.pack(">I", len(chunk)) + chunk)
                await writer.drain()
            writer.write(struct.pack(">I", 0))
            await writer.drain()
            return await reader.readuntil(b"\0")
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.startswith("/"):
            return await asyncio.open_unix_connection(self._address)
        host, _, port = self._address.rpartition(":")
        return await asyncio.open_connection(host, int(port))


class ScannedStore:
    """A store that keeps nothing in which something was found. While the daemon is away it refuses, or keeps and marks."""

    def __init__(self, store: FileStore, clamd: Clamd, *, is_required: bool) -> None:
        self._store = store
        self._clamd = clamd
        self._is_required = is_required

    async def put(self, key: str, content: bytes) -> str:
        """Raises `Infected` or, where scanning is required, `ScannerAway`; nothing is kept then."""
        try:
            found = await self._clamd.found_in(content)
        except ScannerAway:
            log.warning("scanner.away", required=self._is_required)
            if self._is_required:
                raise
            await self._store.put(key + UNSCANNED, b"")
            return await self._store.put(key, content)
        if found is not None:
            digest = hashlib.sha256(content).hexdigest()
            log.warning("file.infected", found=found, sha256=digest)
            raise Infected("这个文件含有恶意程序，没有接收。请先在您的电脑上查杀病毒。", found, digest)
        return await self._store.put(key, content)

    async def get(self, key: str) -> bytes:
        return await self._store.get(key)

    async def exists(self, key: str) -> bool:
        return await self._store.exists(key)

    async def delete(self, key: str) -> None:
        await self._store.delete(key + UNSCANNED)
        await self._store.delete(key)
