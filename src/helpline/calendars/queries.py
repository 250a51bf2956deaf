"""Questions about days and hours."""

from datetime import date
from uuid import UUID

import msgspec

from helpline.calendars import shipped, store
from helpline.calendars.model import DayChange, FilingPeriod, Hours, HourTerms, MissingYear, StatutoryDay
from helpline.calendars.rules.statutory import Statutory, statutory
from helpline.calendars.rules.three import Calendars, calendars
from helpline.calendars.rules.working_time import accept_year
from helpline.kit.db import ReadTx

BY_ARTICLE = Hours()


class _Shelf(msgspec.Struct):
    """The calendars made from one version of the days, by the hours they were made with."""

    version: UUID | None
    statutory: Statutory
    made: dict[Hours, Calendars] = {}


class YearView(msgspec.Struct, frozen=True, kw_only=True):
    """A year for the eyes of people. `known` says that its notice is entered; else all is provisional."""

    year: int
    known: bool
    source: str
    days: list[StatutoryDay]
    filing: list[FilingPeriod]
    changes: list[DayChange]


async def load(read: ReadTx, terms: HourTerms = BY_ARTICLE) -> Calendars:
    """The three calendars by the days on record and the hours of `terms`; from memory while no day changes.

    Give the terms of the day that is judged (`regulation.queries.terms_on`); without, the hours are those of
    the regulation as it took effect. A database that was never seeded answers from the shipped days.
    """
    shelf = await _shelf(read)
    hours = Hours(
        service_opens=terms.service_opens,
        service_closes=terms.service_closes,
        cutoff_hour=terms.cutoff_hour,
        open_on_makeup_sunday=terms.open_on_makeup_sunday,
        onsite_opens=terms.onsite_opens,
        onsite_closes=terms.onsite_closes,
    )
    if hours not in shelf.made:
        shelf.made[hours] = calendars(shelf.statutory, hours)
    return shelf.made[hours]


async def missing_year(read: ReadTx, today: date) -> MissingYear | None:
    """The year whose statutory days are missing: this one, or from 1 December the next."""
    return (await _shelf(read)).statutory.missing_year(today)


async def year_view(read: ReadTx, year: int) -> YearView:
    """All that is on record of a year, with its filing periods.

    Raises:
        OutOfReach: calendars do not reach to that year.
    """
    accept_year(year)
    sources = await store.years(read)
    loaded = await load(read)
    return YearView(
        year=year,
        known=year in loaded.statutory.years,
        source=sources.get(year, ""),
        days=[each for each in await store.days_of(read, year) if year in (each.year, each.day.year)],
        filing=[loaded.filing_period_of(year, month) for month in range(1, 13)],
        changes=await store.changes_of(read, year),
    )


async def _shelf(read: ReadTx) -> _Shelf:
    version = await store.version(read)
    shelf: _Shelf | None = read.memory.get(_Shelf)
    if shelf is None or shelf.version != version:
        shelf = _Shelf(version, await _statutory(read, version))
        read.memory[_Shelf] = shelf
    return shelf


async def _statutory(read: ReadTx, version: UUID | None) -> Statutory:
    if version is None:
        return shipped.statutory_days()
    return statutory(await store.days(read), await store.years(read))
