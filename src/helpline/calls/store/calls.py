"""Calls themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_bytes
from uuid import UUID

import asyncpg
import msgspec

from helpline.calls.model import Call, CallId, Party, State
from helpline.kit.daily_number import shuffled
from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring
from helpline.kit.secrets.rotation import sealed
from helpline.kit.secrets.vault import Place, Vault

CALL = sealed("call", "personal")
PHONE = Place("call", "phone_index")
NOTHING = Party()

_COLUMNS = (
    "id, number, node, dialled, arrived_at, personal, taxpayer_id, district_id, provider_id, about, flow"
)


class Locked(msgspec.Struct, frozen=True):
    """A call in the hands of one deed: with the last signal it heard, and how many events and orders it has."""

    call: Call
    heard: UUID | None
    events: int
    orders: int


async def next_number(tx: Tx, day: date) -> str:
    """The number of the next call of `day`: DH-20261110-0427."""
    row = await tx.fetchrow(
        """insert into call_number (day, last, key) values ($1, 1, $2)
           on conflict (day) do update set last = call_number.last + 1 returning last, key""",
        day,
        token_bytes(16),
    )
    if row is None:
        raise RuntimeError("a day without a number")
    return f"DH-{day:%Y%m%d}-{shuffled(row['last'], row['key'])}"


async def insert(tx: Tx, call: Call, heard: UUID | None) -> bool:
    """Write down a new call; False: it is there already."""
    vault = await keyring.vault(tx)
    found = await tx.fetchval(
        """insert into call (id, number, node, channel, direction, line, dialled, arrived_at, personal, phone_index,
             taxpayer_id, district_id, provider_id, system, about, phase, flow, heard)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           on conflict (id) do nothing returning true""",
        call.id,
        call.number,
        call.node,
        call.state.channel,
        call.state.direction,
        call.state.line,
        call.dialled,
        call.arrived_at,
        None if call.party == NOTHING else vault.seal_document(CALL, call.id, call.party),
        phone_index(vault, call.party.number),
        call.taxpayer_id,
        call.district_id,
        call.provider_id,
        call.state.system,
        call.about,
        call.state.phase.value,
        _flow(call.state),
        heard,
    )
    return bool(found)


def phone_index(vault: Vault, number: str) -> bytes | None:
    return vault.index(PHONE, number) if number else None


async def exists(read: ReadTx, call_id: UUID) -> bool:
    return bool(await read.fetchval("select true from call where id = $1", call_id))


async def lock(tx: Tx, call_id: UUID) -> Locked | None:
    row = await tx.fetchrow(
        f"select {_COLUMNS}, heard, events, orders from call where id = $1 for update", call_id
    )
    if row is None:
        return None
    [call] = await _calls(tx, [row])
    return Locked(call, row["heard"], row["events"], row["orders"])


async def save(tx: Tx, call: Call, heard: UUID | None, events: int, orders: int) -> None:
    state = call.state
    await tx.execute(
        """update call set phase = $2, consultant_id = $3, flow = $4, heard = coalesce($5, heard), events = $6,
             orders = $7, queued_at = $8, connected_at = $9, ended_at = $10, outcome = $11, system = $12
           where id = $1""",
        call.id,
        state.phase.value,
        state.consultant,
        _flow(state),
        heard,
        events,
        orders,
        state.queued_at,
        state.connected_at,
        state.ended_at,
        state.outcome,
        state.system,
    )


async def find(read: ReadTx, call_id: UUID) -> Call | None:
    return next(iter(await find_many(read, [call_id])), None)


async def find_many(read: ReadTx, ids: Sequence[UUID]) -> list[Call]:
    rows = await read.fetch(f"select {_COLUMNS} from call where id = any($1::uuid[])", list(ids))
    return await _calls(read, rows)


async def in_hands(read: ReadTx, staff_ids: Sequence[UUID]) -> list[Call]:
    """What is in the hands of any of these people."""
    rows = await read.fetch(
        f"select {_COLUMNS} from call where consultant_id = any($1::uuid[]) and phase <> 'ended'",
        list(staff_ids),
    )
    return await _calls(read, rows)


async def of_consultant(read: ReadTx, staff_id: UUID) -> list[Call]:
    """What is in a consultant's hands, the first first."""
    rows = await read.fetch(
        f"select {_COLUMNS} from call where consultant_id = $1 and phase <> 'ended' order by arrived_at",
        staff_id,
    )
    return await _calls(read, rows)


async def latest_node(read: ReadTx) -> str | None:
    """Where the last call came in."""
    found: str | None = await read.fetchval("select node from call order by arrived_at desc limit 1")
    return found


async def open_on(read: ReadTx, node: str) -> list[tuple[UUID, datetime]]:
    """Calls of a node that are not over, with their arrival."""
    rows = await read.fetch(
        "select id, arrived_at from call where node = $1 and phase <> 'ended' order by id", node
    )
    return [(row["id"], row["arrived_at"]) for row in rows]


async def running(read: ReadTx, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these calls are not over."""
    rows = await read.fetch("select id from call where id = any($1::uuid[]) and phase <> 'ended'", list(ids))
    return {row["id"] for row in rows}


async def last_consultant(read: ReadTx, number: str, since: datetime) -> UUID | None:
    """R5.3: with whom the number talked last."""
    index = phone_index(await keyring.vault(read), number)
    if index is None:
        return None
    found: UUID | None = await read.fetchval(
        """select (flow::jsonb ->> 'served_by')::uuid from call
           where phone_index = $1 and connected_at is not null and arrived_at >= $2
           order by arrived_at desc limit 1""",
        index,
        since,
    )
    return found


async def provider_of(read: ReadTx, dialled: str) -> UUID | None:
    """Whose number was dialled."""
    found: UUID | None = await read.fetchval(
        "select provider_id from hotline_number where dialled = $1", dialled
    )
    return found


async def set_provider_of(tx: Tx, dialled: str, provider_id: UUID) -> None:
    await tx.execute(
        """insert into hotline_number (dialled, provider_id) values ($1, $2)
           on conflict (dialled) do update set provider_id = excluded.provider_id""",
        dialled,
        provider_id,
    )


async def in_scope(read: ReadTx, provider_id: UUID | None, district_id: UUID | None, most: int) -> list[Call]:
    """Calls that are not over, of a provider's queues or a district's taxpayers, the earliest first."""
    rows = await read.fetch(
        f"""select {_COLUMNS} from call where phase <> 'ended'
             and ($1::uuid is null or provider_id = $1 or provider_id is null)
             and ($2::uuid is null or district_id = $2) order by arrived_at limit $3""",
        provider_id,
        district_id,
        most,
    )
    return await _calls(read, rows)


async def of_number(read: ReadTx, number: str, most: int) -> list[Call]:
    """Earlier calls from or to the number, the latest first."""
    index = phone_index(await keyring.vault(read), number)
    rows = await read.fetch(
        f"select {_COLUMNS} from call where phone_index = $1 order by arrived_at desc limit $2", index, most
    )
    return await _calls(read, rows)


def _flow(state: State) -> str:
    return msgspec.json.encode(state).decode()


async def _calls(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Call]:
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    return [_call(vault, row) for row in rows]


def _call(vault: Vault, row: asyncpg.Record) -> Call:
    personal = row["personal"]
    return Call(
        id=CallId(row["id"]),
        number=row["number"],
        node=row["node"],
        dialled=row["dialled"],
        arrived_at=row["arrived_at"],
        party=vault.open_document(CALL, row["id"], personal, Party) if personal else NOTHING,
        taxpayer_id=row["taxpayer_id"],
        district_id=row["district_id"],
        provider_id=row["provider_id"],
        about=row["about"],
        state=msgspec.json.decode(row["flow"], type=State),
    )
