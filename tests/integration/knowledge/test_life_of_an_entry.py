"""An entry is written, reviewed, published, revised and withdrawn; taxpayers see only what is signed off and valid."""

from datetime import date, timedelta

import asyncpg
import msgspec
import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.refusal import Invalid, NotFound
from helpline.knowledge import queries
from helpline.knowledge.commands import entries
from helpline.knowledge.events import EntryPublished, EntryWithdrawn
from helpline.knowledge.model import EntryRecord, State
from helpline.knowledge.rules import Lapsed, OutOfStep, Overtaken, OwnReview
from tests.support.knowledge import PASSWORD, PRINTING, REVIEWER, WRITER, found, publish


async def numbers(db: Database, question: str) -> list[str]:
    return [hit.shown.number for hit in await found(db, question)]


async def record(db: Database, number: str) -> EntryRecord:
    async with db.reading() as read:
        return await queries.record(read, number)


@pytest.mark.article("R15.2")
async def test_only_what_was_signed_off_is_found(db: Database) -> None:
    async with db.deed() as tx:
        number = await entries.create(tx, PASSWORD, WRITER, "新编")
    assert number == "K-0001"
    assert await numbers(db, PASSWORD.title) == []

    async with db.deed() as tx:
        await entries.submit(tx, number, WRITER)
    assert await numbers(db, PASSWORD.title) == []

    async with db.deed() as tx:
        await entries.publish(tx, number, REVIEWER)
    assert await numbers(db, PASSWORD.title) == [number]


@pytest.mark.article("R15.2")
async def test_nobody_signs_off_what_he_wrote(db: Database) -> None:
    async with db.deed() as tx:
        number = await entries.create(tx, PASSWORD, WRITER, "新编")
        await entries.submit(tx, number, WRITER)

    with pytest.raises(OwnReview):
        async with db.deed() as tx:
            await entries.publish(tx, number, WRITER)

    assert (await record(db, number)).entry.state is State.IN_REVIEW


@pytest.mark.article("R15.2")
async def test_a_new_version_is_shown_only_after_its_own_review(db: Database) -> None:
    number = await publish(db, PASSWORD)
    changed = msgspec.structs.replace(PASSWORD, answer="1. 到办税服务厅重置。")
    async with db.deed() as tx:
        await entries.revise(tx, number, changed, WRITER, "口径变化")

    before = (await found(db, PASSWORD.title))[0].shown
    async with db.deed() as tx:
        await entries.submit(tx, number, WRITER)
        await entries.publish(tx, number, REVIEWER)
    after = (await found(db, PASSWORD.title))[0].shown

    assert (before.version, before.content.answer) == (1, PASSWORD.answer)
    assert (after.version, after.content.answer) == (2, changed.answer)
    assert after.reviewed_at is not None


@pytest.mark.article("R15.2")
async def test_every_version_and_step_stays_on_record(db: Database) -> None:
    number = await publish(db, PASSWORD)
    async with db.deed() as tx:
        await entries.revise(tx, number, PASSWORD, WRITER, "重写")
        await entries.submit(tx, number, WRITER)
        await entries.give_back(tx, number, REVIEWER, "步骤不全")
    async with db.deed() as tx:
        await entries.withdraw(tx, number, REVIEWER, "系统停用")

    kept = await record(db, number)

    assert [(each.version, each.why, each.written_by.name) for each in kept.revisions] == [
        (1, "新编", "编辑甲"),
        (2, "重写", "编辑甲"),
    ]
    assert [(step.version, step.step, step.by.name) for step in kept.steps] == [
        (1, "submitted", "编辑甲"),
        (1, "published", "编辑乙"),
        (2, "submitted", "编辑甲"),
        (2, "returned", "编辑乙"),
        (1, "withdrawn", "编辑乙"),
    ]


@pytest.mark.article("R15.2")
async def test_a_revision_cannot_be_changed_even_by_sql(db: Database) -> None:
    await publish(db, PASSWORD)

    with pytest.raises(asyncpg.RaiseError, match="never changes"):
        async with db.deed() as tx:
            await tx.execute("update knowledge_revision set answer = 'x'")


@pytest.mark.article("R15.2")
async def test_what_is_withdrawn_is_gone_at_once_and_can_come_back_by_a_new_review(db: Database) -> None:
    number = await publish(db, PASSWORD)
    assert await numbers(db, PASSWORD.title) == [number]
    async with db.deed() as tx:
        await entries.withdraw(tx, number, REVIEWER, "内容有误")
    assert await numbers(db, PASSWORD.title) == []

    async with db.deed() as tx:
        await entries.revise(tx, number, PASSWORD, WRITER, "改正")
        await entries.submit(tx, number, WRITER)
        await entries.publish(tx, number, REVIEWER)

    assert await numbers(db, PASSWORD.title) == [number]


@pytest.mark.article("R15.2")
async def test_an_entry_is_shown_on_its_valid_days_only(db: Database, clock: VirtualClock) -> None:
    content = msgspec.structs.replace(PRINTING, valid_from=date(2026, 11, 11), valid_until=date(2026, 11, 12))
    number = await publish(db, content)
    seen = {}

    for _ in range(4):
        seen[clock.now().date()] = await numbers(db, PRINTING.title)
        clock.advance(timedelta(days=1))

    assert list(seen.values()) == [[], [number], [number], []]


async def test_a_lapsed_entry_cannot_be_published(db: Database) -> None:
    content = msgspec.structs.replace(PRINTING, valid_until=date(2026, 11, 9))

    with pytest.raises(Lapsed):
        await publish(db, content)


async def test_steps_out_of_order_are_refused_and_change_nothing(db: Database) -> None:
    number = await publish(db, PASSWORD)

    with pytest.raises(OutOfStep):
        async with db.deed() as tx:
            await entries.submit(tx, number, WRITER)
    with pytest.raises(OutOfStep):
        async with db.deed() as tx:
            await entries.publish(tx, number, REVIEWER)
    with pytest.raises(NotFound):
        async with db.deed() as tx:
            await entries.submit(tx, "K-9999", WRITER)

    assert (await record(db, number)).entry.state is State.PUBLISHED


async def test_of_two_editors_the_slower_is_told(db: Database) -> None:
    number = await publish(db, PASSWORD)
    async with db.deed() as tx:
        await entries.revise(tx, number, PASSWORD, WRITER, "甲先改", based_on=1)

    with pytest.raises(Overtaken):
        async with db.deed() as tx:
            await entries.revise(tx, number, PASSWORD, REVIEWER, "乙后改", based_on=1)


@pytest.mark.parametrize("field", ["system", "topic"])
async def test_what_is_not_in_the_catalogue_is_refused(db: Database, field: str) -> None:
    with pytest.raises(Invalid, match="没有"):
        async with db.deed() as tx:
            await entries.create(tx, msgspec.structs.replace(PASSWORD, **{field: "nowhere"}), WRITER, "")


async def test_publishing_and_withdrawing_are_announced(db: Database) -> None:
    number = await publish(db, PASSWORD)
    async with db.deed() as tx:
        await entries.withdraw(tx, number, REVIEWER, "停用")

    async with db.reading() as read:
        names = [row["name"] for row in await read.fetch("select name from outbox order by id")]

    assert names == [EntryPublished.name, EntryWithdrawn.name]


async def test_numbers_are_given_once_each(db: Database) -> None:
    assert [await publish(db, PASSWORD), await publish(db, PRINTING)] == ["K-0001", "K-0002"]
