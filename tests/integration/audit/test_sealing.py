"""Every line gets its number: without a gap, once, whoever seals."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from helpline.audit import anchors
from helpline.audit.keys import Keys
from helpline.audit.nightly import Nightly, verify_new
from helpline.audit.sealer import Sealer
from helpline.kit.bus import PostgresBus
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore
from tests.support.audit import bend, some_lines, told, verified
from tests.support.waiting import until

pytestmark = pytest.mark.article("R18.1")


async def test_many_sealers_and_many_writers_make_one_chain(db: Database, keys: Keys) -> None:
    sealers = [Sealer(db, keys) for _ in range(4)]

    async with asyncio.TaskGroup() as at_once:
        for sealer in sealers:
            at_once.create_task(some_lines(db, 25))
            for _ in range(5):
                at_once.create_task(sealer.seal_all())
    await sealers[0].seal_all()

    report = await verified(db, keys)
    assert (report.whole, report.lines, report.head, report.unsealed) == (True, 100, 100, 0)


async def test_a_line_is_sealed_soon_after_its_deed(db: Database, keys: Keys) -> None:
    bus, sealer = PostgresBus(db), Sealer(db, keys)
    sealer.attach(bus)
    loops = [asyncio.create_task(bus.run()), asyncio.create_task(sealer.run())]
    await bus.ready.wait()

    await some_lines(db, 1)

    async def sealed() -> bool:
        return (await verified(db, keys)).lines == 1

    await until(sealed, 5)
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)


async def test_each_ended_day_hands_over_one_anchor_also_after_a_standstill(
    db: Database, keys: Keys, sealer: Sealer, clock: VirtualClock, tmp_path: Path
) -> None:
    await some_lines(db, 2)
    await sealer.seal_all()
    clock.advance(timedelta(days=2))
    await some_lines(db, 3)
    await sealer.seal_all()
    clock.advance(timedelta(days=1))
    nightlies = [Nightly(db, keys, FolderStore(tmp_path)) for _ in range(3)]

    made = await asyncio.gather(*(each.look() for each in nightlies))

    files = anchors.read(tmp_path)
    assert sorted(anchor.day for each in made for anchor in each) == [anchor.day for anchor in files]
    assert [(f"{anchor.day}", anchor.counter, anchor.count) for anchor in files] == [
        ("2026-11-10", 2, 2),
        ("2026-11-11", 2, 0),
        ("2026-11-12", 5, 3),
    ]
    assert (await verified(db, keys, files)).whole


async def test_an_anchor_file_that_was_changed_or_is_missing_is_told(
    db: Database, keys: Keys, sealer: Sealer, clock: VirtualClock, tmp_path: Path
) -> None:
    for _ in range(3):
        await some_lines(db, 1)
        await sealer.seal_all()
        clock.advance(timedelta(days=1))
    await anchors.hand_over(db, keys, FolderStore(tmp_path))
    first, second = tmp_path / "2026-11-10.json", tmp_path / "2026-11-11.json"
    first.write_text(first.read_text().replace('"counter": 1', '"counter": 2'))

    changed = await verified(db, keys, anchors.read(tmp_path))
    second.unlink()
    gap = await verified(db, keys, anchors.read(tmp_path))

    assert ("anchor-forged", 2) in told(changed)
    assert ("anchor-missing", 3) in told(gap)


async def test_the_nightly_verification_goes_on_where_the_last_one_ended(
    db: Database, keys: Keys, sealer: Sealer
) -> None:
    await some_lines(db, 3)
    await sealer.seal_all()
    first = await verify_new(db, keys, [])
    await some_lines(db, 2)
    await sealer.seal_all()

    second = await verify_new(db, keys, [])
    third = await verify_new(db, keys, [])

    assert [(each.first, each.last, each.lines, each.whole) for each in (first, second, third)] == [
        (1, 3, 3, True),
        (4, 5, 2, True),
        (6, 5, 0, True),
    ]


async def test_a_line_that_vanished_before_its_seal_leaves_a_hole_in_the_chain(
    db: Database, keys: Keys, sealer: Sealer
) -> None:
    await some_lines(db, 3)
    await bend(db, "delete from audit_line where subject_id = '1'")
    await sealer.seal_all()

    assert told(await verified(db, keys)) == [("line-missing", 2)]
