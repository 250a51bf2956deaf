"""Reads the words of a State Council notice: 「2月4日至10日放假调休，共7天。2月2日（星期六）上班。」

Bare days take month and year from the date before them, a month without a year the year that lies nearest.
Words in brackets are not read, save the weekday, which is checked. A rest day that is 调至 another day is
worked, unless the holiday covers it; the other day is off.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from helpline.calendars.model import DayKind, Notice, Reading, StatutoryDay
from helpline.kit.refusal import Refused

LONGEST_RUN = 31
"""Days. A longer range is a slip of reading, not a holiday."""

_TOKEN = re.compile(
    r"""(?P<bracket>[（(][^（()）]*[）)])
    | (?:(?P<year>\d{4})年)? (?:(?P<month>\d{1,2})月)? (?P<day>\d{1,2})日
    | (?P<move>调至) | (?P<to>至|—+|–|-|~|～)
    | (?P<off>放假|补休|调休) | (?P<work>上班)
    | (?P<stop>[，。；;,]) | (?P<extend>延长) | 共(?P<count>\d+)天""",
    re.VERBOSE,
)
_HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、\s*)?([^：:，。；（(\d]{2,12})[：:](?=.*\d日)")
_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]+、")
_JANUARY = re.compile(r"(?<!\d)1月\d")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


class NothingRead(Refused):
    code, status = "nothing-read", 422


def read_notice(text: str, year: int, source: str = "") -> Reading:
    """Read the notice of `year`, the whole text or single sentences; days stand in the order of the text.

    Raises:
        NothingRead: there is no day off or day of work in it.
    """
    days: dict[date, StatutoryDay] = {}
    doubts: list[str] = []
    for name, sentences in _paragraphs(text):
        paragraph = _Paragraph(year, names_january=bool(_JANUARY.search(sentences)))
        paragraph.read(sentences)
        doubts.extend(paragraph.doubts)
        for day, kind in paragraph.kinds:
            if day in days and days[day].kind is not kind:
                doubts.append(f"{day} 既写了放假又写了上班")
            days[day] = StatutoryDay(day=day, year=year, name=name, kind=kind, source=source)
    if not days:
        raise NothingRead(
            "没有读出任何放假或上班的日期，请核对文字，例如“1月1日（周四）至3日（周六）放假调休”。"
        )
    return Reading(notice=Notice(year=year, source=source, days=tuple(days.values())), doubts=tuple(doubts))


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """The name of the holiday and its sentences; a line broken in the middle of a sentence is mended."""
    for paragraph in _mended(text):
        heading = _HEADING.match(paragraph)
        yield (heading[1].strip(), paragraph[heading.end() :]) if heading else ("节假日", paragraph)


def _mended(text: str) -> list[str]:
    paragraphs: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if paragraphs and not paragraphs[-1].endswith("。") and not _NUMBERED.match(line):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
    return paragraphs


@dataclass(slots=True)
class _Paragraph:
    """Reads one paragraph from left to right."""

    year: int
    names_january: bool
    kinds: list[tuple[date, DayKind]] = field(default_factory=list)
    given_away: list[date] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    pending: list[date] = field(default_factory=list)
    last: date | None = None
    anchor: date | None = None
    ranging: bool = False
    moved: bool = False

    def read(self, text: str) -> None:
        for token in _TOKEN.finditer(text):
            if token["day"]:
                self._date(token)
            elif token["bracket"]:
                self._check_weekday(token["bracket"])
            elif token["count"]:
                self._check_count(int(token["count"]))
            else:
                self._word(token)
        self._stop()
        named = {day for day, _ in self.kinds}
        self.kinds += [(day, DayKind.WORK) for day in self.given_away if day not in named]

    def _word(self, token: re.Match[str]) -> None:
        if token["to"]:
            self.ranging = bool(self.pending)
        elif token["off"]:
            self._settle(DayKind.OFF)
        elif token["work"]:
            self._settle(DayKind.WORK)
        elif token["stop"]:
            self._stop()
        elif token["extend"]:
            self.doubts.append("“延长假期”不能自动读取，请逐日录入")
        elif token["move"]:
            self.given_away += self.pending
            self.pending.clear()
            self.moved = True

    def _date(self, token: re.Match[str]) -> None:
        try:
            day = self._resolve(token)
        except ValueError:
            self.doubts.append(f"没有“{token[0]}”这一天")
            return
        first = self.last if self.ranging and self.last else day
        length = (day - first).days + 1
        self.ranging = False
        if not 1 <= length <= LONGEST_RUN:
            self.doubts.append(f"{first} 至 {day} 不像一个假期")
            return
        skip = 1 if first != day else 0
        self.pending += [first + timedelta(days=offset) for offset in range(skip, length)]
        self.last = day
        self.anchor = self.anchor or day

    def _resolve(self, token: re.Match[str]) -> date:
        day = int(token["day"])
        if token["month"] is None:
            year, month = (self.last.year, self.last.month) if self.last else (self.year, 0)
            return date(year, month, day)
        month = int(token["month"])
        if token["year"]:
            return date(int(token["year"]), month, day)
        if self.anchor is None:  # of a holiday that also names January, December is last year's
            return date(self.year - (month == 12 and self.names_january), month, day)
        return _nearest(month, day, self.anchor)

    def _settle(self, kind: DayKind) -> None:
        self.kinds += [(day, kind) for day in self.pending]
        self.pending.clear()

    def _stop(self) -> None:
        if self.moved:
            self._settle(DayKind.OFF)
        self.pending.clear()
        self.moved = self.ranging = False

    def _check_weekday(self, bracket: str) -> None:
        said = _WEEKDAY.search(bracket)
        if said and self.pending and self.last and self.last.weekday() != _WEEKDAYS[said[1]]:
            self.doubts.append(f"{self.last} 不是星期{said[1]}")

    def _check_count(self, count: int) -> None:
        read = len({day for day, kind in self.kinds if kind is DayKind.OFF})
        if read != count:
            self.doubts.append(f"写的是共{count}天，读出的是{read}天")


def _nearest(month: int, day: int, anchor: date) -> date:
    """That day of the year before, the same or the next, whichever is nearest; ValueError if none has it."""
    near = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        with suppress(ValueError):
            near.append(date(year, month, day))
    if not near:
        raise ValueError(month, day)
    return min(near, key=lambda each: abs(each - anchor))
