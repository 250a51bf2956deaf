"""A term changes from a day to come, and the days before it keep what they had."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from helpline.kit.refusal import Refused
from helpline.regulation import rules, shipped
from helpline.regulation.model import Change, Value

SHIPPED = shipped.changes()
TODAY = date(2026, 3, 10)
WHO = UUID(int=7)


def change(name: str, value: Value, day: str, *, entered: str = "2026-03-10T09:00") -> Change:
    return Change(
        name=name,
        value=value,
        effective_from=date.fromisoformat(day),
        why="市局通知",
        set_by=WHO,
        set_at=datetime.fromisoformat(entered).replace(tzinfo=UTC),
    )


def test_the_first_day_of_the_regulation_has_its_numbers() -> None:
    terms = rules.in_force(SHIPPED, date(2020, 1, 1))

    assert terms.first_response_seconds == 30
    assert terms.consultant_silence_seconds == 120
    assert terms.taxpayer_silence_seconds == 240
    assert (terms.message_read_working_days, terms.message_answer_working_days) == (1, 2)
    assert (terms.service_opens, terms.service_closes, terms.cutoff_hour) == ("08:30", "21:00", "21:00")


def test_march_is_judged_by_the_terms_of_march() -> None:
    changes = [*SHIPPED, change("first_response_seconds", 20, "2026-04-01")]

    assert rules.in_force(changes, date(2026, 3, 31)).first_response_seconds == 30
    assert rules.in_force(changes, date(2026, 4, 1)).first_response_seconds == 20


def test_of_two_entries_for_one_day_the_later_holds() -> None:
    early = change("chat_capacity", 8, "2026-04-01", entered="2026-03-10T09:00")
    late = change("chat_capacity", 5, "2026-04-01", entered="2026-03-11T09:00")

    assert rules.in_force([late, *SHIPPED, early], date(2026, 4, 2)).chat_capacity == 5


def test_a_change_takes_effect_tomorrow_at_the_earliest() -> None:
    rules.accept(change("chat_capacity", 8, "2026-03-11"), SHIPPED, TODAY)

    with pytest.raises(rules.TooSoon):
        rules.accept(change("chat_capacity", 8, "2026-03-10"), SHIPPED, TODAY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first_response_seconds", 0),
        ("first_response_seconds", "30"),
        ("first_response_seconds", True),
        ("service_opens", "25:00"),
        ("service_opens", "8:30"),
        ("service_opens", "21:00"),
        ("cutoff_hour", "08:00"),
        ("onsite_closes", "09:00"),
        ("open_on_makeup_sunday", 1),
        ("message_read_working_days", 3),
        ("consultant_prompt_lead_seconds", 120),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: Value) -> None:
    with pytest.raises(rules.UnfitTerm):
        rules.accept(change(name, value, "2026-04-01"), SHIPPED, TODAY)


def test_two_changes_that_only_together_contradict_are_refused() -> None:
    later_opening = change("service_opens", "12:00", "2026-06-01")
    rules.accept(later_opening, SHIPPED, TODAY)

    early_cutoff = change("cutoff_hour", "11:00", "2026-05-01")

    with pytest.raises(rules.UnfitTerm):
        rules.accept(early_cutoff, [*SHIPPED, later_opening], TODAY)


def test_an_unknown_name_or_a_missing_reason_is_refused() -> None:
    with pytest.raises(rules.UnknownTerm):
        rules.accept(change("patience", 1, "2026-04-01"), SHIPPED, TODAY)

    silent = Change(name="chat_capacity", value=5, effective_from=date(2026, 4, 1), why=" ")
    with pytest.raises(rules.NoReason):
        rules.accept(silent, SHIPPED, TODAY)


def test_the_end_of_the_day_can_be_the_cutoff() -> None:
    rules.accept(change("cutoff_hour", "24:00", "2026-04-01"), SHIPPED, TODAY)


def test_a_refusal_says_in_chinese_what_contradicts_what() -> None:
    with pytest.raises(Refused) as refusal:
        rules.accept(change("onsite_closes", "08:00", "2026-04-01"), SHIPPED, TODAY)

    assert "上门服务的开始时间须早于结束时间" in refusal.value.message
