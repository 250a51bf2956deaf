"""`make soak`: 100,000 messages through cuts, kills and rolling restarts; what came of it goes to docs/soak.md."""

import asyncio
import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path

from helpline.app import wiring
from helpline.app.migrate import make_database, migrate
from helpline.app.seed import seed
from helpline.kit.clock import SystemClock, shanghai
from helpline.kit.db import Database
from helpline.kit.postgres.launcher import Cluster
from tests.faults.campaign.people import hired
from tests.faults.campaign.run import Campaign, Size, campaign
from tests.faults.campaign.town import Town
from tests.support.keys import choose_key
from tests.support.people import a_city
from tests.support.processes import Processes

DOCS = Path(__file__).resolve().parents[2] / "docs" / "soak.md"

FULL = Size(dialogues=670, at_once=100, lines=100, quiet=6, rounds=12, pause=4.0)
CONSULTANTS, LAZY = 24, 2

ZERO = ("lost", "doubled", "disordered", "stuck", "assigned_twice", "refused", "log_ins_lost")


async def _run(folder: Path, cluster: Cluster, size: Size, number: int) -> Campaign:
    await make_database(cluster.dsn(), "soak")
    address = cluster.dsn("soak")
    await migrate(address)
    db = await Database.open(address, SystemClock(), size=4)
    await seed(db)
    await a_city(db)
    people = await hired(db, consultants=CONSULTANTS, lazy=LAZY)
    processes = Processes(
        folder, HELPLINE_DATABASE_URL=address, HELPLINE_VISITORS_PER_MINUTE="0", HELPLINE_LIMITS_PERCENT="0"
    )
    try:
        town = Town(cluster, db, processes, random.Random(number))
        await town.start()
        return await campaign(town, size, people, number)
    finally:
        processes.close()
        await db.close()


def main() -> None:
    """Run, write, and fail loudly where anything is amiss. `--dialogues N` makes it smaller."""
    wiring.wire()
    choose_key()
    size = FULL
    if "--dialogues" in sys.argv:
        size = FULL._replace(dialogues=int(sys.argv[sys.argv.index("--dialogues") + 1]))
    number = time.time_ns() % 1_000_000
    print(f"seed {number}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o711)
        cluster = Cluster(folder)
        cluster.start()
        try:
            told = asyncio.run(_run(folder, cluster, size, number))
        finally:
            cluster.stop()
    record = _record(told)
    print(record)
    if size == FULL:
        DOCS.write_text(record)
    amiss = [name for name in ZERO if getattr(told.verdict, name)]
    if amiss or told.missed:
        sys.exit(f"amiss: {', '.join(amiss)}; clocks missed: {told.missed_clocks}; {told.verdict.findings}")


def _record(told: Campaign) -> str:
    verdict = told.verdict
    at = f"{shanghai(SystemClock().now()):%Y-%m-%d %H:%M}"
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    load = f"load average at the end {os.getloadavg()[0]:.1f}; the crowd shares the cores"
    blows = ", ".join(f"{many} × {what}" for what, many in sorted(told.befell.items()))
    late = sorted(told.late)
    p99 = late[int(len(late) * 0.99)] if late else 0.0
    rows = {
        "messages sent by taxpayers and consultants": f"{verdict.messages:,}",
        "acknowledged": f"{verdict.acknowledged:,}",
        "shown on pages (each side has its own)": f"{verdict.shown:,}",
        "dialogues, of them handed on": f"{verdict.dialogues:,}, {verdict.handed_on:,}",
        "messages per second, blows included": f"{verdict.messages / max(verdict.seconds, 1):,.0f}",
        "times a page came back": f"{verdict.reconnects:,}",
        "questions asked again": f"{verdict.asked_again:,}",
        "gaps that a page noticed and refilled": f"{verdict.gaps_refilled:,}",
        "clocks watched run out; p99, latest (blows excused)": f"{len(late)}; {p99:.2f} s, {max(late, default=0):.2f} s",
        "**lost after acknowledgement**": f"**{verdict.lost}**",
        "**shown or recorded twice**": f"**{verdict.doubled}**",
        "**out of order**": f"**{verdict.disordered}**",
        "**clocks missed**": f"**{told.missed}**",
        "**dialogues stuck**": f"**{verdict.stuck}**",
        "**assigned twice**": f"**{verdict.assigned_twice}**",
        "refused without cause": f"{verdict.refused}",
        "log-ins lost": f"{verdict.log_ins_lost}",
    }
    head = [
        "# Soak",
        "",
        f"Made by `make soak` on {at} in {verdict.seconds / 60:.0f} minutes (seed {told.seed}): {machine}; {load}.",
        f"Blows while the crowd talked: {blows}.",
        "Counted by the crowd from outside: what it sent, was told and was shown (`tests/faults/campaign`).",
        "",
        "| what | how many |",
        "|---|---:|",
    ]
    return "\n".join([*head, *(f"| {name} | {value} |" for name, value in rows.items())]) + "\n"


if __name__ == "__main__":
    main()
