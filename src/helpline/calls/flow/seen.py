"""What the telephone system holds is compared with what we know: adopted, mended, or begun anew."""

from datetime import datetime

from helpline.calls.engine import Hold, Join, LegAnswered, LegGone, mix_id
from helpline.calls.flow.actions import Action
from helpline.calls.flow.happenings import Seen
from helpline.calls.flow.legs import answered, gone
from helpline.calls.flow.turn import Result, leg_as
from helpline.calls.model import Phase, State
from helpline.regulation.model import Terms

HELD = "hold"
WITH_MUSIC = (Phase.WAITING, Phase.CONNECTING)


def seen(state: State, event: Seen, at: datetime, terms: Terms) -> Result:
    """Legs whose end or answer was not told are told now; then the caller is put where the caller belongs.

    A talk goes on as it is, a waiting caller waits with music and the first queue time.
    """
    actions: list[Action] = []
    for each in state.legs:
        if each.id not in event.there:
            state, more = gone(state, LegGone(call=state.id, at=at, leg=each.id, why="failed"), at, terms)
        elif each.id in event.up and not each.is_up:
            state, more = answered(state, LegAnswered(call=state.id, at=at, leg=each.id), at, terms)
        else:
            continue
        actions += more
    return state, [*actions, *_places(state, event)]


def _places(state: State, event: Seen) -> list[Action]:
    """Orders that put whoever is elsewhere where they belong; of whom is in place nothing is ordered."""
    third = leg_as(state, "outside")
    rings_12366 = state.phase is Phase.HANDED and third is not None and not third.is_up
    if state.phase in WITH_MUSIC or rings_12366 or (state.phase is Phase.TALKING and state.is_held):
        is_there = event.places.get(state.channel) == HELD
        wanted: list[Action] = [] if is_there else [Hold(call=state.id, channel=state.channel)]
        return wanted + _joins(state, event, ())
    if state.phase in (Phase.TALKING, Phase.HANDED):
        return _joins(state, event, (state.channel,))
    return []


def _joins(state: State, event: Seen, caller: tuple[str, ...]) -> list[Action]:
    mix = mix_id(state.id)
    inside = [each.id for each in state.legs if each.role in ("seat", "outside", "colleague") and each.is_up]
    outside = tuple(name for name in (*caller, *inside) if event.places.get(name) != mix)
    return [Join(call=state.id, mix=mix, channels=outside)] if outside else []
