"""Working-time cases of four helpdesks' public test suites give the same moments under our rules."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from helpline.kit.refusal import Refused
from tests.conformance.calendars import helpdesk

KINDS: dict[str, Callable[[helpdesk.Input], Any]] = {
    "advance": helpdesk.advance,
    "rewind": helpdesk.rewind,
    "elapsed_business_seconds": helpdesk.elapsed,
    "deadline": helpdesk.deadline,
    "ticket_sla": helpdesk.ticket,
}

OTHER_CONVENTIONS = {
    "zammad-011": "there a length used up exactly at closing is due at the next opening; ours, like that of the "
    "others, is due at closing, for a message answered at 21:00 of the last day is answered in time",
}
"""Cases that we answer otherwise on purpose, by id, with the reason."""

MARK = "BOUNDARY CONVENTION"
"""So the notes of the cases mark where the helpdesks themselves differ."""


def cases(shared: Path) -> list[dict[str, Any]]:
    content = (shared / "working-time-cases" / "cases.json").read_bytes()
    read: list[dict[str, Any]] = msgspec.json.decode(content)["cases"]
    return read


def answered(case: dict[str, Any]) -> Any:
    """Our answer; a refusal is told as one."""
    try:
        return whole_minutes(KINDS[case["kind"]](case["input"]), case["note"])
    except Refused as refusal:
        return {"error": refusal.code}


def whole_minutes(ours: Any, note: str) -> Any:
    """Where a helpdesk is said to cut seconds off, ours is told to the minute too."""
    cut = isinstance(ours, datetime) and "truncate" in note
    return ours.replace(second=0, microsecond=0) if cut else ours


def agrees(ours: Any, expected: Any) -> bool:
    """Moments agree as moments, figures as figures, refusals as refusals whatever their code."""
    if isinstance(expected, dict) and "error" in expected:
        return isinstance(ours, dict) and "error" in ours
    if isinstance(expected, dict):
        return isinstance(ours, dict) and all(agrees(ours.get(name), each) for name, each in expected.items())
    if isinstance(expected, str) and isinstance(ours, datetime):
        return ours == datetime.fromisoformat(expected).astimezone(UTC)
    return bool(ours == expected)


def test_every_case_with_our_conventions_gives_the_expected_answer(shared: Path) -> None:
    asked = [each for each in cases(shared) if MARK not in each["note"]]

    wrong = {each["id"]: answered(each) for each in asked if not agrees(answered(each), each["expected"])}

    assert len(asked) >= 39
    assert wrong == {}


def test_only_the_listed_cases_have_other_conventions(shared: Path) -> None:
    marked = {each["id"] for each in cases(shared) if MARK in each["note"]}

    assert set(OTHER_CONVENTIONS) <= marked


def test_a_length_used_up_at_closing_is_due_at_closing(shared: Path) -> None:
    case = next(each for each in cases(shared) if each["id"] == "zammad-011")

    assert answered(case)["first_response_due"] == datetime(2013, 6, 4, 16, tzinfo=UTC)
