"""Sound files as a telephone system writes them, and the calls they belong to."""

import os
import struct
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import numpy as np

from helpline.calls.engine.names import recording_id
from helpline.calls.recordings.sweeper import SETTLED
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id

RATE = 8000


def wav(seconds: float = 2.0, loudness: int = 8000, *, closed: bool = True) -> bytes:
    """A tone. `closed` False: the machine went down before the head was put right."""
    moments = np.arange(int(seconds * RATE))
    data = (np.sin(moments * 2 * np.pi * 440 / RATE) * loudness).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    told = len(data) if closed else 0
    head = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", told)
    return b"RIFF" + struct.pack("<I", len(head) + told) + head + data


async def a_call(
    db: Database,
    *,
    served_by: UUID | None = None,
    provider_id: UUID | None = None,
    district_id: UUID | None = None,
    is_over: bool = True,
) -> UUID:
    """A call, as the rows that recordings look at."""
    call, number = new_id(), f"DH-{new_id().hex}"
    async with db.deed() as tx:
        await tx.execute(
            """insert into call (id, number, node, channel, direction, line, arrived_at, provider_id, district_id, phase,
                 flow, ended_at, outcome)
               values ($1, $2, 'node1', $2, 'in', 'public', $3, $4, $5, $6, '{}', $7, $8)""",
            *(call, number, tx.now - timedelta(minutes=5), provider_id, district_id),
            *(("ended", tx.now, "answered") if is_over else ("talking", None, None)),
        )
        if served_by:
            await _happened(tx, call, 1, "connected", {"staff": str(served_by)})
    return call


async def said_complete(db: Database, call: UUID) -> None:
    """The telephone system tells that the talk's recording is complete."""
    async with db.deed() as tx:
        await _happened(tx, call, 9, "recorded", {"recording": recording_id(call)})


def spooled(spool: Path, name: str, content: bytes) -> Path:
    """A file in the spool."""
    spool.mkdir(parents=True, exist_ok=True)
    path = spool / f"{name}.wav"
    path.write_bytes(content)
    return path


def long_ago(path: Path) -> None:
    """Let the file have been left alone for long enough."""
    then = (SystemClock().now() - SETTLED).timestamp()
    os.utime(path, (then, then))


async def _happened(tx: Tx, call: UUID, seq: int, kind: str, detail: dict[str, str]) -> None:
    await tx.execute(
        "insert into call_event (call_id, seq, at, kind, detail) values ($1, $2, $3, $4, $5)",
        *(call, seq, tx.now, kind, detail),
    )


def spoken(seconds: float) -> bytes:
    """Something like speech: words and pauses of changing loudness."""
    content = bytearray(wav(seconds, loudness=20_000))
    samples = np.frombuffer(memoryview(content)[44:], "<i2")
    at = np.arange(len(samples)) / RATE
    loud = np.abs(np.sin(at * 1.7)) * (np.sin(at * 0.43) > -0.3) * (0.4 + 0.6 * np.abs(np.sin(at * 0.11)))
    samples[:] = (samples * loud).astype("<i2")
    return bytes(content)
