"""Answers about calls. Numbers and names arrive masked (R18.1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from helpline.calls.engine import Line
from helpline.calls.model import Call, CallEvent, Direction, Outcome, Phase, Role
from helpline.calls.oversight import Overseer
from helpline.calls.store import calls, trail
from helpline.kit.db import ReadTx
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Role as StaffRole
from helpline.people.names import lead_label, public_label
from helpline.routing import queries as queues
from helpline.routing.model import OfferKind, OpenOffer, QueueLine, Scope
from helpline.taxpayers import masking
from helpline.taxpayers import queries as taxpayers
from helpline.taxpayers.model import Taxpayer

FIRST_NODE = "node1"
"""The name of the telephone system before there was a call."""

MOST_LINES = 300
MOST_EARLIER = 10


class LegLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else on the line: a colleague, 12366 (`who` says so), a team lead."""

    role: Role
    who: str
    is_up: bool


class EarlierCall(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an earlier call from the same number."""

    id: UUID
    number: str
    at: datetime
    direction: Direction
    outcome: Outcome | None
    consultant: str


class CallView(msgspec.Struct, frozen=True, kw_only=True):
    """A call as its consultant sees it, masked. Its case bears the same id and number.

    `handed`: what 12366 told along with the call. `hands_to`: whom it was offered to, by name, and who has not
    answered yet.
    """

    id: UUID
    number: str
    phase: Phase
    direction: Direction
    line: Line
    asker: str
    phone: str
    taxpayer_id: UUID | None
    taxpayer: str | None
    system: str | None
    is_elderly: bool
    handed: dict[str, str]
    arrived_at: datetime
    queued_at: datetime | None
    connected_at: datetime | None
    is_held: bool
    is_mute: bool
    legs: list[LegLine]
    hands_to: str | None
    about: UUID | None


class CallOffer(msgspec.Struct, frozen=True, kw_only=True):
    """R4.2: a call that waits for this person's answer; the bar runs from `offered_at` to `due_at`."""

    id: UUID
    kind: OfferKind
    note: str
    from_staff: str | None
    offered_at: datetime
    due_at: datetime
    waited_seconds: int
    call: CallView
    earlier: list[EarlierCall]


class MyCalls(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant's call panel shows."""

    now: datetime
    offers: list[CallOffer]
    call: CallView | None
    earlier: list[EarlierCall]
    """Earlier calls from the number of the call in hand."""


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """A call in the live list. `lead`: who of the team leads is on the line, and how."""

    id: UUID
    number: str
    phase: Phase
    direction: Direction
    line: Line
    phone: str
    system: str | None
    arrived_at: datetime
    queued_at: datetime | None
    connected_at: datetime | None
    consultant_id: UUID | None
    consultant: str
    is_held: bool
    lead: str
    ear: str


class LiveCalls(msgspec.Struct, frozen=True, kw_only=True):
    """R5.2: what goes on now within a scope."""

    now: datetime
    calls: list[CallLine]
    queues: list[QueueLine]


async def find(read: ReadTx, call_id: UUID) -> Call | None:
    """One call, with the number of the other side in clear: for rooms above, never for a page."""
    return await calls.find(read, call_id)


async def find_many(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, Call]:
    return {call.id: call for call in await calls.find_many(read, ids)}


async def home_node(read: ReadTx) -> str:
    """The telephone system that places calls: where the last call came in."""
    return await calls.latest_node(read) or FIRST_NODE


async def in_hands(read: ReadTx, staff_ids: Sequence[UUID]) -> dict[UUID, Call]:
    """By person, the call that is in their hands."""
    return {c.state.consultant: c for c in await calls.in_hands(read, staff_ids) if c.state.consultant}


async def events(read: ReadTx, call_id: UUID) -> list[CallEvent]:
    """R5.2: what happened to a call, raw, the first first."""
    return await trail.events_of(read, call_id)


async def my_calls(read: ReadTx, staff_id: UUID) -> MyCalls:
    """R5.5: what rings at, and what is in the hands of, a consultant."""
    asked = [offer for offer in await queues.open_offers(read, staff_id) if offer.channel == "voice"]
    offered = await find_many(read, [offer.work_id for offer in asked])
    mine = await calls.of_consultant(read, staff_id)
    return MyCalls(
        now=read.now,
        offers=[await _offer(read, each, offered[each.work_id]) for each in asked if each.work_id in offered],
        call=await view(read, mine[0]) if mine else None,
        earlier=await earlier(read, mine[0]) if mine else [],
    )


async def _offer(read: ReadTx, offer: OpenOffer, call: Call) -> CallOffer:
    labels = await _labels(read, [offer.from_staff])
    return CallOffer(
        id=offer.offer_id,
        kind=offer.kind,
        note=offer.why,
        from_staff=labels.get(offer.from_staff),
        offered_at=offer.offered_at,
        due_at=offer.due_at,
        waited_seconds=max(0, int((read.now - offer.enqueued_at).total_seconds())),
        call=await view(read, call),
        earlier=await earlier(read, call),
    )


async def view(read: ReadTx, call: Call) -> CallView:
    """The call, masked."""
    state = call.state
    taxpayer = await taxpayers.find(read, call.taxpayer_id) if call.taxpayer_id else None
    transfers = await queues.open_transfers(read, [call.id])
    labels = await _labels(read, [*(leg.staff_id for leg in state.legs), *(t.staff_id for t in transfers)])
    return CallView(
        id=call.id,
        number=call.number,
        phase=state.phase,
        direction=state.direction,
        line=state.line,
        asker=masking.mask_name(call.party.name),
        phone=masking.mask_phone(call.party.number),
        taxpayer_id=call.taxpayer_id,
        taxpayer=_named(taxpayer),
        system=state.system,
        is_elderly=state.is_elderly,
        handed=call.party.handed,
        arrived_at=call.arrived_at,
        queued_at=state.queued_at,
        connected_at=state.connected_at,
        is_held=state.is_held,
        is_mute=state.is_mute,
        legs=[
            LegLine(role=leg.role, who=labels.get(leg.staff_id, "12366"), is_up=leg.is_up)
            for leg in state.legs
            if leg.role in ("colleague", "outside") or (leg.role == "lead" and leg.ear == "speak")
        ],
        hands_to=labels.get(transfers[0].staff_id) if transfers else None,
        about=call.about,
    )


def _named(taxpayer: Taxpayer | None) -> str | None:
    if taxpayer is None:
        return None
    return masking.mask_name(taxpayer.name) if taxpayer.is_personal else taxpayer.name


async def earlier(read: ReadTx, call: Call) -> list[EarlierCall]:
    """R5.3: earlier calls from and to the number, the latest first."""
    if not call.party.number:
        return []
    found = await calls.of_number(read, call.party.number, MOST_EARLIER + 1)
    before = [each for each in found if each.id != call.id][:MOST_EARLIER]
    labels = await _labels(read, [each.state.served_by for each in before])
    return [
        EarlierCall(
            id=each.id,
            number=each.number,
            at=each.arrived_at,
            direction=each.state.direction,
            outcome=each.state.outcome,
            consultant=labels.get(each.state.served_by, ""),
        )
        for each in before
    ]


async def live_calls(read: ReadTx, eyes: Overseer) -> LiveCalls:
    """R14.1: calls and queues within the scope, masked: in the hands of its people, or in its queues."""
    scope = eyes.scope
    found = await calls.in_scope(read, scope.provider_id, scope.district_id, MOST_LINES)
    people_ids = {leg.staff_id for call in found for leg in call.state.legs}
    people_ids |= {call.state.consultant for call in found}
    known = await people.staff_by_ids(read, [each for each in people_ids if each])
    labels = await _labels(read, list(known))
    teams: dict[UUID | None, tuple[UUID | None, UUID | None]] = {
        key: (person.provider_id, person.team_id) for key, person in known.items()
    }
    seen = Scope(provider_id=scope.provider_id, team_id=scope.team_id, district_id=scope.district_id)
    queues_now = await queues.queue_summary(read, seen)
    return LiveCalls(
        now=read.now,
        calls=[_line(call, labels) for call in found if _covers(scope, call, teams)],
        queues=[line for line in queues_now if line.channel == "voice"],
    )


def _covers(
    scope: policy.Scope, call: Call, teams: dict[UUID | None, tuple[UUID | None, UUID | None]]
) -> bool:
    """Who waits is everybody's of the queue; a call in hand is its team's."""
    if call.state.consultant is None:
        return True
    provider_id, team_id = teams.get(call.state.consultant, (None, None))
    return policy.covers(scope, provider_id=provider_id, team_id=team_id, district_id=call.district_id)


def _line(call: Call, labels: dict[UUID | None, str]) -> CallLine:
    state = call.state
    lead = next((leg for leg in state.legs if leg.role == "lead"), None)
    return CallLine(
        id=call.id,
        number=call.number,
        phase=state.phase,
        direction=state.direction,
        line=state.line,
        phone=masking.mask_phone(call.party.number),
        system=state.system,
        arrived_at=call.arrived_at,
        queued_at=state.queued_at,
        connected_at=state.connected_at,
        consultant_id=state.consultant,
        consultant=labels.get(state.consultant, ""),
        is_held=state.is_held,
        lead=labels.get(lead.staff_id, "") if lead else "",
        ear=(lead.ear or "") if lead else "",
    )


async def _labels(read: ReadTx, ids: Sequence[UUID | None]) -> dict[UUID | None, str]:
    found = await people.staff_by_ids(read, [each for each in ids if each])
    return {
        key: (lead_label if person.role is StaffRole.TEAM_LEAD else public_label)(person.number)
        for key, person in found.items()
    }
