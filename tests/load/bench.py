"""`make bench`: figures of this machine, each beside a ceiling measured in the same run, written to docs/benchmarks.md."""

import asyncio
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from helpline.app import wiring
from helpline.app.migrate import make_database, migrate
from helpline.app.seed import seed
from helpline.kit.clock import SystemClock, shanghai
from helpline.kit.db import Database
from helpline.kit.postgres.launcher import Cluster
from tests.load import (
    audit_log,
    calls,
    deadlines_lateness,
    knowledge_search,
    many_sockets,
    posts,
    routing_offers,
    whole_path,
)
from tests.load.figure import Figure
from tests.support.keys import choose_key

DOCS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


@contextmanager
def _cluster() -> Iterator[Cluster]:
    """A durable cluster: fsync stays on, as in production."""
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        cluster = Cluster(Path(folder))
        cluster.start()
        yield cluster
        cluster.stop()


async def _whole_path(dsn: str, cluster: Cluster) -> list[Figure]:
    db = await Database.open(dsn, SystemClock(), size=4)
    await seed(db)
    with tempfile.TemporaryDirectory() as folder:
        figures = await whole_path.measure(db, dsn, cluster.pid, Path(folder))
    await db.close()
    return figures


async def _many_sockets(dsn: str) -> list[Figure]:
    db = await Database.open(dsn, SystemClock(), size=4)
    await seed(db)
    with tempfile.TemporaryDirectory() as folder:
        figures = await many_sockets.measure(db, dsn, Path(folder))
    await db.close()
    return figures


async def _on_database(dsn: str) -> list[Figure]:
    db = await Database.open(dsn, SystemClock(), size=12)
    await seed(db)
    figures = [
        *await posts.measure(db),
        *await deadlines_lateness.measure(db),
        *await audit_log.measure(db),
        *await routing_offers.measure(db),  # last: it fills the queue
    ]
    await db.close()
    return figures


async def _database(cluster: Cluster, name: str) -> str:
    await make_database(cluster.dsn(), name)
    await migrate(cluster.dsn(name))
    return cluster.dsn(name)


async def _calls(dsn: str) -> list[Figure]:
    db = await Database.open(dsn, SystemClock(), size=2)
    await seed(db)
    await db.close()
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        return await calls.measure(dsn, Path(folder))


def _knowledge() -> list[Figure]:
    found = knowledge_search.measure(100_000, 300)
    name, meaning = "knowledge search at 100,000 entries", "limit of the requirement"
    return [
        Figure(f"{name}, p95", found.milliseconds_p95, "ms", 50, meaning, at_most=True),
        Figure(f"{name}, p50", found.milliseconds_p50, "ms", 50, meaning, at_most=True),
    ]


def main() -> None:
    """Measure, print, write."""
    wiring.wire()
    choose_key()
    with _cluster() as cluster, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        dsn = runner.run(_database(cluster, "talk"))
        figures = runner.run(_whole_path(dsn, cluster))
        figures += runner.run(_many_sockets(runner.run(_database(cluster, "many"))))
        dsn = runner.run(_database(cluster, "bench"))
        figures += runner.run(_on_database(dsn))
        figures += runner.run(_calls(runner.run(_database(cluster, "calls"))))
    figures += _knowledge()
    table = _table(figures)
    print(table)
    DOCS.write_text(table)


def _table(figures: list[Figure]) -> str:
    made = f"Made by `make bench` on {shanghai(SystemClock().now()):%Y-%m-%d %H:%M}"
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    load = f"load average at the end {os.getloadavg()[0]:.1f}; the load client shares the cores"
    head = ["# Benchmarks", "", f"{made}: {machine}; {load}.", ""]
    head += ["| figure | measured | ceiling or limit | what the ceiling is |", "|---|---:|---:|---|"]
    rows = [each.row() for each in figures]
    return "\n".join([*head, *rows]) + "\n"


if __name__ == "__main__":
    main()
