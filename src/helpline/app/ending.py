"""SIGTERM and Ctrl-C: a process ends in good order, and what it started ends after it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Ending:
    """Hears the signals. Where nobody is asked to end, the process unwinds from where it stands."""

    def __init__(self) -> None:
        self._ask: Callable[[], None] | None = None

    @contextmanager
    def by(self, ask: Callable[[], None]) -> Iterator[None]:
        """Within the block a signal calls `ask`, on the main thread; it must not block."""
        self._ask = ask
        try:
            yield
        finally:
            self._ask = None

    def hear(self, _number: int, _frame: FrameType | None) -> None:
        """The handler."""
        if self._ask is None:
            raise SystemExit(0)
        self._ask()


@contextmanager
def ended_by_signals() -> Iterator[Ending]:
    """Within the block, signals end the process in good order. Exit code 0: it was asked to."""
    ending = Ending()
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield ending
        return
    before = {number: signal.signal(number, ending.hear) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
