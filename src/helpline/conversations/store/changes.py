"""What was said, in order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from helpline.conversations import words
from helpline.conversations.flow.actions import Recall, Say
from helpline.conversations.model import Change, Content, Notice, PostChange, RecallChange
from helpline.kit.db import ReadTx, Tx

Line = tuple[UUID, Say | Recall]

_INSERT = """
insert into change (conversation_id, seq, at, kind, by_party, name, author, client_id, body, target)
select u.conversation_id, u.seq, $10, u.kind, u.by_party, u.name, u.author, u.client_id, u.body, u.target
from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::int[])
  as u (conversation_id, seq, kind, by_party, name, author, client_id, body, target)"""


async def append(tx: Tx, lines: Sequence[Line]) -> None:
    says = [action if isinstance(action, Say) else None for _, action in lines]
    posts = [say.post if say else None for say in says]
    await tx.execute(
        _INSERT,
        [conversation_id for conversation_id, _ in lines],
        [action.seq for _, action in lines],
        ["post" if say else "recalled" for say in says],
        [post.by if post else _by(action) for post, (_, action) in zip(posts, lines, strict=True)],
        [post.name if post else "" for post in posts],
        [post.author if post else None for post in posts],
        [post.client_id if post else None for post in posts],
        [encode(post.content) if post else None for post in posts],
        [action.target if isinstance(action, Recall) else None for _, action in lines],
        tx.now,
    )
    recalls = [(conversation_id, a) for conversation_id, a in lines if isinstance(a, Recall)]
    for conversation_id, recall in recalls:
        await tx.execute(
            "update change set recalled_by = $3 where conversation_id = $1 and seq = $2",
            conversation_id,
            recall.target,
            recall.seq,
        )


def _by(action: Say | Recall) -> str:
    return action.by if isinstance(action, Recall) else action.post.by


def encode(content: Content) -> str:
    return msgspec.json.encode(content).decode()


async def already_said(tx: Tx, pairs: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], int]:
    """Of (conversation, client id): those that are on record, with their numbers."""
    rows = await tx.fetch(
        """select c.conversation_id, c.client_id, c.seq from change c
           join unnest($1::uuid[], $2::uuid[]) as p (conversation_id, client_id)
             on c.conversation_id = p.conversation_id and c.client_id = p.client_id""",
        [conversation_id for conversation_id, _ in pairs],
        [client_id for _, client_id in pairs],
    )
    return {(row["conversation_id"], row["client_id"]): row["seq"] for row in rows}


async def after(read: ReadTx, conversation_id: UUID, seq: int, most: int) -> list[Change]:
    rows = await read.fetch(
        """select seq, at, kind, by_party, name, client_id, body, target, recalled_by from change
           where conversation_id = $1 and seq > $2 order by seq limit $3""",
        conversation_id,
        seq,
        most,
    )
    return [_change(row) for row in rows]


async def post_at(read: ReadTx, conversation_id: UUID, seq: int) -> asyncpg.Record | None:
    """The post at a number, as recorded, with author and time."""
    return await read.fetchrow(
        """select at, by_party, author, body, recalled_by from change
           where conversation_id = $1 and seq = $2 and kind = 'post'""",
        conversation_id,
        seq,
    )


async def texts(read: ReadTx, conversation_id: UUID, upto: int, most: int) -> list[asyncpg.Record]:
    """The newest posts up to a number, newest first: by_party, body, seq."""
    return await read.fetch(
        """select seq, by_party, body, at from change
           where conversation_id = $1 and seq <= $2 and kind = 'post' order by seq desc limit $3""",
        conversation_id,
        upto,
        most,
    )


def decode(body: str) -> Content:
    content: Content = msgspec.json.decode(body, type=Content)
    return content


def _change(row: asyncpg.Record) -> Change:
    at: datetime = row["at"]
    if row["kind"] == "recalled":
        return RecallChange(seq=row["seq"], at=at, by=row["by_party"], target=row["target"])
    content: Content = decode(row["body"])
    if row["recalled_by"] is not None:
        content = Notice(code="recalled", text=words.recalled().text)
    return PostChange(
        seq=row["seq"],
        at=at,
        by=row["by_party"],
        name=row["name"],
        client_id=row["client_id"],
        content=content,
    )
