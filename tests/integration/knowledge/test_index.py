"""The searchable copy of the knowledge base in this process keeps up with the tables."""

import asyncio

import msgspec

from helpline.kit.db import Database
from helpline.knowledge import index
from helpline.knowledge.commands import entries
from helpline.knowledge.search import SearchIndex
from tests.support.knowledge import PASSWORD, PRINTING, REVIEWER, WRITER, found, publish


async def copy_of(db: Database) -> SearchIndex:
    async with db.reading() as read:
        return await index.current(read)


async def test_many_searches_at_once_share_one_rebuild(db: Database) -> None:
    await publish(db, PASSWORD)

    copies = await asyncio.gather(*(copy_of(db) for _ in range(6)))

    assert len({id(copy) for copy in copies}) == 1


async def test_the_copy_is_kept_until_what_is_searchable_changes(db: Database) -> None:
    number = await publish(db, PASSWORD)
    first = await copy_of(db)
    async with db.deed() as tx:
        await entries.revise(tx, number, PASSWORD, WRITER, "草稿不改变检索")
    assert await copy_of(db) is first

    second = await publish(db, PRINTING)

    assert await copy_of(db) is not first
    assert (await found(db, PRINTING.title))[0].shown.number == second


async def test_what_is_found_is_shown_as_the_tables_have_it_now(db: Database) -> None:
    """The copy may be older than the tables for a moment; a citation never is."""
    number = await publish(db, PASSWORD)
    await copy_of(db)
    changed = msgspec.structs.replace(PASSWORD, answer="1. 新的口径。")
    async with db.deed() as tx:
        await entries.revise(tx, number, changed, WRITER, "口径变化")
        await entries.submit(tx, number, WRITER)
        await entries.publish(tx, number, REVIEWER)

    shown = (await found(db, "申报密码"))[0].shown

    assert (shown.version, shown.content.answer) == (2, "1. 新的口径。")
