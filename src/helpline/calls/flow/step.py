"""step(state, event, at, terms) -> (state, actions): the one way in which a call changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from helpline.calls.engine import (
    CallArrived,
    CallerGone,
    HangUp,
    KeyPressed,
    LegAnswered,
    LegGone,
    Played,
    Recorded,
    Ring,
    SeatPhone,
    leg_id,
    play_id,
)
from helpline.calls.events import CallTaken
from helpline.calls.flow import clocks, legs, oversight, talking, waiting, way_in, way_out
from helpline.calls.flow import seen as sight
from helpline.calls.flow.actions import Note, Retake, Tell
from helpline.calls.flow.happenings import (
    AllJoined,
    Begun,
    ConsultAsked,
    ConsultDropped,
    DeskBack,
    EndAsked,
    GivenBack,
    HandedOn,
    Happening,
    HoldAsked,
    LeadJoined,
    LeadLeft,
    Missing,
    MuteAsked,
    Offered,
    OfferEnded,
    Placed,
    Placing,
    Seen,
    SentTo12366,
    SentToQueue,
    Taken,
    TimePassed,
)
from helpline.calls.flow.turn import CallOver, Result, becomes, with_leg
from helpline.calls.model import Leg, Phase, State
from helpline.regulation.model import Terms

DIAL_SECONDS = 60


def step(state: State, event: Happening, at: datetime, terms: Terms) -> Result:
    """What `event` at `at` makes of the call, and what is to be done about it. Told twice, it is done once.

    Raises:
        NotNow: a person asked for what does not fit the moment; the sentence says why.
        CallOver: a person asked for something of a call that is over.
    """
    if state.phase is Phase.ENDED:
        return _after_the_end(state, event, at, terms)
    return _HANDLERS[type(event)](state, event, at, terms)


def _after_the_end(state: State, event: Happening, at: datetime, terms: Terms) -> Result:
    """A recording is still told; what rings or lives on is ended; news of queue and time come late."""
    if isinstance(event, Recorded):
        return way_out.recorded(state, event, at, terms)
    if isinstance(event, LegAnswered):
        return state, [HangUp(call=state.id, channel=event.leg)]
    if isinstance(event, _OF_PEOPLE):
        raise CallOver("这通电话已经结束。")
    return state, []


_OF_PEOPLE = (
    HoldAsked,
    MuteAsked,
    ConsultAsked,
    ConsultDropped,
    AllJoined,
    HandedOn,
    SentTo12366,
    SentToQueue,
    EndAsked,
    LeadJoined,
    LeadLeft,
    Taken,
)


def _arrived(state: State, _event: CallArrived, _at: datetime, _terms: Terms) -> Result:
    """Told a second time: it is here already."""
    return state, []


def _placing(state: State, event: Placing, at: datetime, _terms: Terms) -> Result:
    """R4.3: calling back: first the consultant's own phone."""
    name = leg_id(state.id, 1)
    own = Leg(id=name, role="asked", staff_id=event.staff_id)
    ring = Ring(call=state.id, leg=name, to=SeatPhone(staff_id=event.staff_id), label="回呼", seconds=20)
    state = becomes(
        state, phase=Phase.DIALLING, attempts=1, consultant=event.staff_id, served_by=event.staff_id
    )
    note = Note("arrived", {"line": state.line, "open": state.is_open, "direction": "out"})
    told = CallTaken(call_id=state.id, staff_id=event.staff_id, at=at, how="assigned")
    return with_leg(state, own), [ring, note, Tell(told)]


def _key(state: State, event: KeyPressed, at: datetime, terms: Terms) -> Result:
    """Keys count where something was asked; all others change nothing, however many."""
    if state.phase is Phase.MENU:
        return way_in.chosen(state, event, at, terms)
    if state.phase is Phase.WAITING:
        return waiting.key(state, event, at)
    if state.phase is Phase.RATING:
        return way_out.marked(state, event, at)
    return state, []


def _desk_back(state: State, event: DeskBack, _at: datetime, _terms: Terms) -> Result:
    """R5.3: the talk went on without the desk; now the seat counts it again."""
    if not state.adrift or state.consultant != event.staff_id:
        return state, []
    return becomes(state, adrift=False), [Retake(event.staff_id)]


def _seen(state: State, event: Seen, at: datetime, terms: Terms) -> Result:
    """A caller who is not there is lost; after a new connection what sounded is taken to have sounded."""
    if state.channel not in event.there and state.phase not in (Phase.DIALLING, Phase.FILING):
        return way_out.missing(state, Missing(), at, terms)
    after, actions = sight.seen(state, event, at, terms)
    if event.afresh and after.playing is not None and after.phase is not Phase.WAITING:
        heard = Played(call=state.id, at=at, play=play_id(after.id, after.step))
        after, more = clocks.played(after, heard, at, terms)
        return after, [*actions, *more]
    return after, actions


_HANDLERS: dict[type, Callable[[State, Any, datetime, Terms], Result]] = {
    CallArrived: _arrived,
    KeyPressed: _key,
    Played: clocks.played,
    LegAnswered: legs.answered,
    LegGone: legs.gone,
    CallerGone: way_out.caller_gone,
    Recorded: way_out.recorded,
    Begun: way_in.begun,
    Placing: _placing,
    Placed: waiting.placed,
    TimePassed: clocks.time_passed,
    Offered: waiting.offered,
    OfferEnded: waiting.offer_ended,
    Taken: waiting.taken,
    GivenBack: waiting.given_back,
    DeskBack: _desk_back,
    Missing: way_out.missing,
    Seen: _seen,
    HoldAsked: talking.held,
    MuteAsked: talking.muted,
    ConsultAsked: talking.consulted,
    ConsultDropped: talking.dropped,
    AllJoined: talking.joined,
    HandedOn: talking.handed_on,
    SentTo12366: talking.to_12366,
    SentToQueue: talking.to_queue,
    EndAsked: talking.ended,
    LeadJoined: oversight.lead_joined,
    LeadLeft: oversight.lead_left,
}
