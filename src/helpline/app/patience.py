"""How long a stranger may take to say what is wanted: connections that only hold a place are closed."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_LIMIT = 10.0
"""Seconds from the first byte of a request, or from the connection, to the end of its head."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which by itself waits for ever for the head of a request (slow loris)."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._begin()

    def on_message_begin(self) -> None:
        self._begin()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._done()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done()
        super().connection_lost(exc)

    def _begin(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_LIMIT, self._close)

    def _done(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        """Without a word: who knocks in pieces does not read."""
        self._late = None
        if self.transport is not None and not self.transport.is_closing():
            self.transport.abort()
