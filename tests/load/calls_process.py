"""One process of the house while calls are measured: `leader` or `worker`, on a clock that began at an open hour."""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

import uvloop

from helpline.app import wiring
from helpline.app.commands.serve import collect_rarely
from helpline.app.telephony.leader import Leader
from helpline.calls.ari import AsteriskEngine, House
from helpline.deadlines.ticker import Ticker
from helpline.kit import log
from helpline.kit.asterisk.configuration.tree import USER
from helpline.kit.asterisk.wire.events import Events
from helpline.kit.asterisk.wire.rest import Rest
from helpline.kit.bus import PostgresBus
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.kit.worker import Worker
from tests.support.keys import choose_key


async def main(words: list[str]) -> None:
    """Run until it is killed; a leader writes down, second by second, how late events came."""
    role, dsn, at, url, secret, prompts, out = words
    wiring.wire()
    choose_key()
    log.set_up("WARNING")
    collect_rarely()
    db = await Database.open(dsn, ShiftedClock(datetime.fromisoformat(at)), size=12)
    bus = PostgresBus(db)
    if role == "worker":
        worker, ticker = Worker(db), Ticker(db)
        worker.attach(bus)
        ticker.attach(bus)
        await asyncio.gather(bus.run(), worker.run(), ticker.run())
    events = Events(url, USER, secret, application="helpline")
    engine = AsteriskEngine(House(node="node1", prompts=prompts), Rest(url, USER, secret), events, db.clock)
    leader = Leader(db, engine)
    leader.attach(bus)
    await asyncio.gather(bus.run(), leader.run(), _watch(events, Path(out)))


async def _watch(events: Events, out: Path) -> None:
    while True:
        await asyncio.sleep(1)
        lags = sorted(events.lags)
        events.lags.clear()
        if lags:
            row = {"events": len(lags), "p99": lags[int(len(lags) * 0.99)]}
            with out.open("a") as file:
                file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1:]))
