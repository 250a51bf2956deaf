"""Laws of a call, whatever people, phones and connections do."""

from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.calls.flow.happenings import (
    AllJoined,
    ConsultAsked,
    ConsultDropped,
    Deed,
    EndAsked,
    HandedOn,
    HoldAsked,
    LeadJoined,
    LeadLeft,
    MuteAsked,
    SentTo12366,
    SentToQueue,
)
from helpline.calls.model import Phase
from helpline.kit.clock import SHANGHAI, VirtualClock
from helpline.regulation import rules, shipped
from tests.support.hotline_model import PureHotline

TERMS = rules.in_force(shipped.changes(), date(2026, 11, 10))
START = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
LEAD = UUID("00000000-0000-4000-8000-0000000001ea")

WHO = st.integers(0, 2)
MOVES = st.one_of(
    st.tuples(st.just("call"), WHO),
    st.tuples(st.just("wait"), st.sampled_from([1, 3, 5, 10, 31, 70])),
    st.tuples(st.just("key"), WHO, st.sampled_from("0123459*#")),
    st.tuples(st.just("hang_up"), WHO),
    st.tuples(st.just("pick_up"), WHO),
    st.tuples(st.just("pick_up"), WHO),
    st.tuples(st.just("put_down"), WHO, st.sampled_from(["hung_up", "failed", "unreachable", "declined"])),
    st.tuples(
        st.just("deed"),
        WHO,
        st.sampled_from(
            [
                "hold",
                "go_on",
                "mute",
                "consult",
                "12366",
                "drop",
                "join",
                "hand_on",
                "to_12366",
                "queue",
                "end",
                "lead",
                "leave",
            ]
        ),
    ),
    st.tuples(st.just("answer_third"), WHO),
    st.tuples(st.just("spoken"), WHO),
    st.tuples(st.just("twice"), WHO),
    st.tuples(st.just("sweep"), st.booleans()),
    st.tuples(st.just("break"), st.booleans()),
    st.tuples(
        st.just("crash"),
    ),
)


class Play:
    """Three callers and three consultants, who do anything at any time."""

    def __init__(self, *, is_open: bool) -> None:
        self.hotline = PureHotline(VirtualClock(START), TERMS, is_open=is_open)
        self.seats = [self.hotline.seat() for _ in range(3)]
        self.channels = ["", "", ""]
        self._made = 0

    def do(self, move: tuple[object, ...]) -> None:
        getattr(self, str(move[0]))(*move[1:]) if move[0] != "break" else self.cut(bool(move[1]))
        self.hotline.settle()

    def call(self, who: int) -> None:
        if self.channels[who] in self.hotline.engine.channels:
            return
        self._made += 1
        self.channels[who] = f"model-{self._made}"
        self.hotline.engine.call_in(self.channels[who], "13812345678")

    def wait(self, seconds: int) -> None:
        self.hotline.advance(seconds)

    def key(self, who: int, key: str) -> None:
        self.hotline.engine.press(self.channels[who], key)

    def hang_up(self, who: int) -> None:
        self.hotline.engine.hang_up(self.channels[who])

    def pick_up(self, who: int) -> None:
        if leg := self.hotline.engine.ringing(self.seats[who]):
            self.hotline.engine.pick_up(leg)

    def answer_third(self, _who: int) -> None:
        for each in list(self.hotline.engine.channels.values()):
            if not each.is_up and each.id.startswith("ag-"):
                self.hotline.engine.pick_up(each.id)
                return

    def put_down(self, who: int, why: str) -> None:
        for each in list(self.hotline.engine.channels.values()):
            if each.staff_id == self.seats[who]:
                self.hotline.engine.put_down(each.id, why)  # type: ignore[arg-type]

    def spoken(self, _who: int) -> None:
        for tape in [each for each in self.hotline.engine.tapes if each.startswith("vm-")]:
            self.hotline.engine.spoken(tape)

    def deed(self, who: int, what: str) -> None:
        staff_id = self.seats[who]
        call = self.hotline.desk.seats[staff_id].held
        if call is None:
            return
        events: dict[str, Deed] = {
            "hold": HoldAsked(staff_id=staff_id, on=True),
            "go_on": HoldAsked(staff_id=staff_id, on=False),
            "mute": MuteAsked(staff_id=staff_id, on=True),
            "consult": ConsultAsked(staff_id=staff_id, colleague=self.seats[(who + 1) % 3]),
            "12366": ConsultAsked(staff_id=staff_id, colleague=None),
            "drop": ConsultDropped(staff_id=staff_id),
            "join": AllJoined(staff_id=staff_id),
            "hand_on": HandedOn(staff_id=staff_id),
            "to_12366": SentTo12366(staff_id=staff_id),
            "queue": SentToQueue(staff_id=staff_id, system="etax_sh3"),
            "end": EndAsked(staff_id=staff_id),
            "lead": LeadJoined(staff_id=LEAD, ear="whisper"),
            "leave": LeadLeft(staff_id=LEAD),
        }
        self.hotline.deed(call, events[what])

    def twice(self, _who: int) -> None:
        """Everything that is told at this moment is told twice."""
        for signal in self.hotline.engine.take():
            self.hotline.hear(signal)
            self.hotline.hear(signal)

    def sweep(self, afresh: bool) -> None:
        self.hotline.reconcile(afresh=afresh)

    def cut(self, afresh: bool) -> None:
        self.hotline.lose_signals()
        self.hotline.reconcile(afresh=True)
        self.hotline.reconcile(afresh=afresh)

    def crash(self) -> None:
        self.hotline.engine.crash()
        self.hotline.reconcile(afresh=True)

    def finish(self) -> None:
        """Everybody goes home: callers hang up, and time passes."""
        for channel in self.channels:
            self.hotline.engine.hang_up(channel)
        self.hotline.settle()
        self.hotline.advance(400)
        self.hotline.reconcile(afresh=True)
        self.hotline.advance(400)


@pytest.mark.article("R5.2")
@pytest.mark.article("R4.2")
@given(st.lists(MOVES, max_size=40), st.booleans())
def test_whatever_happens_nobody_hears_silence_no_call_has_two_hands_and_each_ends_once(
    moves: list[tuple[object, ...]], is_open: bool
) -> None:
    play = Play(is_open=is_open)
    for move in moves:
        play.do(move)
        assert play.hotline.wrongs == [], (move, play.hotline.wrongs)
    play.finish()
    assert play.hotline.wrongs == []
    assert play.hotline.leftovers() == []
    assert all(len(each) == 1 for each in play.hotline.outcomes.values())
    assert set(play.hotline.outcomes) == {
        call for call, state in play.hotline.calls.items() if state.phase is Phase.ENDED
    }
