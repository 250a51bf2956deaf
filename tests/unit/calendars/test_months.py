"""A month later is the corresponding day, or the month's last."""

from datetime import date

import pytest

from helpline.calendars.rules.months import add_months


@pytest.mark.article("R8.2")
@pytest.mark.parametrize(
    ("added", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-15", 1, "2026-04-15"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_the_last(added: str, months: int, due: str) -> None:
    assert add_months(date.fromisoformat(added), months) == date.fromisoformat(due)
