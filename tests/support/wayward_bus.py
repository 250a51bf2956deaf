"""A messenger that does what messengers do at worst: loses, doubles, delays and reorders. The test decides which."""

from collections.abc import Callable

import msgspec

from helpline.kit.bus import Handler
from helpline.kit.db import Hint


class WaywardBus:
    """Delivers only what the test hands it."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []
        self._gap_handlers: list[Callable[[], None]] = []

    def subscribe(self, channel: str, handler: Handler) -> None:
        if channel == "live":
            self._handlers.append(handler)

    def on_gap(self, handler: Callable[[], None]) -> None:
        self._gap_handlers.append(handler)

    async def run(self) -> None:
        """Nothing comes by itself."""

    def deliver(self, *topics: str, data: object = None) -> None:
        """One message that these topics changed."""
        hints = [Hint(topic, msgspec.Raw(msgspec.json.encode(data))) for topic in topics]
        payload = msgspec.json.encode(hints).decode()
        for handler in self._handlers:
            handler(payload)

    def hand(self, *hints: Hint) -> None:
        """One message in which frames travel along."""
        payload = msgspec.json.encode(hints).decode()
        for handler in self._handlers:
            handler(payload)

    def gap(self) -> None:
        """Messages may have been missed."""
        for handler in self._gap_handlers:
            handler()
