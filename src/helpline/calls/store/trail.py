"""What happened to calls, and what the telephone system is still to do."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.calls.engine import Order, ToDo
from helpline.calls.model import CallEvent
from helpline.kit.db import ReadTx, Tx

_ORDERS = msgspec.json.Decoder(Order)


async def append(
    tx: Tx,
    call_id: UUID,
    node: str,
    after: tuple[int, int],
    added: tuple[Sequence[CallEvent], Sequence[Order]],
) -> None:
    """Write events and orders as the next ones after the numbers `after`; one statement, for each deed does it."""
    (events, orders), (last_event, last_order) = added, after
    if not events and not orders:
        return
    await tx.execute(
        """with told as (
             insert into call_event (call_id, seq, at, kind, detail)
             select $1, $2 + e.place, e.at, e.kind, e.detail::jsonb
             from unnest($3::timestamptz[], $4::text[], $5::text[]) with ordinality as e (at, kind, detail, place))
           insert into call_order (call_id, number, node, written, ordered_at)
           select $1, $6 + o.place, $7, o.written, $8
           from unnest($9::text[]) with ordinality as o (written, place)""",
        call_id,
        last_event,
        [event.at for event in events],
        [event.kind for event in events],
        [msgspec.json.encode(event.detail).decode() for event in events],
        last_order,
        node,
        tx.now,
        [msgspec.json.encode(order).decode() for order in orders],
    )


async def undone(read: ReadTx, node: str, call_id: UUID | None, most: int) -> list[ToDo]:
    """Orders not carried out, of one call or all, each call's in their order."""
    rows = await read.fetch(
        """select call_id, number, written from call_order
           where done_at is null and node = $1 and ($2::uuid is null or call_id = $2)
           order by call_id, number limit $3""",
        node,
        call_id,
        most,
    )
    return [
        ToDo(call=row["call_id"], number=row["number"], order=_ORDERS.decode(row["written"])) for row in rows
    ]


async def mark_done(tx: Tx, done: Sequence[tuple[UUID, int]]) -> None:
    await tx.execute(
        """update call_order o set done_at = $3
           from (select * from unnest($1::uuid[], $2::int[]) order by 1, 2) as d (call_id, number)
           where o.call_id = d.call_id and o.number = d.number and o.done_at is null""",
        [call_id for call_id, _ in done],
        [number for _, number in done],
        tx.now,
    )


async def events_of(read: ReadTx, call_id: UUID) -> list[CallEvent]:
    """What happened to a call, the first first."""
    rows = await read.fetch(
        "select at, kind, detail from call_event where call_id = $1 order by seq", call_id
    )
    return [CallEvent(at=row["at"], kind=row["kind"], detail=row["detail"]) for row in rows]
