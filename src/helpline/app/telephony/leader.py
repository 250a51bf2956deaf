"""Leads one node: holds its lease, hears its signals, hands out orders, compares what it holds with what is on record."""

import asyncio
from contextlib import suppress
from uuid import UUID

from helpline.app.telephony.actor import AGAIN_AFTER, Actor, Hooks
from helpline.app.telephony.alone import LeftAlone
from helpline.app.telephony.hotline import Hotline
from helpline.app.telephony.marks import Marks
from helpline.calls import commands, sweep
from helpline.calls.commands.lease import LEASE, lead, step_down
from helpline.calls.engine import Engine
from helpline.calls.recordings.sweeper import Sweeper
from helpline.kit import errand
from helpline.kit.asterisk.wire.backoff import BackOff
from helpline.kit.bus import Bus
from helpline.kit.db import Database, tell
from helpline.kit.files import FileStore
from helpline.kit.ids import new_id
from helpline.kit.log import Log

log = Log(__name__)

COMPARE_EVERY = 30.0
RENEW_EVERY = LEASE.total_seconds() / 3
CONNECT_LIMIT = 10.0


class Leader:
    """Any number may run for a node; one leads, the others wait for its lease to run out."""

    def __init__(self, db: Database, engine: Engine) -> None:
        self._db, self._engine = db, engine
        self._holder = new_id()
        self._marks = Marks(db)
        self._hooks = Hooks(self._marks.add, self._over, self._look_again)
        self._actors: dict[UUID, Actor] = {}
        self._news = asyncio.Event()
        self.leading = asyncio.Event()
        """Set while it leads, is connected, and has compared."""

    def attach(self, bus: Bus) -> None:
        bus.subscribe(commands.WAKE, lambda _payload: self._news.set())
        bus.on_gap(self._news.set)

    async def run(self) -> None:
        """Lead for ever, or wait to."""
        back = BackOff()
        try:
            while True:
                if not await self._renewed():
                    await asyncio.sleep(RENEW_EVERY)
                else:
                    try:
                        await self._lead(back)
                    except (OSError, TimeoutError) as trouble:
                        log.warning("telephony.away", node=self._engine.node, reason=repr(trouble))
                    except Exception as error:  # outermost loop: begin anew
                        tell(log, "telephony.failed", error)
                    await asyncio.sleep(back.wait())
        finally:
            await self._give_up()

    async def _lead(self, back: BackOff) -> None:
        """Until the connection or the lease is lost: live calls are left as they are."""
        loops = (self._listen(), self._hold_lease(), self._serve(back), self._marks.run())
        work = [asyncio.create_task(each) for each in loops]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            self.leading.clear()
            for each in work:
                each.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await asyncio.gather(*(actor.stop() for actor in self._actors.values()))
            self._actors.clear()
            await self._marks.write()

    async def _listen(self) -> None:
        async for signal in self._engine.signals():
            self._actor(signal.call).tell(signal)

    async def _hold_lease(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            if not await self._renewed():
                log.warning("telephony.lease-lost", node=self._engine.node)
                return

    async def _serve(self, back: BackOff) -> None:
        """Compare at once, then hand out orders whenever there are some, and compare every 30 s."""
        async with asyncio.timeout(CONNECT_LIMIT):
            await self._engine.connected.wait()
        await self._compare(afresh=True)
        back.reset()
        self.leading.set()
        log.info("telephony.leads", node=self._engine.node)
        loop = asyncio.get_running_loop()
        due = loop.time() + COMPARE_EVERY
        while True:
            self._news.clear()
            await self._hand_out()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), max(0.0, due - loop.time()))
            if loop.time() >= due:
                due = loop.time() + COMPARE_EVERY
                await self._compare(afresh=False)

    async def _compare(self, *, afresh: bool) -> None:
        snapshot = await self._engine.snapshot()
        with errand.running(errand.Errand(door="telephony")):
            strays = await sweep.reconcile(self._db, self._engine.node, snapshot, afresh=afresh)
        await self._engine.discard(strays)

    async def _hand_out(self) -> None:
        async with self._db.reading() as read:
            todo = await commands.undone_orders(read, self._engine.node)
        for each in todo:
            self._actor(each.call).give(each)
        if len(todo) >= commands.MOST_ORDERS:
            self._look_again()

    def _actor(self, call: UUID) -> Actor:
        if call not in self._actors:
            self._actors[call] = Actor(call, self._db, self._engine, self._hooks)
        return self._actors[call]

    def _over(self, call: UUID) -> None:
        self._actors.pop(call, None)

    def _look_again(self) -> None:
        asyncio.get_running_loop().call_later(AGAIN_AFTER, self._news.set)

    async def _renewed(self) -> bool:
        try:
            with errand.running(errand.Errand(door="telephony")):
                async with self._db.deed() as tx:
                    return await lead(tx, self._engine.node, self._holder)
        except Exception as error:  # without the database nobody leads; what talks goes on talking
            tell(log, "telephony.lease", error)
            return False

    async def _give_up(self) -> None:
        with suppress(Exception):
            async with self._db.deed() as tx:
                await step_down(tx, self._engine.node, self._holder)


def telephony(
    db: Database, bus: Bus, files: FileStore, hotline: Hotline
) -> tuple[Leader, Sweeper, LeftAlone]:
    """Who looks after a node: who leads it, who empties its spool, who finds there what nobody heard of."""
    leader = Leader(db, hotline.engine(db.clock))
    leader.attach(bus)
    alone = LeftAlone(db, hotline.spool, hotline.node)
    return leader, Sweeper(db, files, hotline.spool, hotline.node), alone
