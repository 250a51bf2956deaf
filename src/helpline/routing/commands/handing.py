"""How work passes out of hands: offers taken back, seats that step back, holders that give back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.routing.commands.turn import Turn
from helpline.routing.events import OfferWithdrawn, PresenceChanged, Requeued
from helpline.routing.model import OFFER_CLOCK, Offer, Presence, Waiting
from helpline.routing.store import offers, seats, works


async def withdraw(turn: Turn, asked: Sequence[Offer], why: str) -> None:
    """Take back open offers; work that nobody holds waits again and is offered to another."""
    ended = await offers.end(turn.tx, [offer.id for offer in asked], "withdrawn", why) if asked else []
    await ended_unclaimed(turn, ended)
    for offer in ended:
        turn.tx.announce(
            OfferWithdrawn(
                work_id=offer.work_id,
                offer_id=offer.id,
                staff_id=offer.staff_id,
                why=why,
                kind=offer.kind,
                from_staff=offer.from_staff,
            )
        )


async def ended_unclaimed(turn: Turn, ended: Sequence[Offer]) -> None:
    """After offers ended without a claim: the work back in line, the load off the seat, the clock stopped."""
    if not ended:
        return
    work_ids = [offer.work_id for offer in ended]
    staff_ids = [offer.staff_id for offer in ended]
    await works.put_back(turn.tx, work_ids)
    await seats.recount(turn.tx, staff_ids)
    await deadlines.void(turn.tx, [(offer.id, OFFER_CLOCK) for offer in ended])
    turn.concerns(works=work_ids, seats=staff_ids)


async def change_presence(
    turn: Turn, staff_ids: Sequence[UUID], presence: Presence, why: str, wrap_up_until: datetime | None = None
) -> None:
    """Change presence. Who is not on duty is not prompted: offers from the queue go to others at once.

    Offers by name stay; they were made to this person, who may still accept.
    """
    changes = await seats.set_presence(turn.tx, staff_ids, presence, why, wrap_up_until)
    for staff_id, provider_id, former in changes:
        turn.tx.announce(
            PresenceChanged(
                staff_id=staff_id,
                provider_id=provider_id,
                former=former,
                presence=presence,
                why=why,
                changed_at=turn.tx.now,
            )
        )
    turn.concerns(seats=staff_ids)
    if presence != "available":
        asked = await offers.open_for(turn.tx, seats=staff_ids)
        await withdraw(turn, [offer for offer in asked if offer.kind == "queue"], why or "咨询员离岗")


async def give_back(
    turn: Turn, held: Sequence[Waiting], why: str, not_again_before: datetime | None = None
) -> None:
    """R4.2: held work waits again, first in line, with its first queue time; the holder's load goes down."""
    if not held:
        return
    work_ids = [work.id for work in held]
    await withdraw(turn, await offers.open_for(turn.tx, works=work_ids), why)
    await offers.end_holding(turn.tx, work_ids, not_again_before=not_again_before)
    await works.return_to_line(turn.tx, work_ids, why)
    holders = [work.holder for work in held if work.holder is not None]
    await seats.recount(turn.tx, holders)
    turn.concerns(works=work_ids, seats=holders)
    for work in held:
        if work.holder is not None:
            turn.tx.announce(
                Requeued(work_id=work.id, why=why, former_holder=work.holder, requeued_at=turn.tx.now)
            )
