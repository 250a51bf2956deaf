"""The statutory days that the program brings."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec

from helpline.calendars.model import DayKind, Notice, StatutoryDay
from helpline.calendars.rules.statutory import Statutory, statutory

_FILE = Path(__file__).parent / "data" / "statutory_days.json"


class _Festival(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`off` and `work` list days, or runs written `first/last`."""

    name: str
    off: list[str] = []
    work: list[str] = []


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    year: int
    source: str
    festivals: list[_Festival]


@cache
def notices() -> tuple[Notice, ...]:
    """The State Council's notices of 2011 to 2026."""
    years = msgspec.json.decode(_FILE.read_bytes(), type=list[_Year])
    return tuple(Notice(year=each.year, source=each.source, days=_days(each)) for each in years)


@cache
def statutory_days() -> Statutory:
    """What is known without a database."""
    days = (day for notice in notices() for day in notice.days)
    return statutory(days, (notice.year for notice in notices()))


def _days(year: _Year) -> tuple[StatutoryDay, ...]:
    return tuple(
        StatutoryDay(day=day, year=year.year, name=festival.name, kind=kind, source=year.source)
        for festival in year.festivals
        for kind, runs in ((DayKind.OFF, festival.off), (DayKind.WORK, festival.work))
        for run in runs
        for day in _run(run)
    )


def _run(text: str) -> list[date]:
    first, _, last = text.partition("/")
    start = date.fromisoformat(first)
    length = (date.fromisoformat(last or first) - start).days + 1
    return [start + timedelta(days=offset) for offset in range(length)]
