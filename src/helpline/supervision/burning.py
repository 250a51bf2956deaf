"""What burns: clocks about to run out, the longest wait, offers nobody took, desks that went silent."""

from datetime import timedelta

from helpline.calls import queries as calls
from helpline.calls.model import Call
from helpline.conversations import queries as conversations
from helpline.conversations.asker import asker_of
from helpline.conversations.model import Conversation, RunningClock
from helpline.kit.db import ReadTx
from helpline.regulation.queries import terms_on
from helpline.routing import queries as routing
from helpline.routing.model import Offer, Seat
from helpline.supervision.model import Burning, Longest, Lost, MissedLine
from helpline.supervision.scene import Scene
from helpline.taxpayers import masking

SOON = timedelta(seconds=10)
"""A clock with no more than this left burns."""

WATCHED = ("first_response", "consultant_silence", "wait_promise")
"""Clocks that bind a consultant; the taxpayer's own silence does not burn."""

SHOWN_MISSES = 6


async def clocks(read: ReadTx, scene: Scene) -> list[Burning]:
    """Offers and dialogues whose clock has ten seconds left or less; what runs out first stands first."""
    asked = [
        offer for offer in await routing.open_offers_in(read, scene.scope) if offer.due_at - read.now <= SOON
    ]
    found = await conversations.find_many(read, [offer.work_id for offer in asked])
    seen = {key: each for key, each in found.items() if scene.sees(each)}
    burning = [_offer(scene, offer, seen[offer.work_id]) for offer in asked if offer.work_id in seen]
    burning += await _ringing(read, scene, [offer for offer in asked if offer.channel == "voice"])
    burning += [_dialogue(scene, each, clock) for each in scene.running if (clock := _burns(each, read))]
    return sorted(burning, key=lambda each: each.clock.due_at)


def _burns(conversation: Conversation, read: ReadTx) -> RunningClock | None:
    clock = conversation.state.clock
    if clock is None or clock.kind not in WATCHED or clock.due_at - read.now > SOON:
        return None
    return clock


def _offer(scene: Scene, offer: Offer, conversation: Conversation) -> Burning:
    return Burning(
        conversation=offer.work_id,
        offer=offer.id,
        clock=RunningClock(kind="first_response", started_at=offer.offered_at, due_at=offer.due_at),
        label=asker_of(conversation),
        staff=offer.staff_id,
        staff_label=scene.label(offer.staff_id),
    )


async def _ringing(read: ReadTx, scene: Scene, asked: list[Offer]) -> list[Burning]:
    """Calls that ring at a desk and are not picked up."""
    found = await calls.find_many(read, [offer.work_id for offer in asked])
    return [
        Burning(
            conversation=None,
            offer=offer.id,
            clock=RunningClock(kind="first_response", started_at=offer.offered_at, due_at=offer.due_at),
            label=_caller(found[offer.work_id]),
            staff=offer.staff_id,
            staff_label=scene.label(offer.staff_id),
        )
        for offer in asked
        if offer.work_id in found and scene.scope.district_id in (None, found[offer.work_id].district_id)
    ]


def _caller(call: Call) -> str:
    """R18.1: who calls, masked."""
    return f"电话 {masking.mask_phone(call.party.number) or '号码未显示'}"


def _dialogue(scene: Scene, conversation: Conversation, clock: RunningClock) -> Burning:
    return Burning(
        conversation=conversation.id,
        offer=None,
        clock=clock,
        label=asker_of(conversation),
        staff=conversation.state.consultant,
        staff_label=scene.label(conversation.state.consultant),
    )


async def longest(read: ReadTx, scene: Scene) -> Longest | None:
    """Who has waited longest for a person."""
    work = await routing.longest_waiting(read, scene.scope)
    if work is None:
        return None
    conversation = (await conversations.find_many(read, [work.id])).get(work.id)
    call = await calls.find(read, work.id) if work.channel == "voice" else None
    return Longest(
        conversation=None if call else work.id,
        call=call.id if call else None,
        since=work.enqueued_at,
        label=_caller(call) if call else asker_of(conversation) if conversation else "",
        system_name=scene.systems.get(work.system or ""),
    )


async def missed(read: ReadTx, scene: Scene) -> list[MissedLine]:
    """R4.2: offers of today that nobody answered, or that were sent back, and why."""
    offers = await routing.unanswered_today(read, scene.scope)
    return [
        MissedLine(
            at=offer.outcome_at or offer.due_at,
            staff_label=scene.label(offer.staff_id),
            words="未应答，已改派" if offer.outcome == "expired" else f"退回：{offer.reason}",
        )
        for offer in offers[:SHOWN_MISSES]
    ]


async def lost(read: ReadTx, scene: Scene) -> list[Lost]:
    """Desks that went silent while they hold dialogues."""
    wait = timedelta(seconds=(await terms_on(read, read.now)).lost_reassign_seconds)
    gone = [seat for seat in scene.seats if seat.lost_at is not None]
    return [_lost(scene, seat, wait) for seat in gone if seat.held]


def _lost(scene: Scene, seat: Seat, wait: timedelta) -> Lost:
    held = sum(each.state.consultant == seat.staff_id for each in scene.running)
    since = seat.lost_at or seat.presence_since
    return Lost(
        staff=seat.staff_id,
        staff_label=scene.label(seat.staff_id),
        since=since,
        held=held,
        reassign_at=since + wait if held else None,
    )
