"""Conversations themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_bytes
from uuid import UUID

import asyncpg
import msgspec

from helpline.conversations.model import Conversation, ConversationId, State, VisitorId
from helpline.conversations.store.asked import Asked, asked_of, sealed_asker
from helpline.kit.daily_number import shuffled
from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring

_COLUMNS = """id, number, visitor_id, started_at, taxpayer_id, personal, district_id, provider_id, system,
 follows, question, flow, read_taxpayer, read_consultant, rated_at"""


class LastWords(msgspec.Struct, frozen=True):
    """What a list shows of the newest post."""

    by: str
    words: str
    from_taxpayer: int


async def next_number(tx: Tx, day: date) -> str:
    """The number of the next matter of `day`: SL-20261110-0427."""
    row = await tx.fetchrow(
        """insert into matter_number (day, last, key) values ($1, 1, $2)
           on conflict (day) do update set last = matter_number.last + 1 returning last, key""",
        day,
        token_bytes(16),
    )
    if row is None:
        raise RuntimeError("a day without a number")
    return f"SL-{day:%Y%m%d}-{shuffled(row['last'], row['key'])}"


async def insert(tx: Tx, conversation: Conversation, opened_as: UUID) -> None:
    given = Asked(asker=conversation.asker, phone=conversation.phone, credit_code=conversation.credit_code)
    await tx.execute(
        """insert into conversation (id, number, visitor_id, started_at, taxpayer_id, personal, district_id,
             provider_id, system, follows, question, opened_as, phase, flow, last_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $4)""",
        conversation.id,
        conversation.number,
        conversation.visitor_id,
        conversation.started_at,
        conversation.taxpayer_id,
        sealed_asker(await keyring.vault(tx), conversation.id, given),
        conversation.district_id,
        conversation.provider_id,
        conversation.system,
        conversation.follows,
        conversation.question,
        opened_as,
        conversation.state.phase.value,
        _flow(conversation.state),
    )


async def lock(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Conversation]:
    """Conversations by id, locked in the order of their ids, so that two deeds never wait for each other."""
    rows = await tx.fetch(
        f"select {_COLUMNS} from conversation where id = any($1::uuid[]) order by id for update",
        list(ids),
    )
    return {each.id: each for each in await _conversations(tx, rows)}


async def find(read: ReadTx, conversation_id: UUID) -> Conversation | None:
    return (await find_many(read, [conversation_id])).get(ConversationId(conversation_id))


async def find_many(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, Conversation]:
    rows = await read.fetch(f"select {_COLUMNS} from conversation where id = any($1::uuid[])", list(ids))
    return {each.id: each for each in await _conversations(read, rows)}


async def open_of(read: ReadTx, visitor_id: UUID) -> Conversation | None:
    rows = await read.fetch(
        f"select {_COLUMNS} from conversation where visitor_id = $1 and phase <> 'ended'",
        visitor_id,
    )
    return next(iter(await _conversations(read, rows)), None)


async def opened_as(read: ReadTx, visitor_id: UUID, key: UUID) -> UUID | None:
    """Where an opening with this key went earlier: it opened a conversation, or went on in the running one."""
    found: UUID | None = await read.fetchval(
        """select c.id from conversation c where c.visitor_id = $1 and (c.opened_as = $2 or exists
             (select from change h where h.conversation_id = c.id and h.client_id = $2)) limit 1""",
        visitor_id,
        key,
    )
    return found


async def nth_newest(read: ReadTx, visitor_id: UUID, count: int) -> datetime | None:
    """When the visitor's `count`-th newest conversation began; None: there are fewer."""
    found: datetime | None = await read.fetchval(
        "select started_at from conversation where visitor_id = $1 order by started_at desc offset $2 limit 1",
        visitor_id,
        count - 1,
    )
    return found


async def ended_after(read: ReadTx, after: UUID, most: int) -> list[UUID]:
    rows = await read.fetch(
        "select id from conversation where id > $1 and phase = 'ended' order by id limit $2", after, most
    )
    return [row["id"] for row in rows]


async def districts_of(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    rows = await read.fetch("select id, district_id from conversation where id = any($1::uuid[])", list(ids))
    return {row["id"]: row["district_id"] for row in rows}


async def of_visitor(read: ReadTx, visitor_id: UUID, most: int) -> list[Conversation]:
    rows = await read.fetch(
        f"select {_COLUMNS} from conversation where visitor_id = $1 order by started_at desc limit $2",
        visitor_id,
        most,
    )
    return await _conversations(read, rows)


async def save(tx: Tx, moved: Sequence[tuple[Conversation, LastWords]]) -> None:
    """Write states and what lists show of them, all at once."""
    await tx.execute(
        """update conversation c set phase = m.phase, consultant_id = m.consultant, seq = m.seq, flow = m.flow,
             ended_at = m.ended_at, end_reason = m.end_reason,
             last_at = case when m.words = '' then c.last_at else $9 end,
             last_by = case when m.words = '' then c.last_by else m.by end,
             last_words = case when m.words = '' then c.last_words else m.words end,
             taxpayer_posts = c.taxpayer_posts + m.posts
           from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::timestamptz[], $7::text[],
             $8::text[], $10::text[], $11::int[])
             as m (id, phase, consultant, seq, flow, ended_at, end_reason, by, words, posts)
           where c.id = m.id""",
        [c.id for c, _ in moved],
        [c.state.phase.value for c, _ in moved],
        [c.state.consultant for c, _ in moved],
        [c.state.seq for c, _ in moved],
        [_flow(c.state) for c, _ in moved],
        [c.state.ended_at for c, _ in moved],
        [c.state.end_reason for c, _ in moved],
        [last.by for _, last in moved],
        tx.now,
        [last.words for _, last in moved],
        [last.from_taxpayer for _, last in moved],
    )


async def mark_read(tx: Tx, conversation_id: UUID, party: str, upto: int) -> bool:
    """Move a read mark forward; whether it moved."""
    column = "read_taxpayer" if party == "taxpayer" else "read_consultant"
    status = await tx.execute(
        f"update conversation set {column} = least($2, seq) where id = $1 and {column} < least($2, seq)",
        conversation_id,
        upto,
    )
    return status != "UPDATE 0"


async def mark_rated(tx: Tx, conversation_id: UUID) -> None:
    await tx.execute("update conversation set rated_at = $2 where id = $1", conversation_id, tx.now)


async def set_contact(tx: Tx, conversation_id: UUID, phone: str) -> None:
    row = await tx.fetchrow("select id, personal from conversation where id = $1 for update", conversation_id)
    if row is None:
        return
    vault = await keyring.vault_for(tx, row["personal"])
    given = msgspec.structs.replace(asked_of(vault, row), phone=phone)
    sealed = sealed_asker(vault, conversation_id, given)
    await tx.execute("update conversation set personal = $2 where id = $1", conversation_id, sealed)


async def set_system(tx: Tx, conversation_id: UUID, system: str) -> None:
    await tx.execute("update conversation set system = $2 where id = $1", conversation_id, system)


def _flow(state: State) -> str:
    return msgspec.json.encode(state).decode()


async def _conversations(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Conversation]:
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    return [_conversation(row, asked_of(vault, row)) for row in rows]


def _conversation(row: asyncpg.Record, given: Asked) -> Conversation:
    return Conversation(
        id=ConversationId(row["id"]),
        number=row["number"],
        visitor_id=VisitorId(row["visitor_id"]),
        started_at=row["started_at"],
        taxpayer_id=row["taxpayer_id"],
        asker=given.asker,
        phone=given.phone,
        credit_code=given.credit_code,
        district_id=row["district_id"],
        provider_id=row["provider_id"],
        system=row["system"],
        follows=row["follows"],
        question=row["question"],
        state=msgspec.json.decode(row["flow"], type=State),
        read_taxpayer=row["read_taxpayer"],
        read_consultant=row["read_consultant"],
        rated=row["rated_at"] is not None,
    )
