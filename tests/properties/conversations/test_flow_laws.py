"""Whatever happens to a conversation, in whatever order and at whatever time, these laws hold."""

from copy import copy
from datetime import timedelta
from typing import Literal
from uuid import UUID

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from helpline.conversations.flow.actions import (
    Action,
    Breach,
    FirstReply,
    Recall,
    Requeue,
    Say,
    StintBegan,
    StintEnded,
)
from helpline.conversations.flow.happenings import (
    AssistantSaid,
    Chosen,
    End,
    GivenBack,
    Happening,
    LateAnswer,
    OutsideHours,
    PlaceKept,
    Queued,
    QueueLeft,
    Recalled,
    ServiceOpened,
    SteppedIn,
    SteppedOut,
    SupervisorPosted,
    Taken,
    TimePassed,
    WaitAsked,
)
from helpline.conversations.flow.turn import AlreadyEnded, NotNow
from helpline.conversations.model import ClockKind, EndReason, Phase, Post, RunningClock, State, Text
from helpline.kit.ids import new_id
from helpline.regulation.model import Terms
from tests.support.dialogue import (
    LI,
    NUMBERS,
    START,
    TERMS,
    WANG,
    Dialogue,
    consultant_says,
    of,
    taxpayer_says,
)
from tests.support.examples import examples

CONSULTANTS = st.sampled_from([WANG, LI])
LENGTHS = st.integers(1, 400)
MOST_WAKES = 8
"""Prompt, question, choice, twice over, and what comes at their end."""

HOWS = ["queue", "transfer", "assigned", "taken_over"]
HE = new_id()
"""A team lead, who may step in, and take over as anybody who takes it."""

BINDING: tuple[ClockKind, ...] = ("first_response", "consultant_silence", "wait_promise")
END_REASONS: list[EndReason] = ["answered", "taxpayer_left", "declined", "taxpayer_silent"]


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    """The shipped terms with other clocks."""
    silence = draw(st.integers(2, 400))
    return msgspec.structs.replace(
        TERMS,
        first_response_seconds=draw(LENGTHS),
        unanswered_requeue_seconds=draw(LENGTHS),
        consultant_silence_seconds=silence,
        consultant_prompt_lead_seconds=draw(st.integers(1, silence - 1)),
        wait_estimate_seconds=60 * draw(st.integers(1, 10)),
        choice_default_seconds=draw(LENGTHS),
        taxpayer_silence_seconds=draw(LENGTHS),
        reminder_to_end_seconds=draw(LENGTHS),
    )


class AnyConversation(RuleBasedStateMachine):
    """Mashes happenings and time; keeps what the world outside would have recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.dialogue = Dialogue()
        self.numbers: list[int] = []
        self.stint: UUID | None = None
        self.replied = False
        self.clocks: list[RunningClock] = []
        self.broken: list[RunningClock] = []

    @initialize(terms=st.one_of(st.just(TERMS), some_terms()))
    def begin(self, terms: Terms) -> None:
        self.dialogue = Dialogue(terms)
        self.happens(taxpayer_says())

    def happens(self, event: Happening) -> None:
        before = self.dialogue.state
        try:
            actions = self.dialogue.hears(event)
        except (NotNow, AlreadyEnded):
            assert self.dialogue.state == before
            return
        assert before.phase is not Phase.ENDED or self.dialogue.state.phase is Phase.ENDED
        self.record(before, actions)

    def record(self, before: State, actions: list[Action]) -> None:
        for action in actions:
            self.record_one(before, action)

    def record_one(self, before: State, action: Action) -> None:
        match action:
            case Say() | Recall():
                self.numbers.append(action.seq)
            case StintBegan():
                assert self.stint is None
                self.stint, self.replied = action.staff_id, False
            case StintEnded():
                assert self.stint is not None
                self.stint = None
            case FirstReply():
                assert self.stint is not None
                assert not self.replied
                self.replied = True
            case Breach():
                assert before.clock is not None
                assert (action.kind, action.due_at) == (before.clock.kind, before.clock.due_at)
                assert (action.staff_id, before.clock.kind in BINDING) == (before.consultant, True)
                assert action.due_at <= self.dialogue.now
                assert not any(before.clock is each for each in self.broken)
                self.broken.append(before.clock)
            case Requeue():
                assert before.phase is Phase.ACTIVE
                assert self.dialogue.state.phase is Phase.WAITING
            case _:
                pass

    # ------------------------------------------------------------------ time

    @rule(seconds=st.one_of(st.integers(0, 40), st.integers(0, 2000)))
    def time_goes_by(self, seconds: int) -> None:
        """Nobody is told: the ticker may be late."""
        self.dialogue.now += timedelta(seconds=seconds)

    @rule(times=st.integers(1, 3))
    def the_ticker_tells(self, times: int) -> None:
        for _ in range(times):
            self.happens(TimePassed())

    @rule()
    def the_ticker_tells_in_time(self) -> None:
        wake = self.dialogue.wakes
        if wake is not None:
            self.dialogue.now = max(self.dialogue.now, wake)
            self.happens(TimePassed(due_at=wake))

    # ---------------------------------------------------------------- people

    @rule()
    def the_taxpayer_speaks(self) -> None:
        self.happens(taxpayer_says())

    @rule(by=CONSULTANTS)
    def a_consultant_speaks(self, by: UUID) -> None:
        if self.dialogue.state.consultant in (by, None):  # whoever does not have it is refused by the door
            self.happens(consultant_says(by=by))

    @rule(question=st.integers(0, 6), texts=st.lists(st.just(Text(text="请更新客户端")), max_size=2))
    def the_assistant_speaks(self, question: int, texts: list[Text]) -> None:
        self.happens(AssistantSaid(question_seq=question, contents=tuple(texts)))

    @rule(place=st.integers(0, 9), wait=st.one_of(st.none(), st.integers(0, 900)))
    def a_person_is_asked_for(self, place: int, wait: int | None) -> None:
        self.happens(Queued(place=place, expected_wait_seconds=wait))

    @rule(keeps=st.booleans())
    def a_person_is_asked_for_after_hours(self, keeps: bool) -> None:
        self.happens(PlaceKept(opens_at=None) if keeps else OutsideHours(opens_at=None))

    @rule()
    def service_opens(self) -> None:
        self.happens(ServiceOpened())

    @rule()
    def the_taxpayer_leaves_the_queue(self) -> None:
        self.happens(QueueLeft())

    @rule(staff=CONSULTANTS, ago=st.integers(0, 30), how=st.sampled_from(HOWS))
    def a_consultant_takes_it(self, staff: UUID, ago: int, how: str) -> None:
        if self.dialogue.state.phase is Phase.ASSISTANT:  # routing offers only what waits or is held
            return
        offered_at = max(START, self.dialogue.now - timedelta(seconds=ago))
        self.happens(Taken(staff_id=staff, label=NUMBERS[staff], offered_at=offered_at, how=how))

    @rule(staff=st.one_of(st.none(), CONSULTANTS))
    def a_consultant_is_lost(self, staff: UUID | None) -> None:
        self.happens(GivenBack(why="咨询员失联", staff_id=staff))

    @rule(deed=st.sampled_from(["in", "in", "speaks", "speaks", "out"]), who=st.sampled_from([HE, LI]))
    def a_team_lead_joins_speaks_or_leaves(self, deed: str, who: UUID) -> None:
        owner = self.dialogue.state.consultant
        if deed == "in":
            self.happens(SteppedIn(staff_id=who, label="班长 0110 号"))
        elif deed == "out":
            self.happens(SteppedOut(staff_id=who))
        else:
            words = Post(by="supervisor", name="班长 0110 号", content=Text(text="一起看看"), author=who)
            self.happens(SupervisorPosted(words))
        assert self.dialogue.state.consultant == owner

    @rule(minutes=st.integers(1, 30), by=st.sampled_from(["consultant", "system"]))
    def waiting_is_asked_for(self, minutes: int, by: Literal["consultant", "system"]) -> None:
        self.happens(WaitAsked(minutes=minutes, by=by))

    @rule(choice=st.sampled_from(["wait", "later"]), in_days=st.one_of(st.none(), st.integers(1, 3)))
    def the_taxpayer_chooses(self, choice: Literal["wait", "later"], in_days: int | None) -> None:
        due_at = self.dialogue.now + timedelta(days=in_days) if in_days else None
        self.happens(Chosen(choice=choice, due_at=due_at))

    @rule(number=st.integers(1, 5))
    def somebody_recalls(self, number: int) -> None:
        self.happens(Recalled(by="taxpayer", target=number))

    @rule()
    def a_later_answer_comes(self) -> None:
        self.happens(LateAnswer(post=Post(by="consultant", name="", content=Text(text="查到了"))))

    @rule(reason=st.sampled_from(END_REASONS))
    def somebody_ends_it(self, reason: EndReason) -> None:
        self.happens(End(reason=reason))

    # ------------------------------------------------------------------ laws

    @invariant()
    def numbers_have_no_gap_and_never_repeat(self) -> None:
        assert self.numbers == list(range(1, len(self.numbers) + 1))
        assert self.dialogue.state.seq == len(self.numbers)

    @invariant()
    def exactly_one_clock_runs_while_a_consultant_serves_and_none_where_nobody_is_bound(self) -> None:
        state = self.dialogue.state
        if state.phase is Phase.ACTIVE:
            assert state.clock is not None
            assert state.clock.kind != "idle"
        elif state.phase is Phase.ASSISTANT:
            assert state.clock is None or state.clock.kind == "idle"
        else:
            assert state.clock is None
            assert self.dialogue.wakes is None

    @invariant()
    def nobody_answers_for_what_nobody_has(self) -> None:
        state = self.dialogue.state
        if state.phase is Phase.ACTIVE:
            assert state.consultant == self.stint
            assert state.consultant_label == NUMBERS[state.consultant]  # type: ignore[index]
        else:
            assert self.stint is None
            assert state.phase is Phase.ENDED or state.consultant is None

    @invariant()
    def whoever_speaks_along_does_so_beside_an_owner(self) -> None:
        state = self.dialogue.state
        if state.supervisor is not None:
            assert state.phase is Phase.ACTIVE
            assert state.supervisor != state.consultant
        assert not (state.first_reply_owed and self.replied)

    @invariant()
    def a_question_waits_exactly_while_its_clock_runs(self) -> None:
        state = self.dialogue.state
        runs = state.clock is not None and state.clock.kind == "wait_choice"
        assert (state.wait_question is not None) == runs

    @invariant()
    def an_end_has_a_reason_and_a_moment(self) -> None:
        state = self.dialogue.state
        ended = state.phase is Phase.ENDED
        assert (state.end_reason is not None, state.ended_at is not None) == (ended, ended)

    @invariant()
    def hearing_of_time_always_gets_on(self) -> None:
        wake = self.dialogue.wakes
        if wake is None:
            return
        later = copy(self.dialogue)
        later.now = max(later.now, wake)
        later.hears(TimePassed())
        assert later.wakes is None or later.wakes > wake

    @invariant()
    def left_alone_it_ends_or_goes_back_to_the_queue(self) -> None:
        later = copy(self.dialogue)
        for _ in range(MOST_WAKES):
            if later.wakes is None:
                break
            later.now = max(later.now, later.wakes)
            later.hears(TimePassed())
        assert later.wakes is None
        assert later.state.phase is not Phase.ACTIVE

    @invariant()
    def before_its_moment_time_changes_nothing(self) -> None:
        wake = self.dialogue.wakes
        if wake is None or self.dialogue.now >= wake:
            return
        early = copy(self.dialogue)
        early.now = wake - timedelta(microseconds=1)
        assert early.hears(TimePassed()) == []
        assert early.state == self.dialogue.state


AnyConversation.TestCase.settings = settings(
    max_examples=examples(150), stateful_step_count=40, deadline=None
)
TestAnyConversation = AnyConversation.TestCase


def test_relief_is_not_the_only_way_out() -> None:
    """The machine's law of liveness would hold for a flow that ends at once; this one serves to the last second."""
    dialogue = Dialogue()
    dialogue.hears(taxpayer_says())
    dialogue.hears(Queued(place=1, expected_wait_seconds=0))
    dialogue.hears(Taken(staff_id=WANG, label=NUMBERS[WANG], offered_at=START, how="queue"))
    dialogue.hears(consultant_says())

    assert of(Requeue, dialogue.wait(until=299.999)) == []
    assert dialogue.state.phase is Phase.ACTIVE
