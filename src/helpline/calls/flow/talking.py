"""The talk: hold, consult, three-way, handing on, and its end by the consultant."""

from datetime import datetime

from helpline.calls.engine import (
    Hold,
    Join,
    Mute,
    Outside,
    Ring,
    SeatPhone,
    StopRecording,
    Whom,
    leg_id,
    mix_id,
    recording_id,
)
from helpline.calls.flow.actions import Action, Note, Requeue
from helpline.calls.flow.happenings import (
    AllJoined,
    ConsultAsked,
    ConsultDropped,
    EndAsked,
    HandedOn,
    HoldAsked,
    MuteAsked,
    SentTo12366,
    SentToQueue,
)
from helpline.calls.flow.turn import (
    NotNow,
    Result,
    becomes,
    clock,
    end,
    hang_up,
    leg_as,
    play,
    quiet,
    relieve,
    with_leg,
)
from helpline.calls.model import Leg, Phase, State
from helpline.regulation.model import Terms


def own_talk(state: State, staff_id: object) -> Leg:
    """The leg of who talks and acts.

    Raises:
        NotNow: the call is not in their hands, or nobody hears anybody yet.
    """
    seat = leg_as(state, "seat")
    if state.consultant != staff_id or state.phase is not Phase.TALKING or seat is None:
        raise NotNow("这通电话现在不在您手上，或还没有接通。")
    return seat


def held(state: State, event: HoldAsked, _at: datetime, _terms: Terms) -> Result:
    """R5.5: the caller waits with music; asked twice, it is done once."""
    own_talk(state, event.staff_id)
    if state.is_held == event.on:
        return state, []
    note = Note("held" if event.on else "resumed", {"staff": str(event.staff_id)})
    return becomes(state, is_held=event.on), [_caller_aside(state) if event.on else _caller_in(state), note]


def _caller_aside(state: State) -> Action:
    return Hold(call=state.id, channel=state.channel)


def _caller_in(state: State) -> Action:
    return Join(call=state.id, mix=mix_id(state.id), channels=(state.channel,))


def muted(state: State, event: MuteAsked, _at: datetime, _terms: Terms) -> Result:
    seat = own_talk(state, event.staff_id)
    if state.is_mute == event.on:
        return state, []
    return becomes(state, is_mute=event.on), [Mute(call=state.id, channel=seat.id, is_mute=event.on)]


def consulted(state: State, event: ConsultAsked, at: datetime, terms: Terms) -> Result:
    """R5.5, R5.1: ask a colleague or 12366 while the caller waits with music."""
    own_talk(state, event.staff_id)
    if leg_as(state, "colleague", "outside") is not None:
        raise NotNow("已经在征询另一方，请先结束那一方。")
    if event.colleague == event.staff_id:
        raise NotNow("不能征询自己。")
    state, aside = held(state, HoldAsked(staff_id=event.staff_id, on=True), at, terms)
    attempt = state.attempts + 1
    name = leg_id(state.id, attempt)
    to: Whom = SeatPhone(staff_id=event.colleague) if event.colleague else _to_12366(event.headers)
    new = Leg(id=name, role="colleague" if event.colleague else "outside", staff_id=event.colleague)
    state = with_leg(becomes(state, attempts=attempt), new)
    ring = Ring(call=state.id, leg=name, to=to, label="同事征询", seconds=event.seconds)
    with_whom = str(event.colleague) if event.colleague else "12366"
    return state, [*aside, ring, Note("consulted", {"staff": str(event.staff_id), "with": with_whom})]


def _to_12366(headers: dict[str, str]) -> Outside:
    return Outside(line="12366", number="12366", headers=headers)


def dropped(state: State, event: ConsultDropped, at: datetime, terms: Terms) -> Result:
    """Back to the caller, alone."""
    own_talk(state, event.staff_id)
    asked = [each for each in state.legs if each.role in ("colleague", "outside")]
    state, hung = hang_up(state, asked)
    state, back = held(state, HoldAsked(staff_id=event.staff_id, on=False), at, terms)
    return state, [*hung, *back]


def joined(state: State, event: AllJoined, _at: datetime, _terms: Terms) -> Result:
    """R5.5: three talk together."""
    own_talk(state, event.staff_id)
    third = _third(state)
    together = Join(call=state.id, mix=mix_id(state.id), channels=(state.channel, third.id))
    return becomes(state, is_held=False), [together, Note("joined", {"staff": str(event.staff_id)})]


def _third(state: State) -> Leg:
    third = leg_as(state, "colleague", "outside")
    if third is None or not third.is_up:
        raise NotNow("另一方还没有接听。")
    return third


def handed_on(state: State, event: HandedOn, _at: datetime, _terms: Terms) -> Result:
    """R5.1: caller and 12366 go on without us; a colleague takes over only by name, through an offer."""
    own_talk(state, event.staff_id)
    third = _third(state)
    if third.role != "outside":
        raise NotNow("转给同事须由对方确认接手，请用转接。")
    return hand_on(state, third)


def hand_on(state: State, third: Leg) -> Result:
    """The seat leaves, the two others stay; the recording runs on."""
    joining = Join(call=state.id, mix=mix_id(state.id), channels=(state.channel, third.id))
    others = [each for each in state.legs if each.id != third.id]
    note = Note("handed", {"staff": str(state.consultant), "to": "12366"})
    state, hung = hang_up(state, others)
    state, released = relieve(state, wrap_up=True)
    return becomes(state, phase=Phase.HANDED, is_held=False, clock=None), [joining, *hung, note, *released]


def to_12366(state: State, event: SentTo12366, _at: datetime, _terms: Terms) -> Result:
    """R5.1: the seat is free at once; the caller waits with music until 12366 answers, and if it does not, for us."""
    own_talk(state, event.staff_id)
    state, hung = hang_up(state, state.legs)
    attempt = state.attempts + 1
    name = leg_id(state.id, attempt)
    state = with_leg(becomes(state, attempts=attempt), Leg(id=name, role="outside"))
    ring = Ring(call=state.id, leg=name, to=_to_12366(event.headers), seconds=event.seconds)
    note = Note("handed", {"staff": str(event.staff_id), "to": "12366"})
    state, released = relieve(state, wrap_up=True)
    state = becomes(state, phase=Phase.HANDED, is_held=False, clock=None)
    return state, [_caller_aside(state), *hung, ring, note, *released]


def to_queue(state: State, event: SentToQueue, at: datetime, terms: Terms) -> Result:
    """R5.3: into the line of who knows `system`, before everybody; the case stays with its owner until taken."""
    own_talk(state, event.staff_id)
    state, hung = hang_up(state, state.legs)
    note = Note("handed", {"staff": str(event.staff_id), "to": f"queue:{event.system or ''}"})
    state = becomes(
        state,
        phase=Phase.WAITING,
        consultant=None,
        is_held=False,
        is_mute=False,
        adrift=False,
        system=event.system or state.system,
        clock=clock("announce", at, terms.call_announce_seconds),
    )
    requeue = Requeue("转入队列", event.system)
    return state, [_caller_aside(state), *hung, note, requeue]


def ended(state: State, event: EndAsked, at: datetime, terms: Terms) -> Result:
    """R5.5, R15.3: the consultant ends the talk; the caller is asked for a mark."""
    if state.consultant != event.staff_id or state.phase not in (
        Phase.TALKING,
        Phase.CONNECTING,
        Phase.DIALLING,
    ):
        raise NotNow("这通电话现在不在您手上。")
    return finish(state, at, terms)


def finish(state: State, at: datetime, _terms: Terms) -> Result:
    """The talk is over on our side. Whom we called back is not asked for a mark, nor who was never heard."""
    if state.connected_at is None:
        return end(state, at, "unreached" if state.direction == "out" else "left", "house")
    if state.direction == "out":
        return end(state, at, "answered", "house")
    recorded = StopRecording(call=state.id, recording=recording_id(state.id))
    state, hung = hang_up(state, state.legs)
    state, stopped = quiet(state)
    state, released = relieve(state, wrap_up=True)
    state = becomes(state, phase=Phase.RATING, settled="answered", is_held=False, is_recorded=False)
    state, said = play(state, at, ("rate",), until_key=True)
    return state, [*hung, recorded, *stopped, *said, *released]
