"""One set of terms is in force on every day, and no entry ever changes a day that has been."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpline.kit.refusal import Refused
from helpline.regulation import rules, shipped
from helpline.regulation.model import Change, Terms

START = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda offset: START + timedelta(days=offset))
ANY_DAY = st.dates(date(2011, 1, 1), date(2040, 12, 31))
NUMBERS = (
    "first_response_seconds",
    "consultant_silence_seconds",
    "message_answer_working_days",
    "chat_capacity",
)


@st.composite
def entries(draw: st.DrawFn) -> list[Change]:
    """What people try to enter over two months, in the order in which they try."""
    attempts: list[Change] = []
    for entered in sorted(draw(st.lists(DAYS, max_size=8))):
        attempts.append(
            Change(
                name=draw(st.sampled_from(NUMBERS)),
                value=draw(st.integers(-1, 200)),
                effective_from=entered + timedelta(days=draw(st.integers(-3, 20))),
                why="依据",
                set_at=datetime.combine(entered, time(4), tzinfo=UTC) + timedelta(seconds=len(attempts)),
            )
        )
    return attempts


def entered_on(change: Change) -> date:
    assert change.set_at is not None
    return change.set_at.date()


def accepted(attempts: list[Change]) -> list[Change]:
    """What got through, in order."""
    known = list(shipped.changes())
    for attempt in attempts:
        try:
            rules.accept(attempt, known, entered_on(attempt))
        except Refused:
            continue
        known.append(attempt)
    return known[len(shipped.changes()) :]


@given(entries(), ANY_DAY)
def test_exactly_one_set_is_in_force_on_every_day(attempts: list[Change], day: date) -> None:
    terms = rules.in_force([*shipped.changes(), *accepted(attempts)], day)

    assert isinstance(terms, Terms)


@given(entries(), DAYS)
def test_what_is_entered_later_never_changes_a_day_that_has_been(attempts: list[Change], day: date) -> None:
    entered = accepted(attempts)
    known_that_day = [each for each in entered if entered_on(each) <= day]

    then = rules.in_force([*shipped.changes(), *known_that_day], day)
    ever_after = rules.in_force([*shipped.changes(), *entered], day)

    assert then == ever_after


@given(entries(), DAYS, st.randoms())
def test_terms_do_not_depend_on_the_order_of_reading(
    attempts: list[Change], day: date, chance: object
) -> None:
    changes = [*shipped.changes(), *accepted(attempts)]
    shuffled = list(changes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random, says Hypothesis

    assert rules.in_force(shuffled, day) == rules.in_force(changes, day)
