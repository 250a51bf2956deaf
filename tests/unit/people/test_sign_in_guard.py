"""Guessing is locked out: five failures in a row, a quarter of an hour."""

from datetime import UTC, datetime, timedelta

from helpline.people.attempts import Guard, SignInOutcome
from helpline.people.model import LoginTerms
from helpline.people.rules import judge_sign_in

TERMS = LoginTerms()
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _fail(guard: Guard, at: datetime) -> tuple[SignInOutcome, Guard]:
    return judge_sign_in(guard, matches=False, now=at, terms=TERMS)


def _failed(times: int, at: datetime = NOON) -> Guard:
    guard = Guard()
    for _ in range(times):
        _, guard = _fail(guard, at)
    return guard


def test_four_failures_do_not_lock() -> None:
    guard = _failed(4)

    outcome, _ = judge_sign_in(guard, matches=True, now=NOON, terms=TERMS)

    assert guard.locked_until is None
    assert outcome == "accepted"


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour() -> None:
    assert _failed(5).locked_until == NOON + 15 * MINUTE


def test_while_locked_the_right_password_is_refused_too_and_the_lock_does_not_grow() -> None:
    guard = _failed(5)

    assert judge_sign_in(guard, matches=True, now=NOON + 14 * MINUTE, terms=TERMS) == ("locked", guard)
    assert judge_sign_in(guard, matches=False, now=NOON + 14 * MINUTE, terms=TERMS) == ("locked", guard)


def test_the_lock_opens_at_its_minute() -> None:
    outcome, guard = judge_sign_in(_failed(5), matches=True, now=NOON + 15 * MINUTE, terms=TERMS)

    assert outcome == "accepted"
    assert guard == Guard()


def test_after_the_lock_one_counts_anew() -> None:
    outcome, guard = _fail(_failed(5), NOON + 15 * MINUTE)

    assert (outcome, guard.failures, guard.locked_until) == ("wrong", 1, None)


def test_success_forgets_the_failures() -> None:
    _, guard = judge_sign_in(_failed(4), matches=True, now=NOON, terms=TERMS)

    assert guard == Guard()


def test_failures_long_ago_do_not_count() -> None:
    _, guard = _fail(_failed(4), NOON + 15 * MINUTE)

    assert (guard.failures, guard.locked_until) == (1, None)


def test_the_terms_can_be_set() -> None:
    strict = LoginTerms(failures_allowed=1, lock_for=timedelta(hours=1))

    _, guard = judge_sign_in(Guard(), matches=False, now=NOON, terms=strict)

    assert guard.locked_until == NOON + timedelta(hours=1)
