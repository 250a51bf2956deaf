"""In the queue: what is told, what may be chosen instead, who is asked, and who takes it."""

from datetime import datetime, timedelta

from helpline.calls import prompts
from helpline.calls.engine import (
    Hold,
    Join,
    KeyPressed,
    Record,
    Ring,
    SeatPhone,
    leg_id,
    mix_id,
    recording_id,
)
from helpline.calls.events import CallBackAsked, CallTaken
from helpline.calls.flow.actions import Action, LeaveQueue, Note, Requeue, Tell
from helpline.calls.flow.happenings import GivenBack, Offered, OfferEnded, Placed, Taken
from helpline.calls.flow.turn import (
    NotNow,
    Result,
    becomes,
    clock,
    close_with,
    hang_up,
    leg_as,
    play,
    quiet,
    with_leg,
)
from helpline.calls.model import Leg, Phase, Standing, State
from helpline.regulation.model import Terms

ASKABLE = (Phase.WAITING, Phase.CONNECTING, Phase.TALKING)


def placed(state: State, event: Placed, at: datetime, terms: Terms) -> Result:
    return tell_place(state, event.standing, at, terms)


def tell_place(state: State, standing: Standing | None, at: datetime, terms: Terms) -> Result:
    """R4.3: place and expected wait; with nobody on duty, or after a while, what may be chosen instead."""
    if state.phase is not Phase.WAITING:
        return state, []
    next_time = clock("announce", at, terms.call_announce_seconds)
    is_ringing = leg_as(state, "asked") is not None
    if standing is None or (is_ringing and state.choice_told):
        return becomes(state, clock=next_time), []
    said = prompts.standing(standing.place, standing.wait_seconds)
    if standing.on_duty == 0:
        said = ("queue.nobody",)
    if offers_choice(state, standing, at, terms):
        said = (*said, *(prompts.CHOICE if state.has_number else prompts.CHOICE_WITHHELD))
        state = becomes(state, choice_told=True)
    state, played = play(state, at, said)
    note = Note("told", {"place": standing.place, "wait": standing.wait_seconds, "on_duty": standing.on_duty})
    return becomes(state, clock=next_time), [*played, note]


def offers_choice(state: State, standing: Standing, at: datetime, terms: Terms) -> bool:
    """R4.3: whether it is time to offer the call-back and the message."""
    waited = at - (state.queued_at or at)
    return standing.on_duty == 0 or waited >= timedelta(seconds=terms.call_choice_seconds)


def key(state: State, event: KeyPressed, at: datetime) -> Result:
    """R4.3: once the choice was told, 1 is the call-back and 2 the message; all else changes nothing."""
    if not state.choice_told:
        return state, []
    if event.key == "1" and state.has_number:
        state, left = _leave(state, "callback")
        state, said = close_with(state, at, "callback.noted", "callback")
        return state, [*left, *said, Tell(CallBackAsked(call_id=state.id, at=at))]
    if event.key == "2":
        state, left = _leave(state, "message")
        state, said = play(becomes(state, phase=Phase.MESSAGE), at, ("message.speak",))
        return state, [*left, *said]
    return state, []


def _leave(state: State, chosen: str) -> Result:
    state, hung = hang_up(state, state.legs)
    state, stopped = quiet(state)
    return state, [*hung, *stopped, Note("chosen", {"what": chosen}), LeaveQueue(chosen)]


def offered(state: State, event: Offered, _at: datetime, _terms: Terms) -> Result:
    """R4.2: ring the phone of who is asked; a colleague who is on the line already is asked there."""
    if state.phase not in ASKABLE or any(each.offer_id == event.offer_id for each in state.legs):
        return state, []
    note = Note("offered", {"staff": str(event.staff_id), "offer": str(event.offer_id)})
    present = next((each for each in state.legs if each.staff_id == event.staff_id and each.is_up), None)
    if present is not None:
        return with_leg(state, becomes_asked(present, event)), [note]
    state, ring = ring_seat(state, event, event.label)
    return state, [*ring, note]


def becomes_asked(present: Leg, event: Offered) -> Leg:
    return Leg(
        id=present.id,
        role=present.role,
        staff_id=present.staff_id,
        is_up=True,
        offer_id=event.offer_id,
        ear=present.ear,
        is_held=present.is_held,
    )


def ring_seat(state: State, event: Offered | Taken, label: str) -> Result:
    """Ring the phone of somebody's seat."""
    attempt = state.attempts + 1
    name = leg_id(state.id, attempt)
    new = Leg(id=name, role="asked", staff_id=event.staff_id, offer_id=event.offer_id)
    ring = Ring(
        call=state.id,
        leg=name,
        to=SeatPhone(staff_id=event.staff_id),
        label=label,
        seconds=max(1, event.seconds),
    )
    return with_leg(becomes(state, attempts=attempt), new), [ring]


def offer_ended(state: State, event: OfferEnded, _at: datetime, _terms: Terms) -> Result:
    """Whoever was asked is asked no longer; a colleague on the line stays on the line."""
    asked = next((each for each in state.legs if each.offer_id == event.offer_id), None)
    if asked is None or asked.staff_id == state.consultant:
        return state, []
    note = Note("refused", {"staff": str(asked.staff_id), "offer": str(event.offer_id), "why": event.why})
    if asked.role != "asked":
        return with_leg(state, no_longer_asked(asked)), [note]
    state, hung = hang_up(state, [asked])
    return state, [*hung, note]


def no_longer_asked(asked: Leg) -> Leg:
    return Leg(
        id=asked.id,
        role=asked.role,
        staff_id=asked.staff_id,
        is_up=asked.is_up,
        ear=asked.ear,
        is_held=asked.is_held,
    )


def taken(state: State, event: Taken, at: datetime, terms: Terms) -> Result:
    """R5.3: from now on `staff_id` answers for it. Who had it stays on the line until the next one is there."""
    if state.phase not in ASKABLE:
        raise NotNow("这通电话已经结束，或不在等待人工，不能接听。")
    if state.consultant == event.staff_id:
        return state, []
    former = state.consultant
    actions: list[Action] = [
        Note(
            "taken",
            {"staff": str(event.staff_id), "how": event.how, "from": str(former) if former else None},
        ),
        Tell(CallTaken(call_id=state.id, staff_id=event.staff_id, at=at, how=event.how, from_staff=former)),
    ]
    state = becomes(state, consultant=event.staff_id, served_by=event.staff_id, adrift=False)
    state, hung = _clear(state, event.staff_id)
    actions += hung
    own = next((each for each in state.legs if each.staff_id == event.staff_id), None)
    if own is not None and own.is_up:
        state, joined = connect(state, own, at)
        return state, [*actions, *joined]
    if own is None:
        state, rung = ring_seat(state, event, "")
        actions += rung
    if state.phase is Phase.WAITING:
        state = becomes(state, phase=Phase.CONNECTING)
    return becomes(state, clock=clock("connect", at, terms.call_connect_seconds)), actions


def _clear(state: State, staff_id: object) -> Result:
    """Others who were asked are hung up; who had the call becomes the former."""
    others = [each for each in state.legs if each.role == "asked" and each.staff_id != staff_id]
    state, hung = hang_up(state, others)
    for each in state.legs:
        if each.role == "seat" and each.staff_id != staff_id:
            state = with_leg(state, Leg(id=each.id, role="former", staff_id=each.staff_id, is_up=each.is_up))
    return state, hung


def connect(state: State, own: Leg, at: datetime) -> Result:
    """R5.2: caller and consultant hear each other; R11.2: from the first word on it is recorded."""
    state, actions = quiet(state)
    seat = Leg(id=own.id, role="seat", staff_id=own.staff_id, is_up=True)
    mix = mix_id(state.id)
    actions.append(Join(call=state.id, mix=mix, channels=(state.channel, own.id)))
    if not state.is_recorded:
        actions.append(Record(call=state.id, recording=recording_id(state.id), mix=mix))
    state = with_leg(state, seat)
    leaving = [each for each in state.legs if each.role in ("former", "colleague", "outside")]
    state, hung = hang_up(state, leaving)
    state = becomes(
        state,
        phase=Phase.TALKING,
        is_recorded=True,
        is_held=False,
        is_mute=False,
        clock=None,
        connected_at=state.connected_at or at,
    )
    return state, [*actions, *hung, Note("connected", {"staff": str(own.staff_id)})]


def back_in_line(state: State, at: datetime, why: str) -> Result:
    """R4.2: the consultant's phone is gone, the caller is not: first in line, with the first queue time."""
    former = state.consultant
    state, hung = hang_up(state, state.legs)
    state = becomes(state, phase=Phase.WAITING, consultant=None, is_held=False, is_mute=False, adrift=False)
    state, said = play(state, at, ("queue.back",))
    hold = Hold(call=state.id, channel=state.channel)
    note = Note("requeued", {"staff": str(former), "why": why})
    return becomes(state, clock=clock("announce", at, 10)), [*hung, hold, *said, note, Requeue(why)]


def given_back(state: State, event: GivenBack, at: datetime, _terms: Terms) -> Result:
    """R4.2: a desk is gone. Who still talks goes on talking; else others are asked, as routing has begun to do."""
    if state.consultant != event.former or state.phase not in (Phase.CONNECTING, Phase.TALKING):
        return state, []
    seat = leg_as(state, "seat")
    if state.phase is Phase.TALKING and seat is not None and seat.is_up:
        note = Note("adrift", {"staff": str(event.former)})
        return becomes(state, adrift=True), [LeaveQueue("talking"), note]
    state, actions = back_in_line(state, at, event.why)
    return state, [each for each in actions if not isinstance(each, Requeue)]
