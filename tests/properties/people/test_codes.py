"""Laws of the second factor's codes and of new passwords."""

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.people import second_factor, strength
from helpline.people.second_factor import PERIOD, SecondFactor
from helpline.people.strength import WeakPassword

moments = st.integers(1_577_836_800, 2_208_988_800).map(lambda second: datetime.fromtimestamp(second, UTC))
secrets = st.binary(min_size=20, max_size=20).map(lambda raw: base64.b32encode(raw).decode())


def _code(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


@given(secrets, moments, st.integers(-1, 1))
def test_a_phone_up_to_one_step_off_is_believed(secret: str, now: datetime, steps: int) -> None:
    factor = SecondFactor(secret=secret)
    shown = now + timedelta(seconds=PERIOD * steps)

    assert second_factor.step_of(factor, _code(secret, shown), now) is not None


@given(secrets, moments)
def test_a_code_is_taken_once_and_no_older_one_after_it(secret: str, now: datetime) -> None:
    step = second_factor.step_of(SecondFactor(secret=secret), _code(secret, now), now)
    assert step is not None
    used = SecondFactor(secret=secret, last_step=step)
    older = _code(secret, now - timedelta(seconds=PERIOD))

    assert second_factor.step_of(used, _code(secret, now), now) in (None, step + 1)
    assert second_factor.step_of(used, older, now) in (None, step + 1)


@given(secrets, moments, st.integers(2, 100_000), st.sampled_from((-1, 1)))
def test_a_code_from_another_time_is_worth_nothing_but_by_chance(
    secret: str, now: datetime, steps: int, sign: int
) -> None:
    stale = _code(secret, now + timedelta(seconds=PERIOD * steps * sign))
    near = {_code(secret, now + timedelta(seconds=PERIOD * each)) for each in (-1, 0, 1)}

    found = second_factor.step_of(SecondFactor(secret=secret), stale, now)

    assert (found is not None) == (stale in near)


@given(secrets, moments, st.text(max_size=12).filter(lambda text: not (text.isascii() and text.isdigit())))
def test_what_is_no_code_is_never_taken(secret: str, now: datetime, text: str) -> None:
    assert second_factor.step_of(SecondFactor(secret=secret), text, now) is None


def test_ten_recovery_codes_all_different_read_in_any_spelling() -> None:
    codes = second_factor.new_recovery_codes()

    assert len(set(codes)) == second_factor.RECOVERY_CODES
    for code in codes:
        meant = second_factor.recovery_digest(code)
        assert second_factor.recovery_digest(code.lower().replace("-", " ")) == meant


@given(st.text(max_size=40))
def test_what_passes_is_long_and_mixed_and_not_the_number(password: str) -> None:
    try:
        strength.check_new_password(password, "0317", "王芳")
    except WeakPassword:
        return
    assert len(password) >= 8
    assert strength.classes(password) >= 3
    assert "0317" not in password
    assert "王芳" not in password


@pytest.mark.parametrize("word", ["password", "Admin", "QWERTY", "welcome"])
@pytest.mark.parametrize("tail", ["1!", "@2026", "_123", "#8888"])
def test_digits_and_signs_at_the_end_do_not_make_a_common_word_rare(word: str, tail: str) -> None:
    assert strength.is_common(word + tail)
