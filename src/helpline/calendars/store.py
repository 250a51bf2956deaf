"""SQL of calendars."""

from collections.abc import Sequence
from uuid import UUID

from helpline.calendars.model import DayChange, DayKind, Notice, StatutoryDay
from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id

_DAY = "day, year, name, kind, source"


async def version(read: ReadTx) -> UUID | None:
    """What the days on record are known by; None before the first are entered."""
    current: UUID | None = await read.fetchval("select version from calendar_version")
    return current


async def lock(tx: Tx) -> None:
    """One change of days at a time; reading goes on."""
    await tx.execute("lock table calendar_version in share row exclusive mode")


async def renew_version(tx: Tx) -> None:
    await tx.execute(
        """insert into calendar_version (version) values ($1)
           on conflict (only_row) do update set version = excluded.version""",
        new_id(),
    )


async def days(read: ReadTx) -> list[StatutoryDay]:
    rows = await read.fetch(f"select {_DAY} from statutory_day order by day")
    return [_day(dict(row)) for row in rows]


async def days_of(read: ReadTx, year: int) -> list[StatutoryDay]:
    """Days of the year, and those of other years' notices that the year's own may claim."""
    rows = await read.fetch(
        f"""select {_DAY} from statutory_day
            where year = $1 or day between make_date($1 - 1, 12, 1) and make_date($1, 12, 31) order by day""",
        year,
    )
    return [_day(dict(row)) for row in rows]


async def years(read: ReadTx) -> dict[int, str]:
    """The known years, each with its source."""
    rows = await read.fetch("select year, source from statutory_notice")
    return {row["year"]: row["source"] for row in rows}


async def changes_of(read: ReadTx, year: int) -> list[DayChange]:
    rows = await read.fetch(
        f"""select {_DAY}, changed_at, changed_by, why from statutory_change
            where year = $1 order by changed_at, id""",
        year,
    )
    return [DayChange(**{**dict(row), "kind": DayKind(row["kind"])}) for row in rows]


async def save_notice(tx: Tx, notice: Notice, by: UUID | None) -> None:
    await tx.execute(
        """insert into statutory_notice (year, source, entered_by, entered_at) values ($1, $2, $3, $4)
           on conflict (year) do update set source = $2, entered_by = $3, entered_at = $4""",
        notice.year,
        notice.source,
        by,
        tx.now,
    )


async def save_days(tx: Tx, changed: Sequence[StatutoryDay], by: UUID | None, why: str) -> None:
    """Make the days what they now are, and record it."""
    named = [each for each in changed if each.kind is not DayKind.ORDINARY]
    ordinary = [each.day for each in changed if each.kind is DayKind.ORDINARY]
    await tx.execute("delete from statutory_day where day = any($1::date[])", ordinary)
    await tx.executemany(
        f"""insert into statutory_day ({_DAY}) values ($1, $2, $3, $4, $5)
            on conflict (day) do update
            set year = excluded.year, name = excluded.name, kind = excluded.kind, source = excluded.source""",
        [_columns(each) for each in named],
    )
    await tx.executemany(
        f"""insert into statutory_change (id, changed_at, changed_by, why, {_DAY})
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        [(new_id(), tx.now, by, why, *_columns(each)) for each in changed],
    )


def _day(row: dict[str, object]) -> StatutoryDay:
    return StatutoryDay(**{**row, "kind": DayKind(row["kind"])})  # type: ignore[arg-type]  # the table's checks hold


def _columns(day: StatutoryDay) -> tuple[object, ...]:
    return day.day, day.year, day.name, day.kind.value, day.source
