"""One deed at a time: the lock, then what changed, then the match, all in the caller's transaction."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.regulation.model import Terms
from helpline.regulation.queries import terms_on
from helpline.routing import rules
from helpline.routing.events import Offered
from helpline.routing.model import OFFER_CLOCK, REMATCH_CLOCK, Offer
from helpline.routing.store import line, seats

MOST_STIRS = 50
"""So many waiting taxpayers are told singly that their place may have changed; one topic tells more."""


@dataclass(slots=True)
class Turn:
    """What one deed concerns: works that may wait, seats that may have room, and the offers it made."""

    tx: Tx
    terms: Terms
    works: set[UUID] = field(default_factory=set)
    seats: set[UUID] = field(default_factory=set)
    made: list[Offer] = field(default_factory=list)

    def concerns(self, *, works: Iterable[UUID] = (), seats: Iterable[UUID] = ()) -> None:
        """These are matched when the deed is done, their screens stirred. Naming too many does no harm."""
        self.works.update(works)
        self.seats.update(seats)


@asynccontextmanager
async def take_turn(tx: Tx) -> AsyncIterator[Turn]:
    """Wait for the lock; when the deed is done, match what it concerns and tell the screens.

    R4.2: nobody waits while somebody able is free. Before the deed no work in line had an able seat, so only
    what the deed concerns can have found one.
    """
    await line.lock(tx)
    turn = Turn(tx, await terms_on(tx, tx.now))
    yield turn
    await _match(turn)
    await _start_clocks(turn)
    await _stir(turn)


async def _match(turn: Turn) -> None:
    due = rules.due_at(
        turn.tx.now, "queue", turn.terms.first_response_seconds, turn.terms.transfer_answer_seconds
    )
    for work_id in await line.in_line(turn.tx, list(turn.works)) if turn.works else []:
        if offer := await line.offer_to_best_seat(turn.tx, work_id, due):
            turn.made.append(offer)
    free = await line.with_room(turn.tx, list(turn.seats)) if turn.seats else []
    while free:  # one each, so that many seats that return together share the queue
        offers = [await line.offer_best_work(turn.tx, staff_id, due) for staff_id in free]
        turn.made += (taken := [offer for offer in offers if offer])
        free = await line.with_room(turn.tx, [offer.staff_id for offer in taken]) if taken else []


async def _start_clocks(turn: Turn) -> None:
    wakes = await line.next_wake(turn.tx, list(turn.works)) if turn.works else {}
    await deadlines.start(
        turn.tx,
        [
            Deadline(
                kind=OFFER_CLOCK,
                subject=offer.id,
                started_at=offer.offered_at,
                due_at=offer.due_at,
                owner=offer.staff_id,
            )
            for offer in turn.made
        ]
        + [
            Deadline(kind=REMATCH_CLOCK, subject=work_id, started_at=turn.tx.now, due_at=wake)
            for work_id, wake in wakes.items()
        ],
    )
    for offer in turn.made:
        turn.tx.announce(
            Offered(
                work_id=offer.work_id,
                offer_id=offer.id,
                staff_id=offer.staff_id,
                offered_at=offer.offered_at,
                due_at=offer.due_at,
                kind=offer.kind,
                from_staff=offer.from_staff,
            )
        )


async def _stir(turn: Turn) -> None:
    staff = turn.seats | {offer.staff_id for offer in turn.made}
    works = turn.works | {offer.work_id for offer in turn.made}
    for staff_id in staff:
        turn.tx.stir(f"desk:{staff_id}")
    if staff or works:
        for provider_id in await seats.providers(turn.tx, list(staff), list(works)):
            turn.tx.stir(f"wallboard:{provider_id}")
    if works:
        await _stir_places(turn, works)


async def _stir_places(turn: Turn, works: set[UUID]) -> None:
    waiting = await line.places_changed(turn.tx, MOST_STIRS + 1)
    if len(waiting) + len(works) > MOST_STIRS:
        turn.tx.stir("queues")
        return
    for work_id in works.union(waiting):
        turn.tx.stir(f"queue:{work_id}")
