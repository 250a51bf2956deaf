"""Group commit: each sender hears of its own part, and order holds whatever fails."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import asyncpg
import pytest

from helpline.kit.batch import Busy, GroupCommit
from helpline.kit.db import Database, is_passing
from helpline.kit.refusal import Invalid, Refused


class Notebook:
    """Stands in for the database: keeps what was committed; each deed first meets the next trouble, if any is left."""

    def __init__(self, *troubles: Exception | None) -> None:
        self.written: list[str] = []
        self._troubles = list(troubles)

    @asynccontextmanager
    async def deed(self) -> AsyncIterator[list[str]]:
        trouble = self._troubles.pop(0) if self._troubles else None
        pages: list[str] = []
        yield pages
        if trouble is not None:
            raise trouble
        self.written += pages


async def _apply(tx: Any, items: Sequence[str]) -> Sequence[int | Refused]:
    """Words are written down; 'bad' breaks the deed, 'no' is refused."""
    if "bad" in items:
        raise ZeroDivisionError
    tx += [item for item in items if item != "no"]
    return [Invalid("不行。") if item == "no" else len(item) for item in items]


@asynccontextmanager
async def _writer(notebook: Notebook, **limits: Any) -> AsyncIterator[GroupCommit[str, int]]:
    writer: GroupCommit[str, int] = GroupCommit(cast(Database, notebook), cast(Any, _apply), **limits)
    running = asyncio.create_task(writer.run())
    yield writer
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def _submit(writer: GroupCommit[str, int], *words: str) -> list[int | BaseException]:
    return await asyncio.gather(*(writer.submit(word) for word in words), return_exceptions=True)


async def test_each_sender_hears_of_its_own_part() -> None:
    notebook = Notebook()
    async with _writer(notebook) as writer:
        outcomes = await _submit(writer, "a", "no", "ccc")

    assert (outcomes[0], outcomes[2]) == (1, 3)
    assert isinstance(outcomes[1], Invalid)
    assert notebook.written == ["a", "ccc"]


async def test_a_bad_item_fails_alone() -> None:
    notebook = Notebook()
    async with _writer(notebook) as writer:
        outcomes = await _submit(writer, "a", "bad", "ccc")

    assert (outcomes[0], outcomes[2]) == (1, 3)
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert notebook.written == ["a", "ccc"]


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectionRefusedError(),
        FileNotFoundError(),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
async def test_while_the_database_is_away_the_queue_stands_still_and_order_holds(
    trouble: Exception,
) -> None:
    notebook = Notebook(trouble, trouble)
    words = [str(number) for number in range(10)]

    async with _writer(notebook, most=3, pause=0) as writer:
        outcomes = await _submit(writer, *words)

    assert outcomes == [1] * 10
    assert notebook.written == words


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError(),
        PermissionError(),
        asyncpg.UniqueViolationError("duplicate key"),
        asyncpg.DataError("invalid input for query argument $1"),
        asyncpg.InterfaceError("the server expects 3 arguments for this query, 2 were passed"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_bug_does_not_pass_by_itself(error: Exception) -> None:
    assert not is_passing(error)


async def test_a_full_queue_refuses_at_once() -> None:
    async with _writer(Notebook(), bound=2) as writer:
        outcomes = await _submit(writer, "a", "b", "c")

    assert outcomes[:2] == [1, 1]
    assert isinstance(outcomes[2], Busy)
