"""Lists and histories at a million conversations and ten million messages, made on the server. `make bench-large`.

Messages lie as they come: a thousand dialogues run side by side, so the words of one are spread over many pages.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from helpline.app import wiring
from helpline.app.migrate import make_database, migrate
from helpline.conversations import queries
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database, ReadTx
from helpline.kit.postgres.launcher import Cluster
from tests.load.figure import Figure
from tests.support.keys import choose_key

CONVERSATIONS, MESSAGES = 1_000_000, 10
CHUNK = 50_000
VISITORS, CONSULTANTS = 250_000, 500
OPEN_AT_THE_END = 1_500
LOOKS = 400

_VISITORS = """
insert into visitor (id, token_hash, made_at)
select ('01900000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, decode(md5(n::text), 'hex'), $1
from generate_series(0, $2::int - 1) n"""

_CONVERSATIONS = """
insert into conversation (id, number, visitor_id, started_at, question, opened_as, phase, consultant_id, seq, flow,
  last_at, last_words, taxpayer_posts, ended_at, end_reason)
select id, 'L-' || n, ('01900000-0000-7000-8001-' || lpad(to_hex(n % $4::int), 12, '0'))::uuid, at, '登录不了怎么办', id,
  case when n < $5::int then 'ended' else 'active' end,
  ('01900000-0000-7000-8002-' || lpad(to_hex(n % $6::int), 12, '0'))::uuid, $7::int,
  json_build_object('id', id, 'phase', case when n < $5::int then 'ended' else 'active' end, 'seq', $7::int)::text,
  at, '还是不行', $7::int / 2, case when n < $5::int then at end, case when n < $5::int then 'answered' end
from (
  select n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
    $1::timestamptz - make_interval(secs => 60.0 * (1000000 - n)) as at
  from generate_series($2::int, $3::int - 1) n
) as made"""

_MESSAGES = """
insert into change (conversation_id, seq, at, kind, by_party, author, client_id, body)
select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, s,
  $1::timestamptz - make_interval(secs => 60.0 * (1000000 - n) - s), 'post',
  case s % 2 when 0 then 'consultant' else 'taxpayer' end, null,
  ('01900000-0000-7000-9000-' || lpad(to_hex(n * $4::bigint + s), 12, '0'))::uuid,
  '{"type":"text","text":"扣缴客户端报送以后一直显示申报处理中，已经半个小时了，怎么办？第' || s || '句"}'
from generate_series($2::int, $3::int - 1) n, generate_series(1, $4::int) s
order by n / 1000, s, n"""


async def fill(db: Database) -> float:
    """Make them; seconds it took."""
    began = time.perf_counter()
    async with db.deed() as tx:
        await tx.execute(_VISITORS, tx.now, VISITORS)
    for first in range(0, CONVERSATIONS, CHUNK):
        end = min(first + CHUNK, CONVERSATIONS)
        async with db.deed() as tx:
            still_open = CONVERSATIONS - OPEN_AT_THE_END
            await tx.execute(_CONVERSATIONS, tx.now, first, end, VISITORS, still_open, CONSULTANTS, MESSAGES)
            await tx.execute(_MESSAGES, tx.now, first, end, MESSAGES)
        print(f"{end:,} conversations, {time.perf_counter() - began:.0f} s", flush=True)
    async with db.deed() as tx:
        for table in ("visitor", "conversation", "change"):
            await tx.execute(f"analyze {table}")
    return time.perf_counter() - began


async def measure(db: Database) -> list[Figure]:
    """Milliseconds of what the screens ask for, of visitors, consultants and conversations picked at random."""
    took = await fill(db)
    luck = random.Random(7)
    looks: dict[str, Callable[[ReadTx], Awaitable[Any]]] = {
        "a taxpayer's conversations": lambda read: queries.of_visitor(
            read, _id("8001", luck.randrange(VISITORS))
        ),
        "a consultant's list": lambda read: queries.dialogues_of(
            read, _id("8002", luck.randrange(CONSULTANTS)), [_some(luck) for _ in range(5)]
        ),
        "a conversation's history": lambda read: _history(read, _some(luck)),
    }
    figures = [
        Figure(
            "rows made a second, indexes in place",
            CONVERSATIONS * (MESSAGES + 1) / took,
            "/s",
            took,
            "s in all",
        )
    ]
    for name, look in looks.items():
        spread = await _spread(db, look)
        size = f"{CONVERSATIONS:,} conversations, {CONVERSATIONS * MESSAGES:,} messages"
        figures.append(Figure(f"{name} at {size}, p99", spread, "ms", 100, "limit", at_most=True))
    return figures


async def _history(read: ReadTx, conversation_id: UUID) -> None:
    conversation = await queries.find(read, conversation_id)
    piece = await queries.slice_after(read, conversation, 0)
    assert len(piece.changes) == MESSAGES


async def _spread(db: Database, look: Callable[[ReadTx], Awaitable[Any]]) -> float:
    waits: list[float] = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        async with db.reading() as read:
            await look(read)
        waits.append((time.perf_counter() - began) * 1000)
    return sorted(waits)[int(LOOKS * 0.99)]


async def _alone(dsn: str) -> None:
    db = await Database.open(dsn, SystemClock(), size=2)
    for figure in await measure(db):
        print(figure.row())
    await db.close()


def main() -> None:
    """Fill a database of its own and measure; takes minutes."""
    wiring.wire()
    choose_key()
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        cluster = Cluster(Path(folder))
        cluster.start()
        asyncio.run(make_database(cluster.dsn(), "archive"))
        asyncio.run(migrate(cluster.dsn("archive")))
        asyncio.run(_alone(cluster.dsn("archive")))
        cluster.stop()


def _id(kind: str, number: int) -> UUID:
    return UUID(f"01900000-0000-7000-{kind}-{number:012x}")


def _some(luck: random.Random) -> UUID:
    return _id("8000", luck.randrange(CONVERSATIONS))


if __name__ == "__main__":
    main()
