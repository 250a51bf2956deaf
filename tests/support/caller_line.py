"""Callers on a hotline in memory, before a running site."""

from uuid import UUID

from helpline.calls.commands import hear, mark_done, undone_orders
from helpline.calls.in_memory import MemoryEngine, Phone
from tests.support.desk_page import pass_time
from tests.support.site import Site
from tests.support.waiting import until

NODE = "node-1"
GREETING_SECONDS = 6


class CallerLine:
    """Carries signals in and orders out, as the process that leads a telephone system does."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.engine = MemoryEngine(NODE, site.clock)
        self._callers = 0

    async def phone(self, number: str) -> UUID:
        """A telephone on the desk of the consultant with that number, picked up by hand."""
        async with self.site.db.reading() as read:
            staff_id: UUID = await read.fetchval("select id from staff where number = $1", number)
        self.engine.phones[staff_id] = Phone()
        return staff_id

    async def waits(self, number: str = "13812345678", line: str = "public") -> str:
        """Somebody dials, hears the notice, and asks for a person; their channel."""
        self._callers += 1
        channel = f"{NODE}-{self._callers}"
        self.engine.call_in(channel, number, line=line)  # type: ignore[arg-type]  # one of the two lines
        await self.run()
        await pass_time(self.site, GREETING_SECONDS)
        await self.run()
        self.engine.press(channel, "0")
        await self.run()
        return channel

    async def pick_up(self, staff_id: UUID) -> None:
        """A person lifts the telephone on their desk when it rings: what makes it ring may still be on its way."""

        async def rings() -> str | None:
            await self.run()
            return self.engine.ringing(staff_id)

        leg = await until(rings)
        assert leg is not None
        self.engine.pick_up(leg)
        await self.run()

    async def answer_outside(self) -> None:
        """12366 picks up."""
        await self.run()
        [leg] = [e.id for e in self.engine.channels.values() if e.staff_id is None and e.id.startswith("ag-")]
        self.engine.pick_up(leg)
        await self.run()

    async def run(self) -> None:
        """Until nothing moves at this moment."""
        while True:
            signals = self.engine.take()
            for signal in signals:
                async with self.site.db.deed() as tx:
                    await hear(tx, signal)
            did = await self._obey()
            await self.site.settle()
            if not signals and not did and not await self._obey():
                return

    async def _obey(self) -> int:
        async with self.site.db.reading() as read:
            todo = await undone_orders(read, NODE)
        for each in todo:
            await self.engine.do(each.order)
            async with self.site.db.deed() as tx:
                await mark_done(tx, each.call, each.number)
        return len(todo)
