"""What calls hear: the queue's news, and time."""

from helpline.calls.commands import news
from helpline.calls.model import CLOCK
from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.routing.events import (
    Claimed,
    OfferDeclined,
    Offered,
    OfferMissed,
    OfferWithdrawn,
    Requeued,
)


@hears(DeadlineMissed)
async def hear_time(tx: Tx, fact: DeadlineMissed) -> None:
    if fact.kind == CLOCK:
        await news.hear_time(tx, fact.subject, fact.due_at)


@hears(Offered)
async def ring(tx: Tx, fact: Offered) -> None:
    await news.ring(tx, fact.work_id, fact.offer_id)


@hears(OfferMissed)
async def stop_ringing(tx: Tx, fact: OfferMissed) -> None:
    await news.stop_ringing(tx, fact.work_id, fact.offer_id, "missed")


@hears(OfferDeclined)
async def take_no(tx: Tx, fact: OfferDeclined) -> None:
    await news.stop_ringing(tx, fact.work_id, fact.offer_id, fact.reason)


@hears(OfferWithdrawn)
async def withdraw(tx: Tx, fact: OfferWithdrawn) -> None:
    await news.stop_ringing(tx, fact.work_id, fact.offer_id, fact.why)


@hears(Claimed)
async def hand_to(tx: Tx, fact: Claimed) -> None:
    await news.hand_to(tx, fact.work_id, fact.offer_id, fact.staff_id)


@hears(Requeued)
async def give_back(tx: Tx, fact: Requeued) -> None:
    await news.give_back(tx, fact.work_id, fact.former_holder, fact.why)
