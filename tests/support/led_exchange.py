"""A hotline that runs: a real Asterisk, led by the process that leads it, with worker and clock; SIP phones as seats."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from helpline.app.telephony.alone import LeftAlone
from helpline.app.telephony.leader import Leader
from helpline.calls.ari import AsteriskEngine
from helpline.calls.ari import House as AriHouse
from helpline.calls.ari.ears import tolerant
from helpline.calls.ari.seats import account_of
from helpline.calls.commands import desk
from helpline.calls.flow.happenings import Deed
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
from tests.support.phone import Phone, Talk, share_of
from tests.support.waiting import until

NODE = "node1"
SEATS = "127.0.0.3"
"""Where the consultants' SIP phones are."""


CALLER, SEAT, THIRD = 700, 1700, 2600
"""What each of them says, in hertz."""


class LedExchange:
    """What a test asks of it."""

    def __init__(self, db: Database, exchange: Exchange, node: Node) -> None:
        self.db, self.exchange, self.node = db, exchange, node
        self.rest = Rest(node.url, USER, node.secret)
        self.bus = PostgresBus(db)
        self._loops: list[asyncio.Task[None]] = []
        self.leader: Leader | None = None
        self._leading: list[asyncio.Task[None]] = []
        self.provider = new_id()
        self._desks: list[UUID] = []

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
        alone = LeftAlone(self.db, self.exchange.spool, NODE)
        self._loops += [asyncio.create_task(each) for each in (self._keep_desks(), alone.run())]
        await self.lead()

    async def lead(self) -> None:
        """Begin to lead, and wait until it does."""
        await self.begin()
        await self.led()

    async def begin(self) -> None:
        """Begin to lead, or to wait for the lease."""
        assert self.leader is not None
        self._leading.append(asyncio.create_task(self.leader.run()))

    async def led(self) -> None:
        assert self.leader is not None
        await asyncio.wait_for(self.leader.leading.wait(), 20)

    async def process(self, folder: Path) -> subprocess.Popen[bytes]:
        """Somebody else leads: a process of its own, to be killed."""
        prompts = self.exchange.folder.parent / "sounds/prompts"
        at = self.db.clock.now().isoformat()
        words = [
            "leader",
            self.db.dsn,
            at,
            self.node.url,
            self.node.secret,
            str(prompts),
            str(folder / "lags"),
        ]
        started = _started(words)

        async def leads() -> bool:
            found = await self.rest.ask("GET", "applications")
            return any(each["name"] == "helpline" for each in found)

        await until(leads)
        return started

    async def abandon(self, which: int = -1) -> None:
        """The leading process is gone."""
        leading = self._leading.pop(which)
        leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)

    async def stop(self) -> None:
        while self._leading:
            await self.abandon()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        for channel in await self.rest.ask("GET", "channels"):
            await tolerant(self.rest, "DELETE", f"channels/{channel['id']}")
        self.rest.close()

    async def consultant(self, phone: Phone, *, on_duty: bool = True) -> UUID:
        """Somebody whose phone is this one."""
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
            await routing.set_presence(tx, staff.staff_id, "available" if on_duty else "away")
        self._desks.append(staff.staff_id)
        return staff.staff_id

    async def _keep_desks(self) -> None:
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

    async def act(self, staff_id: UUID, deed: Deed) -> None:
        """A key on the consultant's call panel."""
        call = await self.call()
        async with self.db.deed() as tx:
            await desk.act(tx, call.id, staff_id, deed)

    async def kinds(self) -> list[str]:
        """Kinds of the raw events of the call."""
        call = await self.call()
        async with self.db.reading() as read:
            return [event.kind for event in await trail.events_of(read, call.id)]


def _started(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.load.calls_process", *words])


async def hears(talk: Talk, tone: int, least: float = 0.7) -> None:
    """Within a while it hears this, and nearly nothing else."""
    shares = [share_of(await talk.listen(0.3), tone)]
    while shares[-1] < least:
        assert len(shares) < 40, f"{tone} Hz was not heard: {shares}"
        shares.append(share_of(await talk.listen(0.3), tone))


async def hears_both(talk: Talk, one: int, other: int) -> None:
    """Within a while it hears two people."""
    for _ in range(40):
        sound = await talk.listen(0.3)
        if min(share_of(sound, one), share_of(sound, other)) > 0.2:
            return
    raise AssertionError(f"{one} and {other} Hz were not heard together")


async def talking(hotline: LedExchange, caller: Phone, seat: Phone) -> tuple[Talk, Talk, UUID]:
    """A caller who pressed 0 and was answered; the consultant."""
    staff_id = await hotline.consultant(seat)
    mine = await caller.dial("4008001", caller="13812345678")
    mine.speak(CALLER)
    await mine.press("0")
    theirs = await seat.rung()
    theirs.speak(SEAT)
    seat.pick_up(theirs)
    await hears(mine, SEAT, 0.95)
    await hears(theirs, CALLER, 0.95)
    return mine, theirs, staff_id


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
