"""The hotline in memory, in a real house: a caller dials, consultants have phones, time moves."""

from datetime import timedelta
from uuid import UUID

from helpline.calls.commands import hear, mark_done, undone_orders
from helpline.calls.commands.moves import apply, locked
from helpline.calls.engine import Order, Signal
from helpline.calls.in_memory import MemoryEngine, Phone
from helpline.calls.model import Call, CallEvent
from helpline.calls.oversight import Overseer, overseer_of
from helpline.calls.store import calls, trail
from helpline.calls.sweep import reconcile
from helpline.people import queries as people
from helpline.routing import queries as queues
from helpline.routing.commands import seats
from helpline.routing.commands.staff_file import seat_from_file
from tests.support.house import House
from tests.support.people import City, a_city, actor_of
from tests.support.routing import RoutingHall

NODE = "node-1"


class Hotline:
    """Feeds signals into the deeds and carries orders out, as the process that leads a telephone system does."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.db = house.db
        self.hall = RoutingHall(house)
        self.engine = MemoryEngine(NODE, house.clock)
        self.ordered: list[Order] = []
        self._callers = 0
        self._city: City | None = None

    async def consultant(self, after: float | None = None, **fields: object) -> UUID:
        """A consultant on duty, whose phone is picked up `after` seconds, or by hand."""
        staff_id = await self.hall.consultant(**{"provider_id": self.hall.provider, "systems": (), **fields})  # type: ignore[arg-type]
        self.engine.phones[staff_id] = Phone(after=after)
        return staff_id

    async def hired(self, number: str) -> UUID:
        """Somebody of the city's staff, on duty, whose phone is picked up by hand."""
        if self._city is None:
            self._city = await a_city(self.db)
        person = self._city[number]
        async with self.db.deed() as tx:
            await seat_from_file(tx, person.id)
            await seats.connect(tx, person.id)
            await seats.set_presence(tx, person.id, "available")
        self.hall.connected.add(person.id)
        self.engine.phones[person.id] = Phone()
        return person.id

    async def eyes(self, staff_id: UUID) -> Overseer:
        """The eyes of a team lead of the city."""
        async with self.db.reading() as read:
            [person] = (await people.staff_by_ids(read, [staff_id])).values()
        return overseer_of(actor_of(person), "supervise")

    async def caller(self, number: str = "13812345678", **fields: str) -> str:
        """Somebody dials and hears the notice; their channel."""
        self._callers += 1
        channel = f"{NODE}-{self._callers}"
        self.engine.call_in(channel, number, **fields)  # type: ignore[arg-type]
        await self.run()
        return channel

    async def waiting(self, number: str = "13812345678") -> str:
        """Somebody dials, presses 0 and waits for a person; their channel."""
        channel = await self.caller(number)
        await self.advance(5)
        self.engine.press(channel, "0")
        await self.run()
        return channel

    async def talking(self, staff_id: UUID, number: str = "13812345678") -> str:
        """Somebody dials and talks with the consultant, the only one who is free; their channel."""
        channel = await self.waiting(number)
        await self.pick_up(staff_id)
        return channel

    async def pick_up(self, staff_id: UUID) -> None:
        leg = self.engine.ringing(staff_id)
        assert leg is not None, "the phone does not ring"
        self.engine.pick_up(leg)
        await self.run()

    async def put_down(self, staff_id: UUID, why: str = "hung_up") -> None:
        [leg] = [each.id for each in self.engine.channels.values() if each.staff_id == staff_id]
        self.engine.put_down(leg, why)  # type: ignore[arg-type]
        await self.run()

    async def hang_up(self, channel: str) -> None:
        self.engine.hang_up(channel)
        await self.run()

    async def press(self, channel: str, key: str) -> None:
        self.engine.press(channel, key)
        await self.run()

    async def run(self) -> None:
        """Until nothing moves at this moment: signals in, orders out, facts delivered. Nobody hears silence."""
        while True:
            signals = self.engine.take()
            for signal in signals:
                await self.tell(signal)
            did = await self.obey()
            await self.house.settle()
            if not signals and not did and not await self.obey():
                break
        assert await self._unserved() == []

    async def _unserved(self) -> list[str]:
        """Callers who hear silence, but for those who were asked for a key and think."""
        silent = self.engine.silent()
        if not silent:
            return []
        async with self.db.reading() as read:
            rows = await read.fetch(
                "select channel from call where channel = any($1::text[]) and phase not in ('menu', 'rating')",
                silent,
            )
        return [row["channel"] for row in rows]

    async def tell(self, signal: Signal) -> None:
        async with self.db.deed() as tx:
            await hear(tx, signal)

    async def obey(self) -> int:
        """Carry out what is ordered; how many orders."""
        async with self.db.reading() as read:
            todo = await undone_orders(read, NODE)
        for each in todo:
            await self.engine.do(each.order)
            self.ordered.append(each.order)
            async with self.db.deed() as tx:
                await mark_done(tx, each.call, each.number)
        return len(todo)

    async def sweep(self, *, afresh: bool) -> None:
        """The telephone system and the record are compared; what belongs to nobody is discarded."""
        snapshot = await self.engine.snapshot()
        strays = await reconcile(self.db, NODE, snapshot, afresh=afresh)
        await self.engine.discard(strays)
        await self.run()

    async def advance(self, seconds: float) -> None:
        """Move time, stopping wherever the telephone system or a clock has something to say."""
        until = self.house.clock.now() + timedelta(seconds=seconds)
        while (now := self.house.clock.now()) < until:
            step = min(until, now + timedelta(seconds=5))
            due = self.engine.next_at()
            if due is not None and now < due < step:
                step = due
            await self.hall.advance(step - now)
            await self.run()

    async def call(self, channel: str) -> Call:
        """The call of a caller's channel, as it stands."""
        async with self.db.reading() as read:
            row = await read.fetchval("select id from call where channel = $1", channel)
            found = await calls.find(read, row)
        assert found is not None
        return found

    async def events(self, channel: str) -> list[CallEvent]:
        call = await self.call(channel)
        async with self.db.reading() as read:
            return await trail.events_of(read, call.id)

    async def kinds(self, channel: str) -> list[str]:
        """Kinds of the raw events of a call, the first first."""
        return [event.kind for event in await self.events(channel)]

    async def do(self, channel: str, happening: object) -> Call:
        """Let something happen to the call, as a person's deed would."""
        call = await self.call(channel)
        async with self.db.deed() as tx:
            moved = await apply(tx, await locked(tx, call.id), happening)  # type: ignore[arg-type]
        await self.run()
        return moved

    async def in_hands(self, staff_id: UUID) -> set[UUID]:
        """What routing counts as held by somebody."""
        async with self.db.reading() as read:
            return {held.work_id for held in await queues.holding(read, staff_id)}
