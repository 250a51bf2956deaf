"""Rows of offers: the record of article 4, second sentence."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx, Tx
from helpline.routing.model import Card, Offer, OfferOutcome, OpenOffer, Scope

_CLAIM = """
with taken as (
  update offer set outcome = 'claimed', outcome_at = greatest($3, offered_at)
  where id = $1 and staff_id = $2 and outcome is null and due_at >= $3
  returning *
), moved as (
  update waiting w set state = 'claimed', holder = taken.staff_id, state_since = taken.outcome_at,
    reserved_until = null, not_before = null, why = ''
  from taken where w.id = taken.work_id
)
select * from taken"""


async def insert(tx: Tx, offer: Offer) -> None:
    await tx.execute(
        """insert into offer (id, work_id, staff_id, channel, kind, from_staff, why, offered_at, due_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        offer.id,
        offer.work_id,
        offer.staff_id,
        offer.channel,
        offer.kind,
        offer.from_staff,
        offer.why,
        offer.offered_at,
        offer.due_at,
    )


async def claim(tx: Tx, offer_id: UUID, staff_id: UUID) -> Offer | None:
    """Take the work, in one conditional statement: of any number who try at once, one gets a row."""
    row = await tx.fetchrow(_CLAIM, offer_id, staff_id, tx.now)
    return Offer(**row) if row else None


async def get(read: ReadTx, offer_id: UUID) -> Offer | None:
    row = await read.fetchrow("select * from offer where id = $1", offer_id)
    return Offer(**row) if row else None


async def end(
    tx: Tx,
    offer_ids: Sequence[UUID],
    outcome: OfferOutcome,
    reason: str,
    not_again_before: datetime | None = None,
) -> list[Offer]:
    """End open offers; those that were still open. Clocks may differ: no end precedes its beginning."""
    rows = await tx.fetch(
        """update offer set outcome = $2, outcome_at = greatest($3, offered_at), reason = $4,
             not_again_before = $5
           where id = any($1) and outcome is null returning *""",
        list(offer_ids),
        outcome,
        tx.now,
        reason,
        not_again_before,
    )
    return [Offer(**row) for row in rows]


async def end_holding(
    tx: Tx,
    work_ids: Sequence[UUID],
    *,
    keep: UUID | None = None,
    not_again_before: datetime | None = None,
) -> list[Offer]:
    """The works leave their holders' hands, save by the offer `keep`; the claims that ended."""
    rows = await tx.fetch(
        """update offer set held_until = greatest($2, outcome_at), not_again_before = $4
           where work_id = any($1) and outcome = 'claimed' and held_until is null and id is distinct from $3
           returning *""",
        list(work_ids),
        tx.now,
        keep,
        not_again_before,
    )
    return [Offer(**row) for row in rows]


async def open_for(tx: Tx, *, seats: Sequence[UUID] = (), works: Sequence[UUID] = ()) -> list[Offer]:
    """Open offers to any of the seats, or of any of the works."""
    rows = await tx.fetch(
        """select * from offer where outcome is null and (staff_id = any($1) or work_id = any($2))
           order by id""",
        list(seats),
        list(works),
    )
    return [Offer(**row) for row in rows]


async def open_cards(read: ReadTx, staff_id: UUID) -> list[OpenOffer]:
    rows = await read.fetch(
        """select o.id as offer_id, o.work_id, o.channel, o.kind, o.from_staff, o.why, o.offered_at, o.due_at,
             w.enqueued_at, w.card
           from offer o join waiting w on w.id = o.work_id
           where o.staff_id = $1 and o.outcome is null order by o.due_at, o.id""",
        staff_id,
    )
    return [OpenOffer(**{**dict(row), "card": msgspec.convert(row["card"], Card)}) for row in rows]


async def of_work(read: ReadTx, work_id: UUID) -> list[Offer]:
    """All offers of the work, the first first."""
    rows = await read.fetch("select * from offer where work_id = $1 order by offered_at, id", work_id)
    return [Offer(**row) for row in rows]


async def unanswered(read: ReadTx, scope: Scope, since: datetime) -> list[Offer]:
    """Missed and declined offers that ended since then, the latest first."""
    rows = await read.fetch(
        """select o.* from offer o join seat s on s.staff_id = o.staff_id join waiting w on w.id = o.work_id
           where o.outcome in ('declined', 'expired') and o.outcome_at >= $1
             and ($2::uuid is null or s.provider_id = $2) and ($3::uuid is null or s.team_id = $3)
             and ($4::uuid is null or w.district_id = $4)
           order by o.outcome_at desc, o.id""",
        since,
        scope.provider_id,
        scope.team_id,
        scope.district_id,
    )
    return [Offer(**row) for row in rows]


async def open_transfers(read: ReadTx, work_ids: Sequence[UUID]) -> list[Offer]:
    """Open hand-overs of the works."""
    rows = await read.fetch(
        "select * from offer where outcome is null and kind = 'transfer' and work_id = any($1)",
        list(work_ids),
    )
    return [Offer(**row) for row in rows]


async def open_in(read: ReadTx, scope: Scope) -> list[Offer]:
    """Open offers to the seats of a provider or team; what falls due first stands first."""
    rows = await read.fetch(
        """select o.* from offer o join seat s on s.staff_id = o.staff_id
           where o.outcome is null and ($1::uuid is null or s.provider_id = $1)
             and ($2::uuid is null or s.team_id = $2)
           order by o.due_at, o.id limit 50""",
        scope.provider_id,
        scope.team_id,
    )
    return [Offer(**row) for row in rows]
