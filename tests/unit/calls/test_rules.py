"""What is kept of what the network tells, and how numbers are said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.calls import prompts, rules
from helpline.calls.engine import call_id, call_of, leg_id, mix_id, play_id, recording_id, snoop_id
from helpline.calls.flow.way_in import menu_of
from helpline.kit.refusal import Invalid
from helpline.regulation import rules as terms
from helpline.regulation import shipped

TERMS = terms.in_force(shipped.changes(), date(2026, 11, 10))


@pytest.mark.article("R18.1")
@given(st.text(max_size=300))
def test_whatever_the_network_calls_a_number_is_kept_short_and_plain(raw: str) -> None:
    for kept in (rules.kept_number(raw), rules.kept_dialled(raw)):
        assert len(kept) <= 30
        assert set(kept) <= set("0123456789+-")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("+86 138-1234-5678", "13812345678"),
        ("02162345678", "021-62345678"),
        ("anonymous", ""),
        ("0085221234567", "0085221234567"),
        ("9" * 500, ""),
        ("<script>1</script>", ""),
    ],
)
def test_a_number_is_kept_as_the_register_keeps_it(raw: str, kept: str) -> None:
    assert rules.kept_number(raw) == kept


@pytest.mark.article("R5.1")
@given(st.dictionaries(st.text(max_size=60), st.text(max_size=2000), max_size=30))
def test_forged_headers_are_cut_to_what_can_be_shown(told: dict[str, str]) -> None:
    kept = rules.kept_handed(told)
    assert len(kept) <= rules.MOST_HEADERS
    assert all(len(value) <= rules.LONGEST_VALUE and value.isprintable() for value in kept.values())
    assert all(name.isascii() and len(name) <= rules.LONGEST_NAME for name in kept)


def test_nobody_is_called_at_what_is_no_number() -> None:
    with pytest.raises(Invalid):
        rules.callable_number("不知道")


@pytest.mark.article("R4.3")
@given(st.integers(0, 200), st.one_of(st.none(), st.integers(0, 9000)))
def test_every_standing_is_said_with_recordings_that_there_are(place: int, wait: int | None) -> None:
    said = prompts.standing(place, wait)
    assert said
    assert set(said) <= set(prompts.WORDS)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "零"), (7, "七"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (150, "九十九")],
)
def test_numbers_are_said_as_people_say_them(count: int, words: str) -> None:
    assert "".join(prompts.WORDS[each] for each in prompts.number(count)) == words


@pytest.mark.article("R5.1")
def test_the_menu_of_the_terms_is_one_level_and_ends_with_a_person() -> None:
    keys = menu_of(TERMS)
    assert "0" not in keys
    assert len(keys) <= 9
    said = prompts.menu(keys)
    assert said[-1] == "menu.person"
    assert set(said) <= set(prompts.WORDS)
    assert prompts.menu({"1": "a_system_without_recording"}) == ("menu", "menu.person")


def test_every_derived_name_leads_back_to_its_call() -> None:
    call = call_id("node1", "node1-1700000000.7")
    assert call == call_id("node1", "node1-1700000000.7") != call_id("node2", "node1-1700000000.7")
    names = (leg_id(call, 3), mix_id(call), recording_id(call), play_id(call, 9), snoop_id(leg_id(call, 3)))
    assert {call_of(name) for name in names} == {call}
    assert call_of("node1-1700000000.7") is None
    assert call_of("ag-nonsense-1") is None
