"""Reads a year's notice from the JSON layout of the public collection holiday-cn, and writes it."""

from datetime import date

import msgspec

from helpline.calendars.model import DayKind, Notice, StatutoryDay
from helpline.kit.refusal import Refused


class UnfitNotice(Refused):
    code, status = "unfit-notice", 422


class FileDay(msgspec.Struct, frozen=True, rename="camel"):
    """A day of the file."""

    name: str
    date: date
    is_off_day: bool


class NoticeFile(msgspec.Struct, frozen=True):
    """The file. `papers` are the addresses of the notices."""

    year: int
    papers: list[str]
    days: list[FileDay]


def decode(content: bytes) -> Notice:
    """Read a file.

    Raises:
        UnfitNotice: it is no such file, or its days contradict themselves or lie in other years.
    """
    try:
        file = msgspec.json.decode(content, type=NoticeFile)
    except msgspec.DecodeError as error:
        raise UnfitNotice(f"文件不是 holiday-cn 的 JSON 格式：{error}。") from error
    source = " ".join(file.papers)
    days = [
        StatutoryDay(
            day=each.date,
            year=file.year,
            name=each.name,
            kind=DayKind.OFF if each.is_off_day else DayKind.WORK,
            source=source,
        )
        for each in file.days
    ]
    notice = Notice(year=file.year, source=source, days=tuple(days))
    check(notice)
    return notice


def check(notice: Notice) -> None:
    """Whether a notice can be believed.

    Raises:
        UnfitNotice: it has no days, names one twice, or names one far from its year.
    """
    if not notice.days:
        raise UnfitNotice(f"{notice.year}年的文件里没有任何日期，可能通知尚未发布。")
    seen: set[date] = set()
    for each in notice.days:
        if each.day in seen:
            raise UnfitNotice(f"{each.day} 出现了两次。")
        if abs(each.day.year - notice.year) > 1:
            raise UnfitNotice(f"{each.day} 不属于{notice.year}年的放假安排。")
        seen.add(each.day)


def encode(notice: Notice) -> NoticeFile:
    """The same notice in the file's layout, its days in their order."""
    return NoticeFile(
        year=notice.year,
        papers=notice.source.split(),
        days=[FileDay(each.name, each.day, each.kind is DayKind.OFF) for each in notice.days],
    )
