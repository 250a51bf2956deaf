"""One campaign: the crowd talks while the town is struck, and the crowd's verdict is read."""

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.faults.campaign.crowd import Orders
from tests.faults.campaign.town import Town, plan
from tests.faults.campaign.verdict import Verdict

ROOT = Path(__file__).resolve().parents[3]

LATEST = 1.0
"""Seconds that a clock may fire late (house rule 2)."""
TRAVEL = 1.0
"""Seconds from the clock to the eye of the crowd, on a machine whose two cores are full."""


class Size(NamedTuple):
    """`rounds` of blows, spread over the run; the rest as in `Orders`."""

    dialogues: int
    at_once: int
    lines: int
    quiet: int
    rounds: int
    pause: float
    """Seconds between blows, at least."""


class Campaign(NamedTuple):
    """What came of it. `late`: seconds of each clock beyond what the blows excuse."""

    verdict: Verdict
    late: list[float]
    befell: dict[str, int]
    seed: int
    missed_clocks: list[str]
    """Which ones, with the blows around them, for who looks for the cause."""

    @property
    def missed(self) -> int:
        return len(self.missed_clocks)


async def campaign(town: Town, size: Size, people: tuple[list[str], list[str], str], seed: int) -> Campaign:
    """`people`: consultants, lazy consultants, and their password."""
    consultants, lazy, password = people
    orders = Orders(
        urls=town.urls,
        password=password,
        consultants=consultants,
        lazy=lazy,
        dialogues=size.dialogues,
        at_once=size.at_once,
        lines=size.lines,
        quiet=size.quiet,
        patience=180.0,
        seed=seed,
    )
    crowd = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.campaign.crowd",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=64 * 1024 * 1024,
    )
    keeping = asyncio.create_task(town.keep_open())
    assert crowd.stdin is not None
    crowd.stdin.write(msgspec.json.encode(orders) + b"\n")
    begun = asyncio.Event()
    striking = asyncio.create_task(_strike(town, crowd.stdin, size, seed, begun))
    try:
        verdict = await _hear(crowd, begun)
    finally:
        if crowd.returncode is None:
            crowd.kill()
        await crowd.wait()
        if keeping.done():  # it broke, and with it whatever waited for the service to open
            keeping.result()
        keeping.cancel()
        await asyncio.wait_for(striking, 120)
    late = [_lateness(clock, town.away) for clock in verdict.clocks]
    missed = [
        _told(clock, each, town.away)
        for clock, each in zip(verdict.clocks, late, strict=True)
        if each > LATEST + TRAVEL
    ]
    return Campaign(verdict, late, dict(town.befell), seed, missed)


async def _hear(crowd: asyncio.subprocess.Process, begun: asyncio.Event) -> Verdict:
    assert crowd.stdout is not None
    began = shown = time.monotonic()
    while line := await crowd.stdout.readline():
        told = json.loads(line)
        if "lost" in told:
            return msgspec.convert(told, Verdict)
        if told["acknowledged"]:
            begun.set()
        if time.monotonic() - shown > 10:
            shown = time.monotonic()
            print(f"{shown - began:6.0f} s: {told}", flush=True)
    raise AssertionError(f"the crowd ended with {await crowd.wait()}")


async def _strike(
    town: Town, crowd: asyncio.StreamWriter, size: Size, seed: int, begun: asyncio.Event
) -> None:
    chance = random.Random(seed)
    await begun.wait()
    blows: list[asyncio.Task[None]] = []
    for what in plan(chance, size.rounds):
        if what in ("cut", "half"):
            crowd.write(f"{what}\n".encode())
            town.befell[what] += 1
        else:
            blows.append(asyncio.create_task(town.befall(what)))
        await asyncio.sleep(size.pause * chance.uniform(0.5, 1.5))
    await asyncio.gather(*blows)


def _told(clock: tuple[str, float, float, float], late: float, away: list[tuple[float, float]]) -> str:
    """A clock that was missed, and what was away around it, in seconds from when it was due."""
    kind, due, seen, since = clock
    near = [(began - due, ended - due) for began, ended in away if began <= seen and ended >= due - 10]
    blows = ", ".join(f"{began:+.1f} to {ended:+.1f}" for began, ended in near)
    return f"{kind}: {late:.2f} s late, seen {seen - due:+.1f}, there since {since - due:+.1f}; away {blows or 'nothing'}"


def _lateness(clock: tuple[str, float, float, float], away: list[tuple[float, float]]) -> float:
    """Seconds from when it could be seen at the earliest: the blows around it are over and the page is connected."""
    _, due, seen, since = clock
    could = max(due, since)
    for began, ended in away:
        if began <= seen and could <= ended:
            could = max(could, ended)
    return max(0.0, seen - could)
