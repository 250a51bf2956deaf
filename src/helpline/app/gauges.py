"""Figures for Prometheus: what waits, how late, who is connected."""

import shutil
import time
from pathlib import Path

import msgspec

from helpline.app.parts import Parts
from helpline.kit.db import ReadTx

STARTED = time.clock_gettime(time.CLOCK_REALTIME)
"""Seconds since 1970 at which this process began; a change of it is a restart."""

_LOOK = """
select (select count(*) from outbox where delivered_at is null) as undelivered,
  (select min(announced_at) from outbox where delivered_at is null) as oldest,
  (select count(*) from parked_delivery) as parked,
  (select min(due_at) from deadline where outcome is null) as next_due,
  (select count(*) from deadline where outcome is null) as clocks,
  (select count(*) from recording_trouble) as unkept_recordings,
  (select count(*) from conversation where phase = 'active') as active,
  (select count(*) from conversation where phase = 'waiting') as waiting"""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the database knows, at one moment."""

    undelivered: int
    lag_seconds: float
    parked: int
    late_seconds: float
    clocks: int
    unkept_recordings: int
    active: int
    waiting: int
    calendar_missing: int | None


async def look(read: ReadTx, calendar_missing: int | None) -> Figures:
    """One look."""
    row = await read.fetchrow(_LOOK)
    assert row is not None, "a row of counts"
    oldest, due = row["oldest"], row["next_due"]
    return Figures(
        undelivered=row["undelivered"],
        lag_seconds=max(0.0, (read.now - oldest).total_seconds()) if oldest else 0.0,
        parked=row["parked"],
        late_seconds=max(0.0, (read.now - due).total_seconds()) if due else 0.0,
        clocks=row["clocks"],
        unkept_recordings=row["unkept_recordings"],
        active=row["active"],
        waiting=row["waiting"],
        calendar_missing=calendar_missing,
    )


def free_bytes(folder: Path) -> int:
    """Room left where files are kept."""
    return shutil.disk_usage(folder if folder.exists() else Path.cwd()).free


def written(parts: Parts, figures: Figures | None) -> str:
    """The text that Prometheus reads."""
    gauges = _of_the_process(parts) | (_of_the_database(figures) if figures else {})
    counters = {
        "helpline_posts_written_total": ("posts written here", parts.writer.written),
        "helpline_posts_refused_total": (
            "posts refused here, by a rule or for want of room",
            parts.writer.refused,
        ),
        "helpline_batches_retried_total": ("batches that waited for the database", parts.writer.retried),
    }
    lines = [_line(name, "gauge", *each) for name, each in gauges.items()]
    lines += [_line(name, "counter", *each) for name, each in counters.items()]
    return "".join(lines)


def _of_the_process(parts: Parts) -> dict[str, tuple[str, float]]:
    stopped = sum(loop.done() for loop in parts.loops.values())
    return {
        "process_start_time_seconds": ("a change of it is a restart", STARTED),
        "helpline_bus_up": ("1 where notifications are heard", 1 if parts.bus.ready.is_set() else 0),
        "helpline_sockets": ("pages connected to this process", parts.leaving.pages),
        "helpline_posts_waiting": ("posts that wait to be written here", parts.writer.waiting),
        "helpline_loops_stopped": ("loops that died", stopped),
        "helpline_database_up": ("1 where the database answers", 0),
    }


def _of_the_database(figures: Figures) -> dict[str, tuple[str, float]]:
    return {
        "helpline_database_up": ("1 where the database answers", 1),
        "helpline_outbox_undelivered": ("facts that wait for a worker", figures.undelivered),
        "helpline_outbox_lag_seconds": ("age of the oldest of them", figures.lag_seconds),
        "helpline_deliveries_parked": ("deliveries that failed and are tried again", figures.parked),
        "helpline_deadlines_running": ("clocks", figures.clocks),
        "helpline_deadlines_late_seconds": ("how late the latest clock is", figures.late_seconds),
        "helpline_recordings_unkept": (
            "recordings in a spool that cannot be stored",
            figures.unkept_recordings,
        ),
        "helpline_conversations_active": ("with a consultant", figures.active),
        "helpline_conversations_waiting": ("in the queue", figures.waiting),
    }


def _line(name: str, kind: str, meaning: str, value: float) -> str:
    return f"# HELP {name} {meaning}\n# TYPE {name} {kind}\n{name} {value}\n"
