"""Thousands of messages while everything is killed, cut and restarted: counted from outside, nothing is amiss."""

import random
import time

import pytest

from helpline.kit.db import Database
from helpline.kit.postgres.launcher import Cluster
from tests.faults.campaign.people import hired
from tests.faults.campaign.run import Size, campaign
from tests.faults.campaign.town import Town
from tests.support.processes import Processes

SMALL = Size(dialogues=70, at_once=36, lines=48, quiet=0, rounds=1, pause=2.0)


@pytest.mark.soak
@pytest.mark.article("R11.1")
async def test_nothing_is_lost_doubled_disordered_stuck_or_assigned_twice(
    durable: Cluster, db: Database, address: str, processes: Processes
) -> None:
    seed = time.time_ns() % 1_000_000
    town = Town(durable, db, processes, random.Random(seed))
    people = await hired(db, consultants=12, lazy=1)
    await town.start()

    told = await campaign(town, SMALL, people, seed)

    verdict = told.verdict
    print(f"\nseed {seed}: {verdict.messages} messages in {verdict.seconds:.0f} s; {told.befell}")
    assert verdict.findings == {}
    assert verdict.messages >= 4_900
    assert verdict.acknowledged == verdict.messages
    assert told.missed == 0, told.late
    assert verdict.dialogues == SMALL.dialogues
    assert sum(told.befell.values()) >= 5, "it was struck in the middle"
