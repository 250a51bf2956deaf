"""Doors of calendars: a year's statutory days, for staff."""

from datetime import date
from typing import Literal

import msgspec
from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.calendars import commands, queries
from helpline.calendars.model import DayKind, MissingYear, Reading, StatutoryDay
from helpline.calendars.queries import YearView
from helpline.calendars.rules import notice_file
from helpline.calendars.rules.notice_text import read_notice
from helpline.kit.clock import shanghai
from helpline.kit.db import Database
from helpline.people import policy
from helpline.people.model import Actor


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """The year whose days must be entered soon, if any."""

    missing: MissingYear | None


class DayEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What one day is to be, and why; `source` is the number or address of the paper that says so."""

    kind: DayKind
    why: str
    name: str = ""
    source: str = ""


class NoticeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as `words` of the State Council, or as a `file` in the layout of holiday-cn.

    With `amends` it changes only the days that it names. `source` is for words; a file brings its own.
    """

    layout: Literal["words", "file"]
    content: str
    why: str
    source: str = ""
    amends: bool = False


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """How many days changed, and the year as it now is."""

    changed: int
    year: YearView


class CalendarDoor(Controller):
    """Statutory days."""

    path = "/api/calendars"
    tags = ("calendars",)

    @get("/alarm")
    async def alarm(self, staff: NamedDependency[Actor], db: NamedDependency[Database]) -> Alarm:
        """Whether statutory days are missing: this year's, or from 1 December the next year's."""
        policy.require(staff, "calendar.read")
        async with db.reading() as read:
            return Alarm(missing=await queries.missing_year(read, shanghai(read.now).date()))

    @get("/years/{year:int}")
    async def year(
        self, year: FromPath[int], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> YearView:
        """A year's days, filing periods and changes."""
        policy.require(staff, "calendar.read")
        async with db.reading() as read:
            return await queries.year_view(read, year)

    @put("/days/{day:date}")
    async def put_day(
        self,
        day: FromPath[date],
        data: JSONBody[DayEntry],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> YearView:
        """Make one day off, worked or ordinary."""
        policy.require(staff, "calendar.edit")
        entry = StatutoryDay(
            day=day, year=day.year, name=data.name.strip(), kind=data.kind, source=data.source.strip()
        )
        async with db.deed() as tx:
            await commands.put_day(tx, staff.staff_id, entry, data.why)
            return await queries.year_view(tx, day.year)

    @post("/years/{year:int}/notice")
    async def enter_notice(
        self,
        year: FromPath[int],
        data: JSONBody[NoticeEntry],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> Entered:
        """Enter the year's notice; days that contradict each other are refused with the words in doubt."""
        policy.require(staff, "calendar.edit")
        reading = _read(year, data)
        async with db.deed() as tx:
            changed = await commands.enter_reading(tx, staff.staff_id, reading, data.why, amends=data.amends)
            return Entered(changed=changed, year=await queries.year_view(tx, year))


DOORS = (CalendarDoor,)


def _read(year: int, entry: NoticeEntry) -> Reading:
    if entry.layout == "words":
        return read_notice(entry.content, year, entry.source.strip())
    notice = notice_file.decode(entry.content.encode())
    if notice.year != year:
        raise notice_file.UnfitNotice(f"文件是{notice.year}年的，不是{year}年的。")
    return Reading(notice=notice, doubts=())
