"""`helpline calendar`: when something is due, when filing ends, what a notice says. Needs no database."""

import math
import sys
from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated

import msgspec
import typer

from helpline.app.shown import refusals_shown, show
from helpline.calendars import shipped as shipped_days
from helpline.calendars.rules import notice_file
from helpline.calendars.rules.notice_text import read_notice as read_words
from helpline.calendars.rules.three import CalendarName, Calendars, calendars
from helpline.calendars.rules.working_time import accept_year
from helpline.kit.clock import SHANGHAI, shanghai
from helpline.kit.refusal import Invalid, Refused
from helpline.regulation import rules as regulation
from helpline.regulation import shipped as shipped_terms
from helpline.regulation.model import Terms

FIELDS = ("start", "working_days", "hours", "calendar")
MOST_DAYS = 10_000
MOST_HOURS = 100_000

cli = typer.Typer(help="日历：到期时刻、申报期、放假通知。不需要数据库。", no_args_is_help=True)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """From `start`, either so many working days or so many hours of a calendar's time."""

    start: datetime
    calendar: CalendarName
    working_days: int | None
    hours: float | None


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When it is due, on Shanghai's wall clock. `provisional`: holidays in between are not published yet."""

    start: datetime
    due: datetime
    calendar: CalendarName
    provisional: bool
    working_days: int | None = None
    hours: float | None = None


class BadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of input that could not be answered, and why."""

    error: str
    message: str
    line: int


class FilingMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A month's filing period, both days included."""

    month: int
    first: date
    deadline: date
    provisional: bool


class FilingYear(msgspec.Struct, frozen=True, kw_only=True):
    """The filing periods of a year."""

    year: int
    provisional: bool
    periods: list[FilingMonth]


class ReadNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice read from words, in the layout in which it can be imported, and what in it is doubtful."""

    year: int
    papers: list[str]
    days: list[notice_file.FileDay]
    doubts: tuple[str, ...]


@cli.command()
def due(
    start: Annotated[str | None, typer.Option(help="起算时刻，ISO 8601；不带时区的按北京时间")] = None,
    working_days: Annotated[str | None, typer.Option(help="几个工作日内")] = None,
    hours: Annotated[str | None, typer.Option(help="几小时内，可带小数，只计营业时间")] = None,
    calendar: Annotated[str | None, typer.Option(help="service、working（默认）或 onsite")] = None,
) -> None:
    """到期时刻。不给 --start 时从标准输入逐行读 JSON，字段同名；选项作为各行的默认值。"""
    given = {
        "start": start,
        "working_days": _literal(working_days),
        "hours": _literal(hours),
        "calendar": calendar,
    }
    given = {name: value for name, value in given.items() if value is not None}
    with refusals_shown():
        if start is not None:
            show(answer(question(given)))
        elif not _answer_lines(given):
            raise SystemExit(1)


@cli.command()
def filing(year: Annotated[int, typer.Argument(help="年份")]) -> None:
    """全年各月的申报期。"""
    with refusals_shown():
        accept_year(year)
        made = _calendars(_terms(date(year, 1, 1)))
        periods = [made.filing_period_of(year, month) for month in range(1, 13)]
        months = [
            FilingMonth(
                month=each.month, first=each.first, deadline=each.deadline, provisional=each.provisional
            )
            for each in periods
        ]
        show(FilingYear(year=year, provisional=any(each.provisional for each in months), periods=months))


@cli.command()
def read_notice(year: Annotated[int, typer.Argument(help="通知所安排的年份")]) -> None:
    """从标准输入读国务院办公厅放假通知的文字，给出各日是放假还是上班。"""
    with refusals_shown():
        accept_year(year)
        reading = read_words(_text(sys.stdin.buffer.read()), year)
        file = notice_file.encode(reading.notice)
        show(ReadNotice(year=file.year, papers=file.papers, days=file.days, doubts=reading.doubts))


def answer(asked: Question) -> Answer:
    """When it is due, by the shipped days and the shipped terms of the start's day."""
    made = _calendars(_terms(shanghai(asked.start).date()))
    calendar = made.named(asked.calendar)
    if asked.working_days is not None:
        due_at = calendar.due(asked.start, asked.working_days)
    else:
        due_at = calendar.add_working_time(asked.start, timedelta(hours=asked.hours or 0))
    return Answer(
        start=shanghai(asked.start),
        due=shanghai(due_at),
        calendar=asked.calendar,
        provisional=made.is_provisional(asked.start, due_at),
        working_days=asked.working_days,
        hours=asked.hours,
    )


def question(fields: object) -> Question:
    """Read the fields of a question; a hyphen in a name is as good as an underscore.

    Raises:
        Invalid: which field is wrong, and what is expected.
    """
    if not isinstance(fields, dict):
        raise Invalid("每行应是一个 JSON 对象。")
    given = {str(name).replace("-", "_"): value for name, value in fields.items() if value is not None}
    unknown = [name for name in given if name not in FIELDS]
    if unknown:
        raise Invalid(f"不认识的字段“{unknown[0]}”，可用的有 {'、'.join(FIELDS)}。")
    if ("working_days" in given) == ("hours" in given):
        raise Invalid("working_days 与 hours 须给出其一，且只给一个。")
    return Question(
        start=_moment(given.get("start")),
        calendar=_name(given.get("calendar", CalendarName.WORKING)),
        working_days=_days(given["working_days"]) if "working_days" in given else None,
        hours=_hours(given["hours"]) if "hours" in given else None,
    )


def _answer_lines(given: dict[str, object]) -> bool:
    """Answer the lines of standard input one by one; whether all were good."""
    if sys.stdin.isatty():
        raise Invalid("请给出 --start，或从标准输入逐行给出 JSON。")
    good = True
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            show(answer(question(_with_defaults(line, given))))
        except Refused as refusal:
            good = False
            show(BadLine(error=refusal.code, message=refusal.message, line=number))
    return good


def _with_defaults(line: bytes, given: dict[str, object]) -> object:
    """A line that says how long does not take the other measure from the options."""
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"这一行不是 JSON：{error}。") from error
    if not isinstance(fields, dict):
        return fields
    fields = {name.replace("-", "_"): value for name, value in fields.items()}
    measured = {"working_days", "hours"} & fields.keys()
    return {name: value for name, value in given.items() if not (measured and name in FIELDS[1:3])} | fields


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise Invalid("缺少 start（起算时刻），例如 2026-02-14T22:00。")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise Invalid(f"start“{value}”不是有效的时刻，应写成 2026-02-14T22:00 的样子。") from None
    accept_year(at.year)
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _name(value: object) -> CalendarName:
    try:
        return CalendarName(str(value))
    except ValueError:
        raise Invalid(f"没有名为“{value}”的日历，可用的有 {'、'.join(CalendarName)}。") from None


def _days(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise Invalid(f"working_days 须为 1 至 {MOST_DAYS} 的整数。")
    return value


def _hours(value: object) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not 0 <= value <= MOST_HOURS:  # type: ignore[operator]  # a number, says the line above
        raise Invalid(f"hours 须为 0 至 {MOST_HOURS} 的数。")
    return value  # type: ignore[return-value]  # likewise


def _literal(text: str | None) -> object:
    """An option's number as a number; what is none is refused later, with its reason."""
    for kind in (int, float):
        try:
            return None if text is None else kind(text)
        except ValueError:
            continue
    return text


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Invalid("文字不是 UTF-8 编码。") from None


def _terms(day: date) -> Terms:
    return regulation.in_force(shipped_terms.changes(), day)


@cache
def _calendars(terms: Terms) -> Calendars:
    return calendars(shipped_days.statutory_days(), terms)
