"""The port itself."""

from asyncio import Event
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from helpline.calls.engine.orders import Order
from helpline.calls.engine.signals import Signal, Snapshot


class Engine(Protocol):
    """A telephone system, as the process that leads it sees it."""

    @property
    def node(self) -> str:
        """Its name: one of several."""
        ...

    @property
    def connected(self) -> Event:
        """Set while signals flow: a snapshot taken then misses nothing that is told."""
        ...

    async def do(self, order: Order) -> None:
        """Carry out one order.

        Raises:
            ConnectionError, TimeoutError: it could not be reached; the order stands, and is given again.
        """
        ...

    def signals(self) -> AsyncIterator[Signal]:
        """What happens, in the order in which it happens, from connecting until the connection breaks."""
        ...

    async def snapshot(self) -> Snapshot:
        """What it holds now."""
        ...

    async def discard(self, channels: Sequence[str]) -> None:
        """Hang up channels that belong to no call."""
        ...
