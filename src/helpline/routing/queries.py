"""Answers about queues, seats and offers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.routing import rules
from helpline.routing.model import (
    Held,
    Offer,
    OpenOffer,
    Place,
    QueueLine,
    Scope,
    Seat,
    Waiting,
)
from helpline.routing.store import figures, offers, works
from helpline.routing.store import seats as seat_rows


async def place_and_wait(read: ReadTx, work_id: UUID) -> Place | None:
    """R4.3: the place among those whom the same seats on duty could serve, and the expected wait.

    The wait is `rules.expected_wait` of the handling time of the last `rules.RECENT`. With nobody on duty the
    place is counted among those who ask for exactly the same. None: no such work, or it has ended.
    """
    found = await figures.ahead(read, work_id, read.now - rules.RECENT)
    if found is None or found.state in ("left", "released"):
        return None
    if found.state != "waiting":
        return Place(place=0, expected_seconds=0, on_duty=found.on_duty)
    handling = rules.handling_seconds(found.measured, found.total_seconds)
    place = found.ahead + 1
    return Place(
        place=place,
        expected_seconds=rules.expected_wait(place, handling, found.parallel),
        on_duty=found.on_duty,
        opens_at=found.opens_at,
    )


async def queue_summary(read: ReadTx, scope: Scope) -> list[QueueLine]:
    """Each system × channel in which somebody waits or serves, as a wallboard shows it.

    Work that any provider may take is in every provider's queues. Teams share their provider's queue: a team
    narrows the seats. The expected wait is that of somebody who would come now.
    """
    handled = await figures.handled(read, scope, read.now - rules.RECENT)
    return [
        QueueLine(
            system=line.system,
            channel=line.channel,
            waiting=line.waiting,
            for_opening=line.for_opening,
            longest_since=line.longest_since,
            expected_seconds=0
            if line.free and not line.waiting
            else rules.expected_wait(
                line.waiting + 1,
                rules.handling_seconds(*handled.get(line.channel, (0, 0.0))),
                line.parallel,
            ),
            on_duty=line.on_duty,
            free=line.free,
            busy_units=line.busy_units,
            units=line.units,
        )
        for line in await figures.lines(read, scope)
    ]


async def waiting(read: ReadTx, work_id: UUID) -> Waiting | None:
    """The work as the queue knows it, also after its end."""
    return await works.get(read, work_id)


async def seats(read: ReadTx, scope: Scope) -> list[Seat]:
    """All seats of a provider or team, by name. The seat's `lease_until` says whether it is alive now."""
    return await seat_rows.in_scope(read, scope)


async def seat(read: ReadTx, staff_id: UUID) -> Seat | None:
    """One consultant's seat."""
    return await seat_rows.get(read, staff_id)


async def open_offers(read: ReadTx, staff_id: UUID) -> list[OpenOffer]:
    """R4.2: what a consultant is being asked, with card and clock; what falls due first stands first."""
    return await offers.open_cards(read, staff_id)


async def holding(read: ReadTx, staff_id: UUID) -> list[Held]:
    """R5.3: what is in a consultant's hands, the longest held first."""
    return await works.held_cards(read, staff_id)


async def unanswered_today(read: ReadTx, scope: Scope) -> list[Offer]:
    """R4.2: missed and declined offers of Shanghai's calendar day, the latest first: who, when and why."""
    midnight = shanghai(read.now).replace(hour=0, minute=0, second=0, microsecond=0)
    return await offers.unanswered(read, scope, midnight)


async def history(read: ReadTx, work_id: UUID) -> list[Offer]:
    """R4.2: everybody who was asked to take this work, the first first, and what came of it."""
    return await offers.of_work(read, work_id)


async def offer(read: ReadTx, offer_id: UUID) -> Offer | None:
    """One offer, open or ended."""
    return await offers.get(read, offer_id)


async def open_transfers(read: ReadTx, work_ids: Sequence[UUID]) -> list[Offer]:
    """R5.3: hand-overs that a colleague has not answered yet."""
    return await offers.open_transfers(read, work_ids)


async def open_offers_in(read: ReadTx, scope: Scope) -> list[Offer]:
    """R4.2: the next 50 offers to fall due in the scope; what falls due first stands first."""
    return await offers.open_in(read, scope)


async def line(read: ReadTx, scope: Scope, most: int) -> list[Waiting]:
    """R4.3: who waits for a person now, offered or not, the first in line first."""
    return await works.in_scope(read, scope, most)


async def longest_waiting(read: ReadTx, scope: Scope) -> Waiting | None:
    """R4.3: who has waited longest of those that may be served now."""
    return await works.longest(read, scope)


async def expired_by_district(read: ReadTx, since: datetime) -> list[tuple[UUID | None, UUID, int]]:
    """R4.2: missed offers since then: district of the work, who was asked, how many."""
    return await figures.expired_by_district(read, since)


async def waiting_by_district(read: ReadTx) -> list[tuple[UUID | None, UUID | None, int]]:
    """R4.3: who waits now: district, provider (None: any may serve), how many."""
    return await figures.waiting_by_district(read)
