"""Frames on their way to one connection."""

import asyncio
from collections.abc import Callable

MAILBOX = 512
"""Frames that may wait for a slow connection before it is closed."""


class Mailbox:
    """Filled by whoever has news, emptied by the one task that writes to the connection."""

    __slots__ = ("_awaited", "_frames", "closed", "on_close")

    def __init__(self) -> None:
        self._frames: list[bytes] = []
        self._awaited: asyncio.Future[None] | None = None
        self.closed = False
        self.on_close: Callable[[], object] | None = None
        """Called once when the mailbox is closed."""

    def put(self, frame: bytes) -> None:
        """Queue a frame; a full mailbox is closed, and its owner resyncs."""
        if self.closed:
            return
        if len(self._frames) >= MAILBOX:
            self.close()
            return
        self._frames.append(frame)
        self._wake()

    def close(self) -> None:
        """Let the connection end; what was committed is read again after it comes back."""
        if self.closed:
            return
        self.closed = True
        self._frames.clear()
        self._wake()
        if self.on_close is not None:
            self.on_close()

    def _wake(self) -> None:
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(None)

    async def take(self) -> bytes | None:
        """The next frame, as soon as there is one; None: the mailbox is closed."""
        while not self._frames:
            if self.closed:
                return None
            self._awaited = asyncio.get_running_loop().create_future()
            await self._awaited
        return self._frames.pop(0)

    def rest(self) -> list[bytes]:
        """What waits, taken out."""
        frames = list(self._frames)
        self._frames.clear()
        return frames
