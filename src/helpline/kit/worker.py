"""Delivers facts from the outbox to their listeners: at least once, each in a transaction of its own."""

import asyncio
from datetime import timedelta

from helpline.kit import errand, facts
from helpline.kit.bus import Bus
from helpline.kit.db import Database, Tx, tell
from helpline.kit.log import Log, correlation

log = Log(__name__)

IDLE_LOOK = 1.0
"""Seconds between looks when no message came: a lost hint delays a fact by this much at most."""

_TAKE = """
select id, name, payload, correlation from outbox where delivered_at is null
order by id limit 1 for update skip locked"""

_TAKE_PARKED = """
select p.outbox_id, p.listener, p.attempts, o.name, o.payload, o.correlation
from parked_delivery p join outbox o on o.id = p.outbox_id
where p.next_try_at <= $1 order by p.next_try_at limit 1 for update of p skip locked"""


class Worker:
    """Runs listeners. Any number of workers may run side by side."""

    def __init__(self, db: Database, *, lanes: int = 3) -> None:
        self._db = db
        self._lanes = lanes
        self._news = asyncio.Event()

    def attach(self, bus: Bus) -> None:
        bus.subscribe("facts", lambda _payload: self._news.set())
        bus.on_gap(self._news.set)

    async def run(self) -> None:
        """Deliver for ever."""
        async with asyncio.TaskGroup() as lanes:
            for _ in range(self._lanes):
                lanes.create_task(self._lane())

    async def _lane(self) -> None:
        while True:
            try:
                await self.drain()
            except Exception as error:  # outermost loop: the database may be away; look again
                tell(log, "worker.failed", error)
                await asyncio.sleep(0.5)
            try:
                await asyncio.wait_for(self._news.wait(), IDLE_LOOK)
            except TimeoutError:
                continue
            finally:
                self._news.clear()

    async def drain(self) -> int:
        """Deliver all that is due now; the number of facts delivered."""
        count = 0
        while await self._deliver_one() or await self._retry_one():
            count += 1
        return count

    async def _deliver_one(self) -> bool:
        async with self._db.deed() as tx:
            row = await tx.fetchrow(_TAKE)
            if row is None:
                return False
            correlation.set(row["correlation"])
            for listener in facts.LISTENERS[row["name"]]:
                if not await _hear(tx, listener, row["name"], row["payload"]):
                    await _park(tx, row["id"], facts.listener_name(listener), attempts=1)
            await tx.execute("update outbox set delivered_at = $2 where id = $1", row["id"], tx.now)
            return True

    async def _retry_one(self) -> bool:
        async with self._db.deed() as tx:
            row = await tx.fetchrow(_TAKE_PARKED, tx.now)
            if row is None:
                return False
            correlation.set(row["correlation"])
            by_name = {facts.listener_name(each): each for each in facts.LISTENERS[row["name"]]}
            listener = by_name.get(row["listener"])
            if listener is None or await _hear(tx, listener, row["name"], row["payload"]):
                await tx.execute(
                    "delete from parked_delivery where outbox_id = $1 and listener = $2",
                    row["outbox_id"],
                    row["listener"],
                )
            else:
                await _park(tx, row["outbox_id"], row["listener"], attempts=row["attempts"] + 1)
            return True


async def _hear(tx: Tx, listener: facts.Listener, name: str, payload: str) -> bool:
    """Run one listener in a savepoint; whether it managed."""
    try:
        with errand.running(errand.Errand(door=f"fact.{name}")):
            async with tx.attempt():
                await listener(tx, facts.decode(name, payload))
    except (
        Exception
    ):  # one listener's failure must not cost the others their fact; it is parked and tried again
        log.failure("fact.parked", fact=name, listener=facts.listener_name(listener))
        return False
    return True


async def _park(tx: Tx, outbox_id: int, listener: str, *, attempts: int) -> None:
    wait = timedelta(seconds=min(0.25 * 2**attempts, 300))
    await tx.execute(
        """insert into parked_delivery (outbox_id, listener, attempts, next_try_at) values ($1, $2, $3, $4)
           on conflict (outbox_id, listener) do update set attempts = $3, next_try_at = $4""",
        outbox_id,
        listener,
        attempts,
        tx.now + wait,
    )
