"""Waiting for what other processes do: looked at often, given up late."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 20.0
LOOK_EVERY = 0.02


async def until(look: Callable[[], Awaitable[T]], patience: float = PATIENCE) -> T:
    """What `look` finds, as soon as it is true.

    Raises:
        AssertionError: it was not within `patience` seconds; the last finding is told.
    """
    end = time.monotonic() + patience
    while not (found := await look()):
        assert time.monotonic() < end, f"not within {patience} s, but {found!r}"
        await asyncio.sleep(LOOK_EVERY)
    return found
