"""The hotline without a database: the real flow, the telephone system in memory, and a line that routes by the book.

For laws and for simulation. After everything that happens it looks for what must never be; `wrongs` collects it.
"""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from helpline.calls.engine import CallArrived, Signal
from helpline.calls.flow.actions import (
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
from helpline.calls.flow.happenings import (
    Begun,
    Happening,
    Missing,
    Offered,
    OfferEnded,
    Placed,
    Seen,
    Taken,
    TimePassed,
)
from helpline.calls.flow.step import step
from helpline.calls.flow.turn import CallOver, NotNow
from helpline.calls.in_memory import MemoryEngine, Phone
from helpline.calls.in_memory.switchboard import MUSIC, TONE
from helpline.calls.model import CallId, Phase, Standing, State
from helpline.kit.clock import VirtualClock
from helpline.regulation.model import Terms

NAMES = UUID("00000000-0000-4000-8000-00000000ca11")
ANSWER_WITHIN = 30
WRAP_UP = 10


@dataclass
class ModelSeat:
    """A consultant of the model: on duty or not, and what is offered to them or in their hands."""

    id: UUID
    on_duty: bool = True
    offered: UUID | None = None
    held: UUID | None = None
    wrapping_until: float = 0.0


@dataclass
class Desk:
    """Seats and the line before them, the first first."""

    seats: dict[UUID, ModelSeat] = field(default_factory=dict)
    line: list[tuple[int, int, UUID]] = field(default_factory=list)
    holder: dict[UUID, UUID] = field(default_factory=dict)
    offers: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    free: dict[UUID, None] = field(default_factory=dict)


class PureHotline:
    """Everything at once, on one virtual clock. `later` is the agenda: what happens when."""

    def __init__(self, clock: VirtualClock, terms: Terms, *, is_open: bool = True) -> None:
        self.clock, self.terms, self.is_open = clock, terms, is_open
        self.engine = MemoryEngine("model", clock)
        self.calls: dict[UUID, State] = {}
        self.desk = Desk()
        self.wrongs: list[str] = []
        self.outcomes: dict[UUID, list[str]] = {}
        self.waits: list[float] = []
        self.steps = 0
        self.on_ring: Callable[[UUID, str], None] | None = None
        self.on_phase: Callable[[State], None] | None = None
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._count = itertools.count()

    # --- people and time ---

    def seat(self) -> UUID:
        """A consultant comes on duty."""
        staff_id = uuid5(NAMES, f"seat {len(self.desk.seats)}")
        self.desk.seats[staff_id] = ModelSeat(staff_id)
        self.desk.free[staff_id] = None
        self.engine.phones[staff_id] = Phone()
        return staff_id

    def later(self, seconds: float, deed: Callable[[], None]) -> None:
        at = self.clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._agenda, (at, next(self._count), deed))

    def advance(self, seconds: float) -> None:
        """Let everything happen that is due until then."""
        until = self.clock.now() + timedelta(seconds=seconds)
        while True:
            self.settle()
            moments = [
                at for at in (self.engine.next_at(), self._agenda[0][0] if self._agenda else None) if at
            ]
            at = min(moments, default=None)
            if at is None or at > until:
                break
            self.clock.set(max(at, self.clock.now()))
            while self._agenda and self._agenda[0][0] <= self.clock.now():
                heapq.heappop(self._agenda)[2]()
        self.clock.set(until)

    def settle(self) -> None:
        """Signals that are due are heard."""
        while signals := self.engine.take():
            for signal in signals:
                self.hear(signal)

    # --- the flow ---

    def hear(self, signal: Signal) -> None:
        if isinstance(signal, CallArrived) and signal.call not in self.calls:
            self.calls[signal.call] = State(
                id=CallId(signal.call), channel=signal.channel, is_open=self.is_open, has_number=True
            )
            self.happen(signal.call, Begun())
        elif signal.call in self.calls:
            self.happen(signal.call, signal)

    def deed(self, call: UUID, event: Happening) -> bool:
        """A person presses a key; whether it fitted the moment."""
        try:
            self.happen(call, event)
        except (NotNow, CallOver):
            return False
        return True

    def happen(self, call: UUID, event: Happening) -> None:
        waiting = [event]
        while waiting:
            before = self.calls[call]
            after, actions = step(before, waiting.pop(0), self.clock.now(), self.terms)
            self.calls[call] = after
            self.steps += 1
            for action in actions:
                waiting += self._do(after, action)
            self._watch(before, after)
        self._check(self.calls[call])
        if self.on_phase is not None:
            self.on_phase(self.calls[call])

    def _watch(self, before: State, after: State) -> None:
        if after.clock is not None and after.clock != before.clock:
            due = after.clock.due_at
            seconds = (due - self.clock.now()).total_seconds()
            self.later(
                seconds, lambda: self._time(after.id, TimePassed(due_at=due, standing=self._standing()))
            )
        if after.connected_at and not before.connected_at and after.queued_at:
            self.waits.append((after.connected_at - after.queued_at).total_seconds())

    def _time(self, call: UUID, event: TimePassed) -> None:
        self.happen(call, event)

    def _standing(self) -> Standing:
        on_duty = sum(1 for _ in itertools.islice((s for s in self.desk.seats.values() if s.on_duty), 1))
        return Standing(place=len(self.desk.line), wait_seconds=60, on_duty=on_duty)

    def _do(self, state: State, action: object) -> list[Happening]:
        match action:
            case Note():
                if action.kind == "ended":
                    self.outcomes.setdefault(state.id, []).append(str(action.detail["outcome"]))
            case Tell():
                pass
            case Enqueue() | Requeue() | LeaveQueue() | Claim() | Refuse() | Release() | Retake():
                return self._sink(state, action)
            case _:
                self.engine.carry_out(action)  # type: ignore[arg-type]
                self.engine.carry_out(action)  # type: ignore[arg-type]  # every order may be repeated
        return []

    # --- the line ---

    def _sink(self, state: State, action: object) -> list[Happening]:
        call = state.id
        match action:
            case Enqueue():
                heapq.heappush(self.desk.line, (1, next(self._count), call))
                self.later(0, self.match)
                return [Placed(standing=self._standing())]
            case Requeue():
                self._let_go(call, wrap_up=False)
                heapq.heappush(self.desk.line, (0, next(self._count), call))
                self.later(0, self.match)
            case LeaveQueue():
                self._leave(call)
            case Release():
                self._let_go(call, wrap_up=action.wrap_up)
            case Claim():
                return self._claim(call, action.offer_id, action.staff_id)
            case Refuse():
                self._end_offer(action.offer_id, "refused")
        return []

    def _leave(self, call: UUID) -> None:
        self.desk.line = [each for each in self.desk.line if each[2] != call]
        heapq.heapify(self.desk.line)
        for offer, (asked, _) in list(self.desk.offers.items()):
            if asked == call:
                self._end_offer(offer, "withdrawn")

    def _let_go(self, call: UUID, *, wrap_up: bool) -> None:
        holder = self.desk.holder.pop(call, None)
        if holder is not None:
            seat = self.desk.seats[holder]
            seat.held = None
            self.later(WRAP_UP if wrap_up else 0, lambda: self._free(seat))

    def _free(self, seat: ModelSeat) -> None:
        if seat.held is None and seat.offered is None and seat.on_duty:
            self.desk.free[seat.id] = None
            self.match()

    def match(self) -> None:
        """Who waits first is offered to who has been free longest."""
        while self.desk.line and self.desk.free:
            staff_id = next(iter(self.desk.free))
            _, _, call = heapq.heappop(self.desk.line)
            state = self.calls[call]
            if state.phase is not Phase.WAITING:
                continue
            del self.desk.free[staff_id]
            offer = uuid5(NAMES, f"offer {next(self._count)}")
            self.desk.offers[offer] = (call, staff_id)
            self.desk.seats[staff_id].offered = call
            self.later(ANSWER_WITHIN, lambda offer=offer: self._end_offer(offer, "missed"))  # type: ignore[misc]
            self.happen(call, Offered(offer_id=offer, staff_id=staff_id, seconds=ANSWER_WITHIN))
            leg = self.engine.ringing(staff_id) if self.on_ring is None else None
            if self.on_ring is not None:
                leg = next((each.id for each in self.calls[call].legs if each.staff_id == staff_id), None)
                if leg is not None:
                    self.on_ring(staff_id, leg)

    def _end_offer(self, offer: UUID, why: str) -> None:
        found = self.desk.offers.pop(offer, None)
        if found is None:
            return
        call, staff_id = found
        seat = self.desk.seats[staff_id]
        seat.offered = None
        self.later(30 if why == "missed" else 1, lambda: self._free(seat))
        if self.calls[call].phase is Phase.WAITING and why != "withdrawn":
            heapq.heappush(self.desk.line, (0, next(self._count), call))
            self.later(0, self.match)
        self.later(0, lambda: self.happen(call, OfferEnded(offer_id=offer, why=why)))

    def _claim(self, call: UUID, offer: UUID, staff_id: UUID) -> list[Happening]:
        if self.desk.offers.pop(offer, None) is None:
            return [OfferEnded(offer_id=offer, why="gone")]
        seat = self.desk.seats[staff_id]
        seat.offered = None
        if seat.held is not None:
            self.wrongs.append(f"seat {staff_id} holds two calls")
        if call in self.desk.holder:
            self.wrongs.append(f"call {call} is in two hands")
        seat.held = call
        self.desk.holder[call] = staff_id
        return [Taken(staff_id=staff_id, how="queue", offer_id=offer)]

    # --- what must never be ---

    def _check(self, state: State) -> None:
        holder = self.desk.holder.get(state.id)
        if state.phase in (Phase.TALKING, Phase.CONNECTING) and holder != state.consultant:
            self.wrongs.append(f"{state.phase} with {state.consultant}, but held by {holder}")
        if len(self.outcomes.get(state.id, [])) > 1:
            self.wrongs.append(f"call {state.id} ended more than once: {self.outcomes[state.id]}")
        if (state.phase is Phase.ENDED) != (len(self.outcomes.get(state.id, [])) == 1):
            self.wrongs.append(
                f"call {state.id} is {state.phase} with outcomes {self.outcomes.get(state.id)}"
            )
        self._check_sound(state)

    def _check_sound(self, state: State) -> None:
        """A caller who is there hears something: words, music, the tone, or somebody."""
        caller = self.engine.channels.get(state.channel)
        if caller is None or not caller.is_up or caller.playing or caller.place in (MUSIC, TONE):
            return
        if state.phase in (Phase.MENU, Phase.RATING):
            return  # asked for a key, the caller thinks for some seconds
        company = [self.engine.channels.get(leg.id) for leg in state.legs]
        if not any(each and each.is_up and each.place == caller.place != "" for each in company):
            self.wrongs.append(f"{state.phase}: the caller of {state.id} hears silence")

    def leftovers(self) -> list[str]:
        """What is left when all calls are over: nothing."""
        held = [str(seat.id) for seat in self.desk.seats.values() if seat.held or seat.offered]
        running = [str(call) for call, state in self.calls.items() if state.phase is not Phase.ENDED]
        return [*held, *running, *self.engine.channels, *self.engine.tapes]

    def reconcile(self, *, afresh: bool) -> None:
        """Compare every call with what the telephone system holds, as the sweep does."""
        there = frozenset(self.engine.channels)
        up = frozenset(each.id for each in self.engine.channels.values() if each.is_up)
        places = {each.id: each.place for each in self.engine.channels.values()}
        seen = Seen(there=there, up=up, places=places, afresh=afresh)
        for call, state in list(self.calls.items()):
            if state.phase is Phase.ENDED:
                continue
            own = {state.channel, *(leg.id for leg in state.legs)}
            self.happen(call, seen if own & there or state.phase is Phase.FILING else Missing())

    def lose_signals(self) -> None:
        """The connection breaks: what the telephone system has to say at this moment is never heard."""
        self.engine.take()
