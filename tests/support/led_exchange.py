"""A hotline that runs: a real Asterisk, led by the process that leads it, with worker and clock; SIP phones as seats."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from helpline.app.telephony.leader import Leader
from helpline.calls.ari import AsteriskEngine
from helpline.calls.ari import House as AriHouse
from helpline.calls.ari.seats import account_of
from helpline.calls.model import Call
from helpline.calls.store import calls, trail
from helpline.deadlines.ticker import Ticker
from helpline.kit.asterisk.configuration.sip import seat_objects
from helpline.kit.asterisk.configuration.tree import USER
from helpline.kit.asterisk.launcher import Exchange, Node
from helpline.kit.asterisk.wire.events import Events
from helpline.kit.asterisk.wire.rest import Rest
from helpline.kit.bus import PostgresBus
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.worker import Worker
from helpline.routing import commands as routing
from helpline.routing.model import Staff
from tests.support.phone import Phone
from tests.support.waiting import until

NODE = "node1"
SEATS = "127.0.0.3"
"""Where the consultants' SIP phones are."""


class LedExchange:
    """What a test asks of it."""

    def __init__(self, db: Database, exchange: Exchange, node: Node) -> None:
        self.db, self.exchange, self.node = db, exchange, node
        self.rest = Rest(node.url, USER, node.secret)
        self.bus = PostgresBus(db)
        self._loops: list[asyncio.Task[None]] = []
        self.leader: Leader | None = None
        self._leading: asyncio.Task[None] | None = None
        self.provider = new_id()

    def leader_of(self) -> Leader:
        """A process that can lead the node."""
        events = Events(self.node.url, USER, self.node.secret, application="helpline")
        prompts = self.exchange.folder.parent / "sounds/prompts"
        house = AriHouse(node=NODE, prompts=str(prompts))
        rest = Rest(self.node.url, USER, self.node.secret)
        leader = Leader(self.db, AsteriskEngine(house, rest, events, self.db.clock))
        leader.attach(self.bus)
        return leader

    async def start(self) -> None:
        worker, ticker = Worker(self.db), Ticker(self.db)
        worker.attach(self.bus)
        ticker.attach(self.bus)
        self.leader = self.leader_of()
        self._loops = [asyncio.create_task(each.run()) for each in (self.bus, worker, ticker)]
        self._loops.append(asyncio.create_task(self._keep_desks()))
        await self.lead()

    async def lead(self) -> None:
        """Begin to lead, and wait until it does."""
        assert self.leader is not None
        self._leading = asyncio.create_task(self.leader.run())
        await asyncio.wait_for(self.leader.leading.wait(), 20)

    async def abandon(self) -> None:
        """The leading process is gone, as if killed."""
        assert self._leading is not None
        self._leading.cancel()
        await asyncio.gather(self._leading, return_exceptions=True)

    async def stop(self) -> None:
        await self.abandon()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        for channel in await self.rest.ask("GET", "channels"):
            await self.rest.ask("DELETE", f"channels/{channel['id']}")
        self.rest.close()

    async def consultant(self, phone: Phone) -> UUID:
        """Somebody on duty whose phone is this one."""
        staff = Staff(staff_id=new_id(), name="王敏", provider_id=self.provider, systems=())
        account = account_of(staff.staff_id)
        objects = seat_objects("127.0.0.1", account, "secret")
        objects["aor"]["contact"] = f"sip:phone@{phone.ip}:{phone.port}"
        for name in ("webrtc", "dtls_auto_generate_cert", "auth"):
            del objects["endpoint"][name]
        for kind, fields in objects.items():
            body = {"fields": [{"attribute": name, "value": value} for name, value in fields.items()]}
            await self.rest.ask("PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/{account}", body)
        async with self.db.deed() as tx:
            await routing.open_seat(tx, staff)
            await routing.connect(tx, staff.staff_id)
            await routing.set_presence(tx, staff.staff_id, "available")
        self._desks.append(staff.staff_id)
        return staff.staff_id

    _desks: list[UUID] = []  # noqa: RUF012 - replaced by `start`

    async def _keep_desks(self) -> None:
        self._desks = []
        while True:
            await asyncio.sleep(3)
            async with self.db.deed() as tx:
                await routing.renew(tx, sorted(self._desks))

    async def call(self) -> Call:
        """The only call, or the last one."""

        async def look() -> Call | None:
            async with self.db.reading() as read:
                row = await read.fetchval("select id from call order by arrived_at desc limit 1")
                return await calls.find(read, row) if row else None

        found = await until(look)
        assert found is not None
        return found

    async def reaches(self, phase: str) -> Call:
        """The call, as soon as it stands there."""

        async def look() -> bool:
            return (await self.call()).state.phase == phase

        await until(look)
        return await self.call()

    async def kinds(self) -> list[str]:
        """Kinds of the raw events of the call."""
        call = await self.call()
        async with self.db.reading() as read:
            return [event.kind for event in await trail.events_of(read, call.id)]


@asynccontextmanager
async def led(dsn: str, exchange: Exchange, at: datetime) -> AsyncIterator[LedExchange]:
    """A running hotline on a database of its own, at a moment from which time runs."""
    db = await Database.open(dsn, ShiftedClock(at))
    running = LedExchange(db, exchange, exchange.start())
    try:
        await running.start()
        yield running
    finally:
        await running.stop()
        await db.close()
