"""What routing and time bring to a call."""

from datetime import datetime
from uuid import UUID

from helpline.calls.commands import line
from helpline.calls.commands.moves import apply
from helpline.calls.flow.happenings import DeskBack, GivenBack, Offered, OfferEnded, Taken, TimePassed
from helpline.calls.model import Phase
from helpline.calls.store import calls
from helpline.kit.db import Tx
from helpline.regulation.queries import terms_on
from helpline.routing import queries as queues


async def hear_time(tx: Tx, call_id: UUID, due_at: datetime) -> None:
    """The call's clock that stood for `due_at` ran out."""
    held = await calls.lock(tx, call_id)
    if held is None:
        return
    is_waiting = held.call.state.phase is Phase.WAITING
    standing = await line.standing(tx, call_id) if is_waiting else None
    await apply(tx, held, TimePassed(due_at=due_at, standing=standing))


async def ring(tx: Tx, call_id: UUID, offer_id: UUID) -> None:
    """R4.2: routing asks somebody to take the call: their phone rings, unless the offer is over by now."""
    held = await calls.lock(tx, call_id)
    offer = await queues.offer(tx, offer_id)
    if held is None or offer is None or offer.outcome is not None:
        return
    seconds = int((offer.due_at - tx.now).total_seconds())
    card = line.card(held.call)
    label = f"{card.title} {card.asker}"
    event = Offered(offer_id=offer_id, staff_id=offer.staff_id, seconds=seconds, label=label)
    await apply(tx, held, event)


async def stop_ringing(tx: Tx, call_id: UUID, offer_id: UUID, why: str) -> None:
    """R4.2: the offer was declined, missed or withdrawn."""
    held = await calls.lock(tx, call_id)
    if held is not None:
        await apply(tx, held, OfferEnded(offer_id=offer_id, why=why))


async def hand_to(tx: Tx, call_id: UUID, offer_id: UUID, staff_id: UUID) -> None:
    """R5.3: it was taken, by whatever way; told late, when somebody else has it or it is over, nothing changes."""
    held = await calls.lock(tx, call_id)
    offer = await queues.offer(tx, offer_id)
    if held is None or held.call.state.phase is Phase.ENDED or offer is None or offer.held_until is not None:
        return
    seconds = (await terms_on(tx, tx.now)).call_connect_seconds
    event = Taken(staff_id=staff_id, how=offer.kind, offer_id=offer_id, seconds=seconds)
    if held.call.state.phase in (Phase.WAITING, Phase.CONNECTING, Phase.TALKING):
        await apply(tx, held, event)


async def give_back(tx: Tx, call_id: UUID, former: UUID, why: str) -> None:
    """Routing took it from a consultant whose desk is gone."""
    held = await calls.lock(tx, call_id)
    if held is not None:
        await apply(tx, held, GivenBack(former=former, why=why))


async def adrift_of(tx: Tx, staff_id: UUID) -> list[calls.Locked]:
    """Talks that go on though the consultant's desk was gone, locked: to be had before routing is."""
    own = sorted(call.id for call in await calls.of_consultant(tx, staff_id) if call.state.adrift)
    held = [await calls.lock(tx, call_id) for call_id in own]
    return [each for each in held if each is not None]


async def welcome_back(tx: Tx, staff_id: UUID, adrift: list[calls.Locked]) -> None:
    """R5.3: the desk is back: the talk that went on without it fills the seat again."""
    for each in adrift:
        await apply(tx, each, DeskBack(staff_id=staff_id))
