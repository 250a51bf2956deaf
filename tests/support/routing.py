"""A hall of consultants and a queue, for tests of routing."""

from datetime import timedelta
from uuid import UUID

from helpline.kit.ids import new_id
from helpline.routing import commands
from helpline.routing.model import Offer, Presence, Seat, Staff, Waiting, Work
from helpline.routing.store import offers, seats, works
from tests.support.house import House


class RoutingHall:
    """Opens seats, keeps their desks connected while time moves, and looks at what came of it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.db = house.db
        self.provider = new_id()
        self.connected: set[UUID] = set()

    async def consultant(self, presence: Presence = "available", **fields: object) -> UUID:
        """A consultant at a connected desk; `fields` as of `Staff`."""
        known = {"staff_id": new_id(), "name": "王敏", "provider_id": self.provider, "systems": ("etax",)}
        staff = Staff(**{**known, **fields})  # type: ignore[arg-type]
        async with self.db.deed() as tx:
            await commands.open_seat(tx, staff)
            await commands.connect(tx, staff.staff_id)
            await commands.set_presence(tx, staff.staff_id, presence)
        self.connected.add(staff.staff_id)
        return staff.staff_id

    async def reopen(self, staff_id: UUID, **fields: object) -> None:
        """The seat is brought up to date; `fields` as of `Staff`."""
        seat = await self.seat(staff_id)
        known = {"name": seat.name, "provider_id": seat.provider_id, "systems": seat.systems}
        async with self.db.deed() as tx:
            await commands.open_seat(tx, Staff(staff_id=staff_id, **{**known, **fields}))  # type: ignore[arg-type]

    async def enqueue(self, **fields: object) -> UUID:
        """Work in line; `fields` as of `Work`."""
        known = {"id": new_id(), "provider_id": self.provider, "system": "etax"}
        work = Work(**{**known, **fields})  # type: ignore[arg-type]
        async with self.db.deed() as tx:
            await commands.enqueue(tx, work)
        return work.id

    async def claim(self, work_id: UUID) -> None:
        """Whoever is asked takes the work."""
        offer = await self.open_offer(work_id)
        async with self.db.deed() as tx:
            await commands.claim(tx, offer.id, offer.staff_id)

    async def held(self, **fields: object) -> UUID:
        """Work in the hands of whoever was asked."""
        work_id = await self.enqueue(**fields)
        await self.claim(work_id)
        return work_id

    async def advance(self, by: timedelta) -> None:
        """Move time; connected desks renew every five seconds."""
        step = timedelta(seconds=5) if self.connected else by
        until = self.house.clock.now() + by
        while (now := self.house.clock.now()) < until:
            async with self.db.deed() as tx:
                await commands.renew(tx, sorted(self.connected))
            await self.house.advance(min(step, until - now))

    async def lose(self, staff_id: UUID) -> None:
        """The desk is heard of no more."""
        self.connected.discard(staff_id)

    async def work(self, work_id: UUID) -> Waiting:
        async with self.db.reading() as read:
            work = await works.get(read, work_id)
        assert work is not None
        return work

    async def seat(self, staff_id: UUID) -> Seat:
        async with self.db.reading() as read:
            seat = await seats.get(read, staff_id)
        assert seat is not None
        return seat

    async def offers(self, work_id: UUID) -> list[Offer]:
        """All offers of the work, the first first."""
        async with self.db.reading() as read:
            rows = await read.fetch("select * from offer where work_id = $1 order by offered_at, id", work_id)
        return [Offer(**row) for row in rows]

    async def open_offer(self, work_id: UUID) -> Offer:
        """The offer of the work that waits for an answer."""
        async with self.db.deed() as tx:
            [offer] = await offers.open_for(tx, works=[work_id])
        return offer

    async def facts(self, name: str) -> list[str]:
        """Payloads of the facts announced under the name, the first first."""
        async with self.db.reading() as read:
            rows = await read.fetch("select payload from outbox where name = $1 order by id", name)
        return [row["payload"] for row in rows]
