"""What the telephone system tells, what it is to do, and the comparison of the two."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from helpline.calls.commands.arriving import arrive
from helpline.calls.commands.moves import apply
from helpline.calls.engine import CallArrived, Order, Outside, Recorded, Ring, Signal, Snapshot, ToDo
from helpline.calls.events import CallRecorded
from helpline.calls.flow.happenings import Missing, Seen
from helpline.calls.store import calls, trail
from helpline.kit.db import ReadTx, Tx

MOST_ORDERS = 500
GRACE = timedelta(seconds=5)
"""A call this young may be missing in what was seen a moment ago."""


async def hear(tx: Tx, signal: Signal) -> None:
    """What happened, once: told again at once with the same id, it changes nothing. Of unknown calls nothing is known."""
    if isinstance(signal, CallArrived):
        await arrive(tx, signal)
        return
    held = await calls.lock(tx, signal.call)
    if held is None or held.heard == signal.id:
        return
    call = await apply(tx, held, signal, at=signal.at, signal=signal.id)
    if isinstance(signal, Recorded):
        tx.announce(
            CallRecorded(
                call_id=call.id,
                node=call.node,
                recording=signal.recording,
                seconds=signal.seconds,
                failed=signal.failed,
                at=signal.at,
            )
        )


async def undone_orders(read: ReadTx, node: str, call_id: UUID | None = None) -> list[ToDo]:
    """What the node is still to do, for one call or for all, each call's in order; at most 500 at once.

    A person's number, which is not written in the order, is filled in.
    """
    todo = await trail.undone(read, node, call_id, MOST_ORDERS)
    hidden = {each.call for each in todo if _hides_number(each.order)}
    numbers: dict[UUID, str] = {
        call.id: call.party.number for call in await calls.find_many(read, sorted(hidden))
    }
    return [_with_number(each, numbers) for each in todo]


def _hides_number(order: Order) -> bool:
    return isinstance(order, Ring) and isinstance(order.to, Outside) and not order.to.number


def _with_number(todo: ToDo, numbers: dict[UUID, str]) -> ToDo:
    order = todo.order
    if not isinstance(order, Ring) or not isinstance(order.to, Outside) or order.to.number:
        return todo
    to = msgspec.structs.replace(order.to, number=numbers.get(todo.call, ""))
    return msgspec.structs.replace(todo, order=msgspec.structs.replace(order, to=to))


async def mark_done(tx: Tx, call_id: UUID, *numbers: int) -> None:
    """The node has done these orders of the call."""
    await trail.mark_done(tx, [(call_id, number) for number in numbers])


async def mark_all_done(tx: Tx, done: Sequence[tuple[UUID, int]]) -> None:
    """The node has done these orders of these calls."""
    await trail.mark_done(tx, done)


async def compare(tx: Tx, call_id: UUID, snapshot: Snapshot, *, afresh: bool = False) -> None:
    """Compare one call with what its node holds: adopt it, put it in place, or close it as lost.

    `afresh`: the connection is new, so that signals may have been missed; what was ordered before it is to be carried
    out before the snapshot is taken. One call a deed: the next call's row must not be waited for while routing is locked.
    """
    held = await calls.lock(tx, call_id)
    if held is None or held.call.arrived_at > snapshot.at - GRACE:
        return
    is_there = any(each.id == held.call.state.channel for each in snapshot.channels)
    if is_there and await trail.undone(tx, held.call.node, call_id, 1):
        return  # it is on its way to where it belongs
    await apply(tx, held, _of_call(held, _seen(snapshot, afresh=afresh)), at=tx.now)


def _of_call(held: calls.Locked, seen: Seen) -> Seen | Missing:
    state = held.call.state
    own = {state.channel, *(leg.id for leg in state.legs)}
    if not own & seen.there and state.phase != "filing":
        return Missing()
    return seen


def _seen(snapshot: Snapshot, *, afresh: bool) -> Seen:
    return Seen(
        there=frozenset(each.id for each in snapshot.channels),
        up=frozenset(each.id for each in snapshot.channels if each.is_up),
        places={each.id: each.place for each in snapshot.channels},
        afresh=afresh,
    )
