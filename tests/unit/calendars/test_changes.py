"""What an entry changes."""

from datetime import date

import pytest

from helpline.calendars.model import DayKind, Notice, StatutoryDay
from helpline.calendars.rules import changes, notice_file

DAY = '{"name": "春节", "date": "2027-02-05", "isOffDay": false}'.encode()


def day(text: str, kind: DayKind = DayKind.OFF, *, year: int = 2027, name: str = "春节") -> StatutoryDay:
    return StatutoryDay(day=date.fromisoformat(text), year=year, name=name, kind=kind, source="一号")


def notice(*days: StatutoryDay, year: int = 2027) -> Notice:
    return Notice(year=year, source="二号", days=days)


def test_a_whole_notice_takes_the_place_of_the_years_days() -> None:
    kept, dropped, added = day("2027-02-05"), day("2027-02-06"), day("2027-02-07")

    changed = changes.by_notice([kept, dropped], notice(kept, added), amends=False)

    assert [(each.day, each.kind) for each in changed] == [
        (dropped.day, DayKind.ORDINARY),
        (added.day, DayKind.OFF),
    ]


def test_an_amending_notice_changes_only_what_it_names() -> None:
    kept, moved = day("2027-02-05"), day("2027-02-06", DayKind.WORK)

    changed = changes.by_notice([kept, moved], notice(day("2027-02-06")), amends=True)

    assert [(each.day, each.kind) for each in changed] == [(moved.day, DayKind.OFF)]


def test_days_of_another_years_notice_stay() -> None:
    next_years = day("2027-12-31", year=2028)

    assert changes.by_notice([next_years], notice(day("2027-02-05")), amends=False) == [day("2027-02-05")]


def test_a_file_is_read_and_written_in_its_layout() -> None:
    content = b'{"$schema": "x", "year": 2027, "papers": ["https://example.test/1"], "days": [%s]}'

    read = notice_file.decode(content % DAY)

    assert (read.year, read.source) == (2027, "https://example.test/1")
    assert [(each.day, each.name, each.kind) for each in read.days] == [
        (date(2027, 2, 5), "春节", DayKind.WORK)
    ]
    assert notice_file.encode(read).days == [notice_file.FileDay("春节", date(2027, 2, 5), False)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"year": 2027}',
        b'{"year": 2027, "papers": [], "days": []}',
        b'{"year": 2027, "papers": [], "days": [%s]}' % DAY.replace(b"05", b"30"),
        b'{"year": 2027, "papers": [], "days": [%s]}' % DAY.replace(b"2027", b"2007"),
        b'{"year": 2027, "papers": [], "days": [%s, %s]}' % (DAY, DAY),
    ],
)
def test_a_file_that_cannot_be_believed_is_refused(content: bytes) -> None:
    with pytest.raises(notice_file.UnfitNotice):
        notice_file.decode(content)
