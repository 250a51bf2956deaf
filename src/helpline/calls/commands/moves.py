"""The one way in which calls change: lock it, let the flow decide, carry out what sinks, write everything at once."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.calls.commands import line
from helpline.calls.engine import Order
from helpline.calls.flow.actions import (
    Action,
    Claim,
    Enqueue,
    LeaveQueue,
    Note,
    Refuse,
    Release,
    Requeue,
    Retake,
    Tell,
)
from helpline.calls.flow.happenings import Happening
from helpline.calls.flow.step import step
from helpline.calls.model import CLOCK, Call, CallEvent, State
from helpline.calls.store import calls, trail
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.kit.facts import Fact
from helpline.kit.refusal import NotFound
from helpline.regulation.model import Terms
from helpline.regulation.queries import terms_on

WAKE = "calls"
"""Whoever leads a telephone system is woken on this channel when there is something to do."""

SINKING = Enqueue | LeaveQueue | Claim | Refuse | Requeue | Release | Retake


class UnknownCall(NotFound):
    code = "unknown-call"


class Page(msgspec.Struct):
    """What a deed adds to a call."""

    orders: list[Order] = []
    events: list[CallEvent] = []
    facts: list[Fact] = []

    def note(self, note: Note, at: datetime) -> None:
        self.events.append(CallEvent(at=at, kind=note.kind, detail=note.detail))

    @property
    def is_blank(self) -> bool:
        return not (self.orders or self.events or self.facts)


async def locked(tx: Tx, call_id: UUID) -> calls.Locked:
    """The call, locked until the end of the deed.

    Raises:
        UnknownCall: there is none.
    """
    found = await calls.lock(tx, call_id)
    if found is None:
        raise UnknownCall("没有找到这通电话。")
    return found


async def apply(
    tx: Tx, held: calls.Locked, event: Happening, *, at: datetime | None = None, signal: UUID | None = None
) -> Call:
    """Let `event` happen to the locked call. `at`: when, if it was not just now; `signal`: who told it, by id.

    Raises:
        Refused: a person asked for what does not fit the moment.
    """
    moment = min(at or tx.now, tx.now)
    terms = await terms_on(tx, tx.now)
    page = Page()
    state = await _run(tx, held.call, event, page, (moment, terms))
    call = msgspec.structs.replace(held.call, state=state)
    if page.is_blank and state == held.call.state:
        return call
    await _write(tx, held, call, page, signal)
    return call


async def _run(tx: Tx, call: Call, event: Happening, page: Page, moment: tuple[datetime, Terms]) -> State:
    """One happening, and those that follow from it at once."""
    at, terms = moment
    state, waiting = call.state, [event]
    while waiting:
        state, actions = step(state, waiting.pop(0), at, terms)
        now = msgspec.structs.replace(call, state=state)
        for action in actions:
            _keep(page, action, at)
            if isinstance(action, SINKING):
                waiting += await line.sink(tx, now, action)
    return state


def _keep(page: Page, action: Action, at: datetime) -> None:
    if isinstance(action, Note):
        page.note(action, at)
    elif isinstance(action, Tell):
        page.facts.append(action.fact)
    elif not isinstance(action, SINKING):
        page.orders.append(action)


async def _write(tx: Tx, held: calls.Locked, call: Call, page: Page, signal: UUID | None) -> None:
    """R5.2: the state is saved before anything is done about it."""
    await trail.append(tx, call.id, call.node, (held.events, held.orders), (page.events, page.orders))
    await calls.save(tx, call, signal, held.events + len(page.events), held.orders + len(page.orders))
    await _set_clock(tx, held.call.state, call.state)
    for fact in page.facts:
        tx.announce(fact)
    if page.orders:
        tx.wake(WAKE)
    _stir(tx, held.call, call)


async def _set_clock(tx: Tx, before: State, after: State) -> None:
    if before.clock == after.clock:
        return
    if after.clock is None:
        await deadlines.void(tx, [(after.id, CLOCK)])
        return
    clock = Deadline(kind=CLOCK, subject=after.id, started_at=tx.now, due_at=after.clock.due_at)
    await deadlines.start(tx, [clock])


def _stir(tx: Tx, before: Call, after: Call) -> None:
    """Whoever has or had it, listens to it, or sees the list of calls looks again."""
    people = {before.state.consultant, after.state.consultant}
    people |= {leg.staff_id for state in (before.state, after.state) for leg in state.legs}
    for staff_id in people - {None}:
        tx.stir(f"desk:{staff_id}")
