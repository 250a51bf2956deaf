"""What happened to calls, and what the telephone system is still to do."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.calls.engine import Order, ToDo
from helpline.calls.model import CallEvent
from helpline.kit.db import ReadTx, Tx

_ORDERS = msgspec.json.Decoder(Order)


async def append_events(tx: Tx, call_id: UUID, after: int, events: Sequence[CallEvent]) -> None:
    """Write events as the next ones after number `after`."""
    await tx.executemany(
        "insert into call_event (call_id, seq, at, kind, detail) values ($1, $2, $3, $4, $5)",
        [
            (call_id, after + place, event.at, event.kind, event.detail)
            for place, event in enumerate(events, 1)
        ],
    )


async def append_orders(tx: Tx, call_id: UUID, node: str, after: int, orders: Sequence[Order]) -> None:
    """Write orders as the next ones after number `after`."""
    await tx.executemany(
        "insert into call_order (call_id, number, node, written, ordered_at) values ($1, $2, $3, $4, $5)",
        [
            (call_id, after + place, node, msgspec.json.encode(order).decode(), tx.now)
            for place, order in enumerate(orders, 1)
        ],
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


async def mark_done(tx: Tx, call_id: UUID, numbers: Sequence[int]) -> None:
    await tx.execute(
        """update call_order set done_at = $3
           where call_id = $1 and number = any($2::int[]) and done_at is null""",
        call_id,
        list(numbers),
        tx.now,
    )


async def events_of(read: ReadTx, call_id: UUID) -> list[CallEvent]:
    """What happened to a call, the first first."""
    rows = await read.fetch(
        "select at, kind, detail from call_event where call_id = $1 order by seq", call_id
    )
    return [CallEvent(at=row["at"], kind=row["kind"], detail=row["detail"]) for row in rows]
