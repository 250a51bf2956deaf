"""A team lead hears a talk, whispers into it, speaks along, and leaves again (R14.1)."""

from datetime import datetime

from helpline.calls.engine import HangUp, Join, Listen, Ring, SeatPhone, StopListening, leg_id, mix_id
from helpline.calls.flow.actions import Action, Note
from helpline.calls.flow.happenings import LeadJoined, LeadLeft
from helpline.calls.flow.turn import NotNow, Result, becomes, hang_up, leg_as, with_leg, without_leg
from helpline.calls.model import EARS, LeadEar, Leg, Phase, State
from helpline.regulation.model import Terms


def lead_joined(state: State, event: LeadJoined, _at: datetime, _terms: Terms) -> Result:
    """R14.1: one lead at a time; the first time the lead's phone rings, later the ear is changed."""
    if state.phase is not Phase.TALKING or leg_as(state, "seat") is None:
        raise NotNow("这通电话现在没有咨询员在通话，不能监听。")
    if state.consultant == event.staff_id:
        raise NotNow("这通电话就在您手上。")
    note = Note("heard", {"staff": str(event.staff_id), "ear": event.ear})
    present = leg_as(state, "lead")
    if present is None:
        state, ring = _ring(state, event)
        return state, [*ring, note]
    if present.staff_id != event.staff_id:
        raise NotNow("另一位班长正在监听这通电话，请先与其商量。")
    if present.ear == event.ear:
        return state, []
    changed = _with_ear(present, event.ear)
    state = with_leg(state, changed)
    return state, [*(_hear(state, changed) if changed.is_up else []), note]


def _ring(state: State, event: LeadJoined) -> Result:
    attempt = state.attempts + 1
    name = leg_id(state.id, attempt)
    new = Leg(id=name, role="lead", staff_id=event.staff_id, ear=event.ear)
    to = SeatPhone(staff_id=event.staff_id)
    ring = Ring(call=state.id, leg=name, to=to, label="监听", seconds=event.seconds)
    return with_leg(becomes(state, attempts=attempt), new), [ring]


def _with_ear(present: Leg, ear: LeadEar) -> Leg:
    return Leg(id=present.id, role="lead", staff_id=present.staff_id, is_up=present.is_up, ear=ear)


def lead_is_there(state: State, lead: Leg) -> Result:
    """The lead's phone is picked up."""
    if leg_as(state, "seat") is None:
        return without_leg(state, lead.id), [HangUp(call=state.id, channel=lead.id)]
    return state, _hear(state, lead)


def _hear(state: State, lead: Leg) -> list[Action]:
    seat = leg_as(state, "seat")
    ear = EARS.get(lead.ear) if lead.ear else None
    if ear is not None and seat is not None:
        return [Listen(call=state.id, leg=lead.id, target=seat.id, ear=ear)]
    return [
        StopListening(call=state.id, leg=lead.id),
        Join(call=state.id, mix=mix_id(state.id), channels=(lead.id,)),
    ]


def lead_left(state: State, event: LeadLeft, _at: datetime, _terms: Terms) -> Result:
    lead = leg_as(state, "lead")
    if lead is None or lead.staff_id != event.staff_id:
        raise NotNow("您现在没有监听这通电话。")
    return hang_up(state, [lead])
