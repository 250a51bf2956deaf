"""How long a page has said nothing. One timer looks now and then, so that a frame costs no timer of its own."""

from collections.abc import Callable
from math import inf
from typing import Protocol


class Timer(Protocol):
    def cancel(self) -> None: ...


class Loop(Protocol):
    """What is needed of an event loop."""

    def time(self) -> float: ...

    def call_later(self, delay: float, callback: Callable[..., object], /, *args: object) -> Timer: ...


class Silence:
    """Counts only while the server listens: what it is busy with is not the page's silence."""

    def __init__(self, loop: Loop, at_most: float) -> None:
        """`at_most`: seconds of silence that are borne."""
        self._loop = loop
        self._at_most = at_most
        self._since = loop.time()
        self._timer: Timer | None = None

    def watch(self, too_long: Callable[[], object]) -> None:
        """Call `too_long` once the silence has lasted."""
        left = min(self._since, self._loop.time()) + self._at_most - self._loop.time()
        if left > 0:
            self._timer = self._loop.call_later(left, self.watch, too_long)
        else:
            too_long()

    def broken(self) -> None:
        """The page said something, which is being dealt with."""
        self._since = inf

    def begins(self) -> None:
        """It was dealt with."""
        self._since = self._loop.time()

    def end(self) -> None:
        """Watch no more."""
        if self._timer is not None:
            self._timer.cancel()
