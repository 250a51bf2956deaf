"""Group commit: what arrives during one commit is written by the next, and each sender hears of its own part."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from helpline.kit.db import Database, Tx, is_passing
from helpline.kit.log import Log
from helpline.kit.refusal import Refused

log = Log(__name__)

I = TypeVar("I")  # noqa: E741
O = TypeVar("O")  # noqa: E741

Apply = Callable[[Tx, Sequence[I]], Awaitable[Sequence[O | Refused]]]
"""Writes a batch in one transaction and answers each item, in order, with its outcome or its refusal.

It may be asked twice for the same items, and then recognises what it has written.
"""


class Busy(Refused):
    code, status = "busy", 503


class NotTaken(Refused):
    """Through our own fault."""

    code, status = "failure", 500


class GroupCommit(Generic[I, O]):
    """One writer that coalesces. A batch that fails is written again one by one, so that a bad item fails alone.

    While the database is away the queue stands still: were later items written first, a sender's order would be lost.
    """

    def __init__(
        self,
        db: Database,
        apply: Apply[I, O],
        *,
        most: int = 256,
        bound: int = 20_000,
        pause: float = 0.2,
    ) -> None:
        """At most `most` items in one batch and `bound` in the queue; `pause` seconds between tries."""
        self._db = db
        self._pause = pause
        self._apply = apply
        self._most = most
        self._bound = bound
        self._queue: list[tuple[I, Callable[[O | Exception], object]]] = []
        self._news = asyncio.Event()
        self._writing = 0
        self.written = self.refused = self.retried = 0
        """Items since the start; `retried` counts batches that found the database away."""

    @property
    def waiting(self) -> int:
        """Items that are not answered yet."""
        return len(self._queue) + self._writing

    async def submit(self, item: I) -> O:
        """Write `item`; returns after the commit.

        Raises:
            Refused: the item was refused, or the queue is full (`Busy`: nothing was written, try again).
        """
        answered: asyncio.Future[O] = asyncio.get_running_loop().create_future()
        self.entrust(item, partial(_settle, answered))
        return await answered

    def entrust(self, item: I, answer: "Callable[[O | Exception], object]") -> None:
        """As `submit`, for who has other things to do meanwhile: `answer` is called with what came of it.

        It is called on the writer's way, and must neither block nor raise.

        Raises:
            Busy: the queue is full.
        """
        if len(self._queue) >= self._bound:
            self.refused += 1
            raise Busy("系统繁忙，消息未发出，请稍后重试。")
        self._queue.append((item, answer))
        self._news.set()

    async def run(self) -> None:
        """Write for ever."""
        while True:
            await self._news.wait()
            batch, self._queue = self._queue[: self._most], self._queue[self._most :]
            if not self._queue:
                self._news.clear()
            self._writing = len(batch)
            await self._write(batch)
            self._writing = 0

    async def _write(self, batch: list[tuple[I, Callable[[O | Exception], object]]]) -> None:
        try:
            outcomes = await self._commit([item for item, _ in batch])
        except Exception as error:  # one bad item must not fail its neighbours
            if len(batch) == 1:
                batch[0][1](error)
                return
            for entry in batch:
                await self._write([entry])
            return
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            answer(outcome)
        refused = sum(isinstance(outcome, Refused) for outcome in outcomes)
        self.refused += refused
        self.written += len(outcomes) - refused

    async def _commit(self, items: Sequence[I]) -> Sequence[O | Refused]:
        while True:
            try:
                async with self._db.deed() as tx:
                    outcomes = await self._apply(tx, items)
            except Exception as error:
                if not is_passing(error):
                    raise
                self.retried += 1
                log.warning("batch.waits", items=len(items), reason=repr(error))
                await asyncio.sleep(self._pause)
            else:
                return outcomes


def _settle(future: asyncio.Future[O], outcome: O | Exception) -> None:
    if future.done():  # the sender hung up; what was committed stays committed
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
