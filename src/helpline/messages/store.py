"""SQL of messages."""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from helpline.kit.daily_number import shuffled
from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring
from helpline.kit.secrets.rotation import sealed
from helpline.kit.secrets.vault import Vault
from helpline.messages.model import Clock, Message, Ownership

_COLUMNS = (
    ", ".join(name for name in Message.__struct_fields__ if name not in {"name", "phone"}) + ", personal"
)

MESSAGE = sealed("message", "personal")


class Sender(msgspec.Struct, frozen=True):
    """The sealed part of a message (R18.1)."""

    name: str
    phone: str


_MARK_OVERDUE: dict[Clock, str] = {
    clock: f"update message set {clock}_overdue_at = $2 where id = $1 and {clock}_overdue_at is null"
    for clock in ("read", "answer")
}

_WITHIN = "($1::uuid[] is null or provider_id = any($1) or ($2 and provider_id is null))"


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Whose messages: of these providers (None: of all), and those that nobody has taken up."""

    providers: list[UUID] | None
    nobodys: bool


async def lock_sending(tx: Tx, visitor_id: UUID) -> None:
    """A visitor's messages come in one after the other: one sent twice at once finds the first."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"message:{visitor_id}")


async def left_since(read: ReadTx, visitor_id: UUID, since: datetime) -> int:
    """How many messages the visitor has left since then."""
    sql = "select count(*) from message where visitor_id = $1 and left_at >= $2"
    count: int = await read.fetchval(sql, visitor_id, since)
    return count


async def sent(read: ReadTx, visitor_id: UUID, client_id: UUID) -> Message | None:
    sql = f"select {_COLUMNS} from message where visitor_id = $1 and client_id = $2"
    return await _first(read, await read.fetch(sql, visitor_id, client_id))


async def next_number(tx: Tx, day: date) -> str:
    """The number of the next message of `day`: LY-20261110-0003."""
    row = await tx.fetchrow(
        """insert into message_number (day, last, key) values ($1, 1, $2)
           on conflict (day) do update set last = message_number.last + 1 returning last, key""",
        day,
        token_bytes(16),
    )
    if row is None:
        raise RuntimeError("a day without a number")
    return f"LY-{day:%Y%m%d}-{shuffled(row['last'], row['key'])}"


async def insert(tx: Tx, message: Message) -> None:
    vault = await keyring.vault(tx)
    await tx.execute(
        """insert into message (id, number, visitor_id, client_id, conversation_id, personal, text, system,
             provider_id, left_at, read_due_at, answer_due_at, wish, call_id, spoken_seconds)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""",
        message.id,
        message.number,
        message.visitor_id,
        message.client_id,
        message.conversation_id,
        vault.seal_document(MESSAGE, message.id, Sender(message.name, message.phone)),
        message.text,
        message.system,
        message.provider_id,
        message.left_at,
        message.read_due_at,
        message.answer_due_at,
        message.wish,
        message.call_id,
        message.spoken_seconds,
    )


async def lock(tx: Tx, message_id: UUID) -> Message | None:
    sql = f"select {_COLUMNS} from message where id = $1 for update"
    return await _first(tx, await tx.fetch(sql, message_id))


async def find(read: ReadTx, message_id: UUID) -> Message | None:
    return await _first(read, await read.fetch(f"select {_COLUMNS} from message where id = $1", message_id))


async def save(tx: Tx, message: Message) -> None:
    """Write whose it is, and what was read and answered."""
    await tx.execute(
        """update message set conversation_id = $2, provider_id = $3, read_at = $4, read_by = $5, owner = $6,
             answered_at = $7, answered_by = $8, answer = $9 where id = $1""",
        message.id,
        message.conversation_id,
        message.provider_id,
        message.read_at,
        message.read_by,
        message.owner,
        message.answered_at,
        message.answered_by,
        message.answer,
    )


async def record_ownership(tx: Tx, message_id: UUID, ownership: Ownership) -> None:
    await tx.execute(
        """insert into message_ownership (message_id, staff_id, since, how, from_staff)
           values ($1, $2, $3, $4, $5)""",
        message_id,
        *msgspec.structs.astuple(ownership),
    )


async def ownerships(read: ReadTx, message_id: UUID) -> list[Ownership]:
    rows = await read.fetch(
        "select staff_id, since, how, from_staff from message_ownership where message_id = $1 order by since",
        message_id,
    )
    return [Ownership(**dict(row)) for row in rows]


async def mark_overdue(tx: Tx, message_id: UUID, clock: Clock, at: datetime) -> bool:
    """Whether it was not marked before: a fact heard twice marks once."""
    return await tx.execute(_MARK_OVERDUE[clock], message_id, at) != "UPDATE 0"


async def open_within(read: ReadTx, reach: Reach, most: int) -> list[Message]:
    """Unanswered, the clock that runs out first standing first."""
    sql = f"""select {_COLUMNS} from message where answered_at is null and {_WITHIN}
              order by case when read_at is null then read_due_at else answer_due_at end, left_at, id
              limit $3"""
    return await _messages(read, await read.fetch(sql, reach.providers, reach.nobodys, most))


async def answered_within(read: ReadTx, reach: Reach, since: datetime, most: int) -> list[Message]:
    """Answered since a moment, the newest answer first."""
    sql = f"""select {_COLUMNS} from message where answered_at >= $3 and {_WITHIN}
              order by answered_at desc, id limit $4"""
    return await _messages(read, await read.fetch(sql, reach.providers, reach.nobodys, since, most))


async def left_between(
    read: ReadTx, reach: Reach, start: datetime, end: datetime, most: int
) -> list[Message]:
    """Left in a stretch of time, the first left first."""
    sql = f"""select {_COLUMNS} from message where left_at >= $3 and left_at < $4 and {_WITHIN}
              order by left_at, id limit $5"""
    return await _messages(read, await read.fetch(sql, reach.providers, reach.nobodys, start, end, most))


async def ids_after(read: ReadTx, after: UUID, most: int) -> list[UUID]:
    rows = await read.fetch("select id from message where id > $1 order by id limit $2", after, most)
    return [row["id"] for row in rows]


async def open_of(read: ReadTx, owner: UUID) -> list[Message]:
    sql = (
        f"select {_COLUMNS} from message where owner = $1 and answered_at is null order by answer_due_at, id"
    )
    return await _messages(read, await read.fetch(sql, owner))


async def of_visitor(read: ReadTx, visitor_id: UUID, most: int) -> list[Message]:
    sql = f"select {_COLUMNS} from message where visitor_id = $1 order by left_at desc, id desc limit $2"
    return await _messages(read, await read.fetch(sql, visitor_id, most))


async def _first(read: ReadTx, rows: Sequence[asyncpg.Record]) -> Message | None:
    return next(iter(await _messages(read, rows)), None)


async def _messages(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Message]:
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    return [_message(vault, dict(row)) for row in rows]


def _message(vault: Vault, fields: dict[str, Any]) -> Message:
    sender = vault.open_document(MESSAGE, fields["id"], fields.pop("personal"), Sender)
    return Message(**fields, name=sender.name, phone=sender.phone)


async def open_of_calls(read: ReadTx, call_ids: Sequence[UUID]) -> list[UUID]:
    """Which of these calls left something that is not answered yet."""
    rows = await read.fetch(
        "select call_id from message where call_id = any($1::uuid[]) and answered_at is null", list(call_ids)
    )
    return [row["call_id"] for row in rows]
