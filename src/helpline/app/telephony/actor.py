"""Whoever looks after one call: takes its signals in order into the deeds, carries out its orders in order."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from helpline.calls import commands
from helpline.calls.engine import Close, Engine, Signal, ToDo
from helpline.kit import errand
from helpline.kit.db import Database, is_passing
from helpline.kit.log import Log

log = Log(__name__)

IDLE_LIMIT = 60.0
"""Seconds without anything, after which an actor goes; nothing is lost with it."""
AGAIN_AFTER = 0.5
"""Seconds after which what failed for a passing reason is tried again."""


class Hooks(NamedTuple):
    """`done`: this order is. `ended`: the actor is. `again`: orders stand that could not be carried out."""

    done: Callable[[UUID, int], None]
    ended: Callable[[UUID], None]
    again: Callable[[], None]


class Actor:
    """One call. It ends by itself when the call is closed and nothing waits."""

    def __init__(self, call: UUID, db: Database, engine: Engine, hooks: Hooks) -> None:
        self._call, self._db, self._engine, self._hooks = call, db, engine, hooks
        self._inbox: asyncio.Queue[Signal | ToDo] = asyncio.Queue()
        self._given = 0
        """The highest number of an order taken on: a second look at what is undone brings the same ones."""
        self._is_closed = False
        self._task = asyncio.create_task(self._run())

    def tell(self, signal: Signal) -> None:
        """Something happened to the call."""
        self._inbox.put_nowait(signal)

    def give(self, todo: ToDo) -> None:
        """Something has to be done."""
        if todo.number > self._given:
            self._given = todo.number
            self._inbox.put_nowait(todo)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        with errand.running(errand.Errand(door="telephony")):
            while not (self._is_closed and self._inbox.empty()):
                if (first := await self._next()) is None:
                    break
                batch = [first]
                while not self._inbox.empty():
                    batch.append(self._inbox.get_nowait())
                for each in batch:
                    if not isinstance(each, ToDo):
                        await self._hear(each)
                await self._do([each for each in batch if isinstance(each, ToDo)])
        self._hooks.ended(self._call)

    async def _next(self) -> Signal | ToDo | None:
        """What comes next; None: nothing has for so long that somebody new may look after what does."""
        try:
            async with asyncio.timeout(IDLE_LIMIT):
                return await self._inbox.get()
        except TimeoutError:
            return None if self._inbox.empty() else self._inbox.get_nowait()

    async def _hear(self, signal: Signal) -> None:
        while True:
            try:
                todo = await self._heard(signal)
            except Exception as error:  # a signal is heard again until the database is back; a bug is not
                if not is_passing(error):
                    log.failure("telephony.signal", signal=type(signal).__name__, call=str(self._call))
                    return
                await asyncio.sleep(AGAIN_AFTER)
            else:
                for each in todo:
                    self.give(each)
                return

    async def _heard(self, signal: Signal) -> list[ToDo]:
        """One signal, in a deed; what is to be done about it is taken along, so that nobody need be woken for it."""
        async with self._db.deed() as tx:
            await commands.hear(tx, signal)
            if tx.hush(commands.WAKE):
                return await commands.undone_orders(tx, self._engine.node, self._call)
        return []

    async def _do(self, todo: list[ToDo]) -> None:
        """Carry out in order; the rest waits for the next look when Asterisk is away."""
        for each in todo:
            try:
                await self._engine.do(each.order)
            except (OSError, TimeoutError) as trouble:
                log.warning("telephony.order", reason=repr(trouble), call=str(self._call))
                self._given = each.number - 1
                self._hooks.again()
                return
            self._hooks.done(self._call, each.number)
            self._is_closed = self._is_closed or isinstance(each.order, Close)
