"""Phones that we rang: picked up, or gone."""

from datetime import datetime

from helpline.calls.engine import HangUp, Join, LegAnswered, LegGone, Outside, Ring, mix_id
from helpline.calls.flow.actions import Claim, Note, Refuse
from helpline.calls.flow.oversight import lead_is_there
from helpline.calls.flow.talking import finish, hand_on
from helpline.calls.flow.turn import Result, becomes, end, leg, leg_as, with_leg, without_leg
from helpline.calls.flow.waiting import back_in_line, connect
from helpline.calls.model import Leg, Phase, State
from helpline.regulation.model import Terms

WHY_GONE = {
    "hung_up": "电话挂断",
    "busy": "话机占线",
    "no_answer": "话机无人接听",
    "declined": "话机拒接",
    "unreachable": "话机未注册",
    "failed": "话机呼叫失败",
}


NOBODY_THERE = "12366 未接听"


def answered(state: State, event: LegAnswered, at: datetime, _terms: Terms) -> Result:
    """Picked up: what that means depends on whom we rang. A phone that nobody waits for is hung up."""
    if event.leg == state.channel:
        return person_answered(state, at)
    found = leg(state, event.leg)
    if found is None:
        return state, [HangUp(call=state.id, channel=event.leg)]
    if found.is_up:
        return state, []
    found = _up(found)
    state = with_leg(state, found)
    return _joins(state, found, at)


def _up(found: Leg) -> Leg:
    return Leg(
        id=found.id,
        role=found.role,
        staff_id=found.staff_id,
        is_up=True,
        offer_id=found.offer_id,
        ear=found.ear,
    )


def _joins(state: State, found: Leg, at: datetime) -> Result:
    if found.role == "lead":
        return lead_is_there(state, found)
    if found.role == "outside" and state.phase is Phase.HANDED:
        return state, [Join(call=state.id, mix=mix_id(state.id), channels=(state.channel, found.id))]
    if found.role in ("colleague", "outside"):
        return state, [Join(call=state.id, mix=mix_id(state.id), channels=(found.id,))]
    if found.staff_id == state.consultant:
        return _own_phone(state, found, at)
    if found.offer_id is not None and found.staff_id is not None:
        return state, [Claim(found.offer_id, found.staff_id)]
    return without_leg(state, found.id), [HangUp(call=state.id, channel=found.id)]


def _own_phone(state: State, found: Leg, at: datetime) -> Result:
    """The phone of who has the call: now they hear each other; or, calling back, now the other side is rung."""
    if state.phase is not Phase.DIALLING:
        return connect(state, found, at)
    ring = Ring(call=state.id, leg=state.channel, to=Outside(line="public"), seconds=45)
    waits = Join(call=state.id, mix=mix_id(state.id), channels=(found.id,))
    return state, [waits, ring]


def person_answered(state: State, at: datetime) -> Result:
    """R4.3: whom we call back has picked up."""
    seat = leg_as(state, "seat", "asked")
    if state.phase is not Phase.DIALLING or seat is None:
        return state, []
    return connect(state, seat, at)


def gone(state: State, event: LegGone, at: datetime, terms: Terms) -> Result:
    """A leg has ended. The caller is never left alone with silence by that."""
    if event.leg == state.channel:
        return end(state, at, "unreached" if state.connected_at is None else "answered", "caller")
    found = leg(state, event.leg)
    if found is None:
        return state, []
    state = without_leg(state, event.leg)
    if found.staff_id is not None and found.staff_id == state.consultant and found.role != "former":
        return _own_gone(state, event, at, terms)
    if found.role == "outside" and state.phase is Phase.HANDED:
        return end(state, at, "answered", "network") if found.is_up else back_in_line(state, at, NOBODY_THERE)
    if found.role == "asked" and found.offer_id is not None and found.staff_id is not None:
        reason = WHY_GONE[event.why]
        note = Note("refused", {"staff": str(found.staff_id), "offer": str(found.offer_id), "why": reason})
        return state, [note, Refuse(found.offer_id, found.staff_id, reason)]
    return state, []


def _own_gone(state: State, event: LegGone, at: datetime, terms: Terms) -> Result:
    """R4.2: hanging up ends the talk; a phone that fails, or is put down while the caller waits, ends nothing."""
    if state.phase is Phase.DIALLING:
        return end(state, at, "unreached", "house")
    third = leg_as(state, "outside")
    if third is not None and third.is_up and event.why == "hung_up":
        return hand_on(state, third)
    if leg_as(state, "former") is not None or state.phase is Phase.CONNECTING:
        return back_in_line(state, at, WHY_GONE[event.why])
    if event.why == "hung_up" and not state.is_held:
        return finish(state, at, terms)
    return back_in_line(state, at, WHY_GONE[event.why])


def connect_too_late(state: State, at: datetime) -> Result:
    """R4.2: who took it did not pick up the phone: others are asked."""
    if state.consultant is None or leg_as(state, "asked") is None:
        return becomes(state, clock=None), []
    return back_in_line(state, at, WHY_GONE["no_answer"])
