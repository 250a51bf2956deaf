"""R5.2, R12.1: half an hour of twenty calls a second before five hundred consultants: not one wrong thing."""

import random
from datetime import date, datetime
from uuid import UUID

import pytest

from helpline.calls.flow.happenings import EndAsked
from helpline.calls.model import Phase, State
from helpline.kit.clock import SHANGHAI, VirtualClock
from helpline.regulation import rules, shipped
from tests.support.examples import examples
from tests.support.hotline_model import PureHotline

TERMS = rules.in_force(shipped.changes(), date(2026, 11, 10))
START = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
A_SECOND = 20
CONSULTANTS = 500
TALK = 13.0
"""Seconds, on average: with ten to wrap up and some to pick up, the hall is nearly full."""


class City:
    """Callers who dial, choose, lose patience or talk, and consultants who pick up, mostly."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.hotline = PureHotline(VirtualClock(START), TERMS)
        self.hotline.on_ring = self.rings
        self.hotline.on_phase = self.goes_on
        self.seats = [self.hotline.seat() for _ in range(CONSULTANTS)]
        self.met: dict[UUID, Phase] = {}
        self.dialled = 0

    def run(self, minutes: float) -> None:
        self.minutes = minutes
        self.hotline.later(0, self.dials)
        self.hotline.advance(minutes * 60)
        self.hotline.advance(600)

    def dials(self) -> None:
        self.dialled += 1
        channel = f"model-{self.dialled}"
        self.hotline.engine.call_in(channel, "13812345678")
        if self.dialled < A_SECOND * 60 * self.minutes:
            self.hotline.later(self.dice.expovariate(A_SECOND), self.dials)

    def rings(self, _staff_id: UUID, leg: str) -> None:
        luck = self.dice.random()
        if luck < 0.97:
            self.hotline.later(self.dice.uniform(1, 4), lambda: self.hotline.engine.pick_up(leg))
        elif luck < 0.99:
            self.hotline.later(1, lambda: self.hotline.engine.put_down(leg, "declined"))

    def goes_on(self, state: State) -> None:
        """Whoever comes to a new phase does something there, some time."""
        if self.met.get(state.id) is state.phase:
            return
        self.met[state.id] = state.phase
        channel = state.channel
        if state.phase is Phase.MENU and self.dice.random() < 0.7:
            self._soon(3, lambda: self.hotline.engine.press(channel, self.dice.choice("01239")))
        elif state.phase is Phase.WAITING and self.dice.random() < 0.1:
            self._soon(30, lambda: self.hotline.engine.hang_up(channel))
        elif state.phase is Phase.TALKING:
            self._talks(state)
        elif state.phase is Phase.RATING and self.dice.random() < 0.5:
            self._soon(3, lambda: self.hotline.engine.press(channel, "5"))

    def _talks(self, state: State) -> None:
        if self.dice.random() < 0.5:
            self._soon(TALK, lambda: self.hotline.engine.hang_up(state.channel))
        elif self.dice.random() < 0.02:
            [leg] = [each.id for each in state.legs if each.role == "seat"]
            self._soon(TALK, lambda: self.hotline.engine.put_down(leg, "failed"))
        elif state.consultant is not None:
            ends = EndAsked(staff_id=state.consultant)
            self._soon(TALK, lambda: self.hotline.deed(state.id, ends))

    def _soon(self, mean: float, deed: object) -> None:
        self.hotline.later(self.dice.expovariate(1 / mean), deed)  # type: ignore[arg-type]


def hold_out(minutes: int) -> None:
    """Half an hour is for `make soak`; the same law holds for three minutes."""
    city = City(seed=2)
    city.run(minutes)
    hotline = city.hotline
    assert hotline.wrongs == []
    assert hotline.leftovers() == []
    outcomes = [each for [each] in hotline.outcomes.values()]
    assert len(outcomes) == city.dialled == A_SECOND * 60 * minutes
    assert outcomes.count("answered") > 0.8 * len(outcomes)


@pytest.mark.article("R5.2")
@pytest.mark.article("R12.1")
def test_twenty_calls_a_second_before_five_hundred_consultants_go_wrong_nowhere() -> None:
    hold_out(minutes=3 if examples(10) == 10 else 1)
