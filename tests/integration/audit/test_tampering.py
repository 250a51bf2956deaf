"""Whoever bends the log with all rights of the database is found out, and where."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from helpline.audit import anchors, verification
from helpline.audit.keys import Keys, OneKey, add
from helpline.audit.sealer import Sealer
from helpline.audit.sealing import BrokenHead
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore
from tests.support.audit import bend, some_lines, told, verified

pytestmark = pytest.mark.article("R18.1")

LINE = "(select line_id from audit_seal where counter = {})"
BENDINGS = {
    "edit": (["update audit_line set subject_id = 'x' where id = " + LINE.format(4)], [("changed", 4)]),
    "edit of the time": (
        ["update audit_line set at = at - interval '1 hour' where id = " + LINE.format(4)],
        [("changed", 4)],
    ),
    "deleted line": (["delete from audit_line where id = " + LINE.format(4)], [("line-missing", 4)]),
    "deleted line and seal": (
        [
            "delete from audit_line where id = " + LINE.format(4),
            "delete from audit_seal where counter = 4",
        ],
        [("seal-missing", 4)],
    ),
    "deletion with the gap closed": (
        [
            "delete from audit_line where id = " + LINE.format(4),
            "delete from audit_seal where counter = 4",
            "update audit_seal set counter = -counter + 1 where counter > 4",
            "update audit_seal set counter = -counter where counter < 0",
        ],
        [("changed", 4), ("changed", 5), ("changed", 6), ("changed", 7), ("cut-tail", 8)],
    ),
    "swap": (
        [
            "create temp table were on commit drop as select * from audit_seal where counter in (3, 6)",
            "update audit_seal set line_id = gen_random_uuid() where counter in (3, 6)",
            "update audit_seal s set line_id = were.line_id from were where were.counter = 9 - s.counter",
        ],
        [("swapped", 3), ("swapped", 6)],
    ),
    "inserted line": (
        [
            "insert into audit_line select gen_random_uuid(), at, who_kind, who_id, who_number, who_role, session_id,"
            " address, agent, door, purpose, correlation, deed, subject_kind, subject_id, outcome, why, detail"
            " from audit_line where id = " + LINE.format(4),
        ],
        [("stray-line", 0)],
    ),
    "cut tail": (
        [
            "delete from audit_line where id in (select line_id from audit_seal where counter > 6)",
            "delete from audit_seal where counter > 6",
        ],
        [("cut-tail", 7)],
    ),
    "cut tail with the end moved": (
        [
            "delete from audit_line where id in (select line_id from audit_seal where counter > 6)",
            "delete from audit_seal where counter > 6",
            "update audit_head set counter = 6, mac = (select mac from audit_seal where counter = 6)",
        ],
        [("head-forged", 6)],
    ),
    "everything gone": (
        ["delete from audit_line", "delete from audit_seal"],
        [("cut-tail", 1)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("bending", BENDINGS)
async def test_a_bent_log_is_found_out_and_where(
    db: Database, keys: Keys, sealer: Sealer, bending: str
) -> None:
    await some_lines(db, 8)
    assert await sealer.seal_all() == 8
    before = await verified(db, keys)
    assert (before.whole, before.lines, before.head, before.faults) == (True, 8, 8, 0)
    statements, expected = BENDINGS[bending]

    await bend(db, *statements)

    report = await verified(db, keys)
    assert not report.whole
    assert told(report) == expected


async def test_a_tail_cut_together_with_an_older_end_is_told_by_the_anchor_file(
    db: Database, keys: Keys, sealer: Sealer, clock: VirtualClock, tmp_path: Path
) -> None:
    await some_lines(db, 3)
    await sealer.seal_all()
    async with db.reading() as read:
        [older] = await read.fetch("select counter, mac, proof from audit_head")
    await some_lines(db, 3)
    await sealer.seal_all()
    clock.advance(timedelta(days=1))
    await anchors.hand_over(db, keys, FolderStore(tmp_path))

    await bend(
        db,
        "delete from audit_line where id in (select line_id from audit_seal where counter > 3)",
        "delete from audit_seal where counter > 3",
    )
    async with db.deed() as tx:
        await tx.execute("update audit_head set counter = $1, mac = $2, proof = $3", *older)

    assert (await verified(db, keys)).whole
    assert told(await verified(db, keys, anchors.read(tmp_path))) == [("cut-tail", 4)]


async def test_another_key_is_told_apart_from_a_bent_log(
    db: Database, sealer: Sealer, tmp_path: Path
) -> None:
    await some_lines(db, 2)
    await sealer.seal_all()

    report = await verified(db, OneKey(add(tmp_path / "another")))

    assert {finding.fault for finding in report.findings} == {"wrong-key"}


async def test_what_was_sealed_before_the_key_was_changed_is_verified_with_the_key_of_then(
    db: Database, keys: Keys, sealer: Sealer, tmp_path: Path
) -> None:
    await some_lines(db, 2)
    await sealer.seal_all()

    add(tmp_path / "keys")
    await some_lines(db, 2)
    await sealer.seal_all()

    async with db.reading() as read:
        assert await read.fetchval("select count(distinct key_id) from audit_seal") == 2
    assert (await verified(db, keys)).whole


@pytest.mark.parametrize(
    ("place", "expected"),
    [(3, "changed"), (None, None), (-1, "cut-tail")],
    ids=["a line changed", "untouched", "last line cut off"],
)
async def test_an_export_is_verified_without_the_database(
    db: Database, keys: Keys, sealer: Sealer, place: int | None, expected: str | None
) -> None:
    await some_lines(db, 5)
    await sealer.seal_all()
    of = await verification.opening(db, 1, None)
    rows = [msgspec.json.encode(of)]
    async for links in verification.links(db, of):
        rows += [msgspec.json.encode(link) for link in links]
    if place == -1:
        rows.pop()
    elif place:
        rows[place] = rows[place].replace(b"cases.close", b"cases.clean")

    report = verification.verify_export(rows, keys)

    assert [finding.fault for finding in report.findings] == ([expected] if expected else [])


async def test_after_a_broken_end_deeds_go_on_and_nothing_is_sealed_over_it(
    db: Database, keys: Keys, sealer: Sealer
) -> None:
    await some_lines(db, 4)
    await sealer.seal_all()
    await bend(db, "update audit_head set counter = 2")
    await some_lines(db, 1)

    with pytest.raises(BrokenHead):
        await sealer.seal_all()

    assert (await verified(db, keys)).unsealed == 1
