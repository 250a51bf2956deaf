"""The State Council's notices: what is shipped, what is counted, and what is read from their words."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from helpline.calendars import shipped
from helpline.calendars.model import DayKind, Hours
from helpline.calendars.rules import notice_file
from helpline.calendars.rules.notice_text import read_notice
from helpline.calendars.rules.three import calendars

MADE = calendars(shipped.statutory_days(), Hours())


def decoded(path: Path) -> Any:
    return msgspec.json.decode(path.read_bytes())


@pytest.mark.article("R6.2")
def test_every_sentence_of_a_notice_is_read_as_expected(shared: Path) -> None:
    cases = decoded(shared / "holiday-cn" / "description_parsing_cases.json")

    wrong = {}
    for case in cases:
        reading = read_notice(case["description"], case["year"])
        found = [(each.day.isoformat(), each.kind is DayKind.OFF) for each in reading.notice.days]
        if found != [(each["date"], each["isOffDay"]) for each in case["expected"]] or reading.doubts:
            wrong[case["description"]] = (found, reading.doubts)

    assert len(cases) >= 49
    assert wrong == {}


def test_the_shipped_days_are_those_of_the_notices(shared: Path) -> None:
    for notice in shipped.notices():
        file = notice_file.decode((shared / "holiday-cn" / f"{notice.year}.json").read_bytes())

        expected = {(each.day, each.name, each.kind) for each in file.days}
        assert {(each.day, each.name, each.kind) for each in notice.days} == expected
        assert notice.source.endswith(file.source)


@pytest.mark.article("R6.2")
def test_days_of_each_year_are_counted_as_published(shared: Path) -> None:
    expected = decoded(shared / "holiday-cn" / "expected.json")
    counted = {}
    for year in map(int, expected):
        first = date(year, 1, 1)
        days = [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]
        named = next(each for each in shipped.notices() if each.year == year).days
        counted[str(year)] = {
            "off_days": sum(each.kind is DayKind.OFF for each in named),
            "makeup_workdays": sum(each.kind is DayKind.WORK for each in named),
            "working_days": sum(map(MADE.working.is_open_day, days)),
        }

    assert counted == expected
