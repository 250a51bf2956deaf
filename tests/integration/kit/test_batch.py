"""Group commit: one transaction for many, and each hears of its own part."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from helpline.kit.batch import Busy, GroupCommit
from helpline.kit.db import Database, Tx
from helpline.kit.refusal import Invalid, Refused


class Ledger:
    """Writes words into a table of its own and remembers the batches it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    async def apply(self, tx: Tx, words: Sequence[str]) -> list[str | Refused]:
        self.batches.append(list(words))
        outcomes: list[str | Refused] = []
        for word in words:
            if word == "refused":
                outcomes.append(Invalid("不行。"))
                continue
            if word == "broken":
                raise ZeroDivisionError
            await tx.execute("insert into word (said) values ($1)", word)
            outcomes.append(word.upper())
        return outcomes


async def written(db: Database) -> list[str]:
    async with db.reading() as read:
        return [row["said"] for row in await read.fetch("select said from word order by place")]


@asynccontextmanager
async def running(
    db: Database, apply: Callable[[Tx, Sequence[str]], Awaitable[list[str | Refused]]], **limits: int
) -> AsyncIterator[GroupCommit[str, str]]:
    async with db.deed() as tx:
        await tx.execute("create table word (place serial, said text check (said <> 'rejected'))")
    commit: GroupCommit[str, str] = GroupCommit(db, apply, **limits)
    task = asyncio.create_task(commit.run())
    yield commit
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_arrives_together_is_committed_together(db: Database) -> None:
    ledger = Ledger()
    async with running(db, ledger.apply) as commit:
        outcomes = await asyncio.gather(*(commit.submit(f"w{n}") for n in range(50)))

    assert outcomes == [f"W{n}" for n in range(50)]
    assert ledger.batches == [[f"w{n}" for n in range(50)]]
    assert await written(db) == [f"w{n}" for n in range(50)]


async def test_a_batch_has_a_most_and_the_rest_comes_next_in_order(db: Database) -> None:
    ledger = Ledger()
    async with running(db, ledger.apply, most=8) as commit:
        await asyncio.gather(*(commit.submit(f"w{n}") for n in range(20)))

    assert [len(batch) for batch in ledger.batches] == [8, 8, 4]
    assert await written(db) == [f"w{n}" for n in range(20)]


async def test_a_refused_item_costs_its_neighbours_nothing(db: Database) -> None:
    ledger = Ledger()
    async with running(db, ledger.apply) as commit:
        outcomes = await asyncio.gather(
            *(commit.submit(word) for word in ("a", "refused", "b")), return_exceptions=True
        )

    assert [str(each) for each in outcomes] == ["A", "不行。", "B"]
    assert len(ledger.batches) == 1


@pytest.mark.parametrize("bad", ["broken", "rejected"], ids=["the program fails", "the database refuses"])
async def test_an_item_that_breaks_the_batch_fails_alone_and_the_order_stays(db: Database, bad: str) -> None:
    ledger = Ledger()
    async with running(db, ledger.apply) as commit:
        outcomes = await asyncio.gather(
            *(commit.submit(word) for word in ("a", "b", bad, "c")), return_exceptions=True
        )
        assert await commit.submit("d") == "D"

    assert [isinstance(each, Exception) for each in outcomes] == [False, False, True, False]
    assert await written(db) == ["a", "b", "c", "d"]


async def test_nothing_is_acknowledged_before_it_is_committed(db: Database) -> None:
    async def apply(tx: Tx, words: Sequence[str]) -> list[str | Refused]:
        return await Ledger().apply(tx, words)

    async with running(db, apply) as commit:
        for n in range(20):
            await commit.submit(f"w{n}")
            assert len(await written(db)) == n + 1


async def test_a_full_queue_says_so_and_takes_nothing(db: Database) -> None:
    ledger = Ledger()
    async with running(db, ledger.apply, bound=3) as commit:
        outcomes = await asyncio.gather(*(commit.submit(f"w{n}") for n in range(5)), return_exceptions=True)

    assert [isinstance(each, Busy) for each in outcomes] == [False, False, False, True, True]
    assert await written(db) == ["w0", "w1", "w2"]


async def test_who_hung_up_is_written_and_disturbs_nobody(db: Database) -> None:
    ledger = Ledger()
    async with running(db, ledger.apply) as commit:
        gone = asyncio.ensure_future(commit.submit("a"))
        stays = asyncio.ensure_future(commit.submit("b"))
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays == "B"

    assert await written(db) == ["a", "b"]
