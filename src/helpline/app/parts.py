"""What a web process is made of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from helpline.app import topics
from helpline.app.keepers import keepers
from helpline.app.leaving import Leaving
from helpline.app.network import OpenSockets
from helpline.app.online import Online
from helpline.app.phones import OpenLines, Registrar
from helpline.app.proof import Proofs
from helpline.app.security import login_terms
from helpline.app.settings import Settings
from helpline.app.telephony.hotline import Hotline
from helpline.app.telephony.leader import telephony
from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.talking import Sending, send_many
from helpline.deadlines.ticker import Ticker
from helpline.kit.batch import GroupCommit
from helpline.kit.bus import PostgresBus
from helpline.kit.db import Database
from helpline.kit.files import FileStore
from helpline.kit.live import Hub
from helpline.kit.worker import Worker
from helpline.knowledge import index, vectors
from helpline.people.model import LoginTerms


@dataclass(frozen=True)
class Parts:
    """Handed to every door that needs more than a transaction."""

    db: Database
    settings: Settings
    files: FileStore
    hub: Hub
    writer: GroupCommit[Sending, Moved]
    online: Online
    login_terms: LoginTerms
    bus: PostgresBus
    proofs: Proofs
    sockets: OpenSockets
    leaving: Leaving
    hotline: Hotline | None
    """The telephone system that this process leads, or waits to."""
    registrar: Registrar | None
    """Where the desks' phones are; None: this house has no hotline."""
    phone_lines: OpenLines
    loops: dict[str, asyncio.Task[None]]
    """What runs beside the doors, by name; filled while it runs."""


def make_parts(
    db: Database,
    settings: Settings,
    files: FileStore,
    registrar: Registrar | None = None,
    hotline: Hotline | None = None,
) -> Parts:
    """Put a web process together; nothing runs yet."""
    vectors.choose(vectors.embedder(settings.embedding_url, settings.embedding_model))
    hub = Hub(db)
    topics.register(hub)
    bus = PostgresBus(db)
    hub.attach(bus)
    return Parts(
        db=db,
        settings=settings,
        files=files,
        hub=hub,
        writer=GroupCommit(db, send_many),
        online=Online(db),
        login_terms=login_terms(settings),
        bus=bus,
        proofs=Proofs(settings.proof_bits),
        sockets=OpenSockets(),
        leaving=Leaving(),
        hotline=hotline,
        registrar=registrar,
        phone_lines=OpenLines(),
        loops={},
    )


async def _warm(db: Database) -> None:
    """Build the search index before the first question waits for it."""
    async with db.reading() as read:
        await index.current(read)


@asynccontextmanager
async def running(parts: Parts, *, with_worker: bool, with_ticker: bool) -> AsyncIterator[None]:
    """Everything that runs beside the doors; stopped when the block is left."""
    loops = {
        "bus-loop": parts.bus.run(),
        "writer": parts.writer.run(),
        "presence": parts.online.run(),
        "hub": parts.hub.run(),
    }
    if with_worker:
        worker = Worker(parts.db)
        worker.attach(parts.bus)
        loops["worker"] = worker.run()
        for keeper in keepers(parts.db, parts.settings, parts.bus):
            loops[type(keeper).__name__.lower()] = keeper.run()
    if with_ticker:
        ticker = Ticker(parts.db)
        ticker.attach(parts.bus)
        loops["ticker"] = ticker.run()
    if parts.hotline is not None:
        leader, sweeper, alone = telephony(parts.db, parts.bus, parts.files, parts.hotline)
        loops |= {"telephony": leader.run(), "recordings": sweeper.run(), "alone": alone.run()}
    parts.loops.update({name: asyncio.create_task(loop) for name, loop in loops.items()})
    tasks = [*parts.loops.values(), asyncio.create_task(_warm(parts.db))]
    await parts.bus.ready.wait()
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
