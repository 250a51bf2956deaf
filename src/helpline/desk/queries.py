"""The desk in one look, from a read-only session."""

from datetime import date, datetime, timedelta
from uuid import UUID

from helpline.calendars import queries as calendars
from helpline.calls import queries as calls
from helpline.conversations import asides
from helpline.conversations import queries as conversations
from helpline.conversations.asker import asker_of
from helpline.desk import after_calls, cards, promises
from helpline.desk.model import Desk, Missed, PresenceView, Queue, Today
from helpline.feedback import queries as feedback
from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.people.model import Actor
from helpline.regulation.queries import terms_on
from helpline.routing import queries as routing
from helpline.routing.model import Scope

TOLD_FOR = timedelta(hours=2)
"""How long the desk shows what a team lead did with a dialogue; the case keeps it for ever."""


async def desk_of(read: ReadTx, actor: Actor) -> Desk:
    """Everything on the desk of `actor`."""
    owed = await promises.of(read, actor)
    return Desk(
        now=read.now,
        presence=await _presence(read, actor.staff_id),
        offers=await cards.offers(read, actor.staff_id),
        dialogues=await cards.dialogues(read, actor.staff_id),
        calls=await calls.my_calls(read, actor.staff_id),
        unfiled_calls=await after_calls.unfiled(read, actor.staff_id),
        waiting=await _waiting(read, actor),
        promises=owed,
        today=await _today(read, actor.staff_id, len(owed)),
        missed=await _missed(read, actor),
        told=await asides.told(read, actor.staff_id, read.now - TOLD_FOR),
        filing_until=await _filing_until(read),
    )


async def _presence(read: ReadTx, staff_id: UUID) -> PresenceView:
    seat = await routing.seat(read, staff_id)
    if seat is None:
        return PresenceView(state="away", since=read.now, why="", load=0, capacity=0)
    unit = seat.costs.get("chat", 1)
    return PresenceView(
        state=seat.presence,
        since=seat.presence_since,
        why=seat.why,
        load=-(-seat.held // unit),
        capacity=seat.units // unit,
    )


async def _waiting(read: ReadTx, actor: Actor) -> Queue:
    lines = await routing.queue_summary(read, Scope(provider_id=actor.provider_id))
    since = [line.longest_since for line in lines if line.longest_since]
    return Queue(count=sum(line.waiting for line in lines), longest_since=min(since, default=None))


def start_of_day(now: datetime) -> datetime:
    """Midnight in Shanghai."""
    return shanghai(now).replace(hour=0, minute=0, second=0, microsecond=0)


async def _today(read: ReadTx, staff_id: UUID, owed: int) -> Today:
    since = start_of_day(read.now)
    within = (await terms_on(read, read.now)).first_response_seconds
    row = await conversations.tallies(read, staff_id, since, within)
    rated = await feedback.tally(read, since=since, staff_ids=[staff_id])
    return Today(
        handled=row["taken"] if row else 0,
        answered_in_time=row["in_time"] if row else 0,
        answered=row["answered"] if row else 0,
        satisfied=rated.satisfied,
        rated=rated.rated,
        promises=owed,
    )


async def _missed(read: ReadTx, actor: Actor) -> list[Missed]:
    offers = await routing.unanswered_today(read, Scope(provider_id=actor.provider_id))
    mine = [offer for offer in offers if offer.staff_id == actor.staff_id and offer.outcome == "expired"]
    found = await conversations.find_many(read, [offer.work_id for offer in mine])
    return [
        Missed(at=offer.outcome_at or offer.due_at, asker=asker_of(found[offer.work_id]))
        for offer in mine
        if offer.work_id in found
    ]


async def _filing_until(read: ReadTx) -> date | None:
    period = (await calendars.load(read, await terms_on(read, read.now))).filing_period(read.now)
    return period.deadline if period else None
