"""Transactions. One deed, one transaction, opened at the door; nobody below a door commits."""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, SafeUUID

import asyncpg
import msgspec

from helpline.kit import facts
from helpline.kit.clock import Clock
from helpline.kit.ids import new_id
from helpline.kit.log import Log, correlation

NOTIFY_LIMIT = 7600
"""PostgreSQL refuses notifications of 8,000 bytes and more."""

_PASSING = (
    ConnectionError,
    TimeoutError,
    FileNotFoundError,  # the server's Unix socket
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.InsufficientResourcesError,  # its disk is full, or it has no connection left: freed, it goes on
    asyncpg.InternalClientError,  # the driver loses its thread when the line breaks in the middle of an answer
)


def is_passing(error: BaseException) -> bool:
    """Whether the trouble passes by itself: the database is away, restarts or is full, or two deeds met in one place.

    Whether the deed committed before is not known: who tries again must recognise what was done.
    """
    hung_up = isinstance(error, asyncpg.InterfaceError) and "closed" in str(error)
    return hung_up or isinstance(error, _PASSING)


def tell(log: Log, event: str, error: Exception) -> None:
    """Log trouble in a loop that goes on: what passes by itself in one line, a bug with its trace."""
    if is_passing(error):
        log.warning(event, reason=repr(error))
    else:
        log.failure(event)


class ReadTx:
    """A read-only look at one moment. `now` is read once, at the start.

    `memory` outlives the look: what queries remember of this database, each under a key of its own (Any: each
    knows what it put there). It may be stale, and knows nothing of other processes.
    """

    def __init__(self, connection: Any, now: datetime, memory: dict[Hashable, Any] | None = None) -> None:
        self._connection = connection
        self.now = now
        self.memory = {} if memory is None else memory

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await self._connection.fetch(sql, *args)
        return rows

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        row: asyncpg.Record | None = await self._connection.fetchrow(sql, *args)
        return row

    async def fetchval(self, sql: str, *args: object) -> Any:
        return await self._connection.fetchval(sql, *args)


class Hint(msgspec.Struct, array_like=True):
    """A live topic changed.

    With `eyes`, the frame that brings a listener from `after` to `seq` travels along in `data`, for those alone; without,
    the listener's reader looks it up.
    """

    topic: str
    data: msgspec.Raw = msgspec.Raw(b"null")
    after: int = 0
    seq: int = 0
    eyes: tuple[UUID, ...] = ()


class Tx(ReadTx):
    """One deed. What is announced or stirred in it happens if and only if it commits."""

    def __init__(self, connection: Any, now: datetime, memory: dict[Hashable, Any] | None = None) -> None:
        super().__init__(connection, now, memory)
        self._facts: list[facts.Fact] = []
        self._hints: dict[str, Hint] = {}
        self._wakes: set[str] = set()
        self.witnessed = False
        """Whether the deed has been put on record."""

    async def execute(self, sql: str, *args: object) -> str:
        status: str = await self._connection.execute(sql, *args)
        return status

    async def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        await self._connection.executemany(sql, rows)

    async def copy(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Load many rows at once."""
        await self._connection.copy_records_to_table(table, columns=list(columns), records=rows)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A savepoint: what fails inside is undone alone."""
        async with self._connection.transaction():
            yield

    def announce(self, fact: facts.Fact) -> None:
        """Let higher rooms hear of `fact` once this deed is committed."""
        self._facts.append(fact)

    def stir(self, topic: str, data: bytes = b"null") -> None:
        """Tell the live hub that `topic` changed."""
        self._hints[topic] = Hint(topic, msgspec.Raw(data))

    def hand(self, topic: str, frame: bytes, after: int, seq: int, eyes: tuple[UUID, ...]) -> None:
        """Tell it, and give the frame along that follows on from `after`, for `eyes` alone.

        What was stirred in the same deed stays stirred: then the frame is not all.
        """
        self._hints[topic] = (
            Hint(topic) if topic in self._hints else Hint(topic, msgspec.Raw(frame), after, seq, eyes)
        )

    def wake(self, channel: str) -> None:
        """Wake whoever sleeps on `channel`, without a message."""
        self._wakes.add(channel)

    def hush(self, channel: str) -> bool:
        """Wake nobody on `channel` after all: who would be woken does this deed. Whether somebody was to be."""
        was_to_be = channel in self._wakes
        self._wakes.discard(channel)
        return was_to_be

    async def flush(self) -> None:
        """Write what was announced and stirred. Called by the door, just before the commit."""
        if self._facts:
            await self._write_facts()
        messages = [("live", payload) for payload in _packed(self._hints.values())]
        messages += [(channel, "") for channel in sorted(self._wakes)]
        if messages:
            await self.execute(
                "select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as u (channel, payload)",
                [channel for channel, _ in messages],
                [payload for _, payload in messages],
            )

    async def _write_facts(self) -> None:
        await self.execute(
            """insert into outbox (fact_id, name, payload, announced_at, correlation)
               select *, $4, $5 from unnest($1::uuid[], $2::text[], $3::text[])""",
            [new_id() for _ in self._facts],
            [fact.name for fact in self._facts],
            [facts.encode(fact) for fact in self._facts],
            self.now,
            correlation.get(),
        )
        self._wakes.add("facts")


def _packed(hints: Any) -> list[str]:
    """As few notifications as the size limit allows; a change too large to travel is sent as a bare hint."""
    payloads: list[str] = []
    parts: list[bytes] = []
    size = 2
    for hint in hints:
        part = msgspec.json.encode(hint)
        if len(part) > NOTIFY_LIMIT:
            part = msgspec.json.encode(Hint(hint.topic))
        if parts and size + len(part) + 1 > NOTIFY_LIMIT:
            payloads.append((b"[" + b",".join(parts) + b"]").decode())
            parts, size = [], 2
        parts.append(part)
        size += len(part) + 1
    if parts:
        payloads.append((b"[" + b",".join(parts) + b"]").decode())
    return payloads


Witness = Callable[[Tx], Awaitable[None]]
"""Called before every commit, with the deed that is about to stand; what it writes stands with it."""


class Database:
    """The pool, and the clock that dates every deed."""

    witnesses: ClassVar[list[Witness]] = []
    """Registered by `app.wiring`, for every database: the ground does not know who keeps the record."""

    def __init__(self, pool: Any, clock: Clock, dsn: str) -> None:
        self._pool = pool
        self.clock = clock
        self.dsn = dsn
        self._memory: dict[Hashable, Any] = {}

    @classmethod
    async def open(cls, dsn: str, clock: Clock, *, size: int = 10) -> "Database":
        pool = await asyncpg.create_pool(dsn, min_size=1, max_size=size, init=_set_up, reset=_as_it_was)
        return cls(pool, clock, dsn)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def deed(self) -> AsyncIterator[Tx]:
        """Leaving normally commits, with all that was announced; raising undoes everything."""
        async with self._pool.acquire() as connection, connection.transaction():
            tx = Tx(connection, self.clock.now(), self._memory)
            yield tx
            for witness in self.witnesses:
                await witness(tx)
            await tx.flush()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadTx]:
        """One consistent, read-only look."""
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield ReadTx(connection, self.clock.now(), self._memory)

    async def listen_connection(self) -> Any:
        """A connection of one's own, for LISTEN; the caller closes it."""
        connection = await asyncpg.connect(self.dsn)
        await _set_up(connection)
        return connection


def _uuid(raw: bytes) -> UUID:
    """`UUID(bytes=raw)` without its questions, which took a tenth of a web process's time: the server sends no other."""
    made = object.__new__(UUID)
    object.__setattr__(made, "int", int.from_bytes(raw, "big"))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


async def _as_it_was(_connection: Any) -> None:
    """Nothing of a deed outlasts its transaction: no setting, no lock, no cursor; what stood open is rolled back before.

    Its own way, a statement that resets the session, is one more round trip for every deed and look.
    """


async def _set_up(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda raw: msgspec.json.decode(raw[1:]),
        format="binary",
    )
    await connection.set_type_codec(
        "uuid",
        schema="pg_catalog",
        encoder=lambda value: value.bytes if isinstance(value, UUID) else UUID(value).bytes,
        decoder=_uuid,
        format="binary",
    )
