"""Decides what each row of an import becomes: a new entry, a new version, nothing new, a refusal (R15.2)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from helpline.kit.refusal import Invalid, Refused
from helpline.knowledge import rules
from helpline.knowledge.model import KIND_NAMES, Content, Entry, Kind, System, Topic
from helpline.knowledge.reading import BadRow, Draft, Row

Fate = Literal["new", "changed", "same"]
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_KINDS = {**{kind.value: kind for kind in Kind}, **{name: kind for kind, name in KIND_NAMES.items()}}


class Defaults(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for rows that do not say it themselves."""

    system: str = ""
    kind: str = ""
    topic: str = ""
    source: str = ""


class Placed(NamedTuple):
    """A row that can be kept: what becomes of it, for which entry, under which number if it names one."""

    fate: Fate
    content: Content
    entry: Entry | None
    number: str


class Shelves:
    """Where the rows of one import go. An entry takes one row of an import at most."""

    def __init__(
        self, systems: Iterable[System], topics: Iterable[Topic], existing: Sequence[tuple[Entry, Content]]
    ) -> None:
        self._systems = {
            name: system.code for system in systems for name in (system.code, system.name, system.short_name)
        }
        self._topics = {name: topic.code for topic in topics for name in (topic.code, topic.name)}
        self.new_topics: list[Topic] = []
        self._by_number = {entry.number: (entry, content) for entry, content in existing}
        self._by_title: defaultdict[tuple[str, str], list[tuple[Entry, Content]]] = defaultdict(list)
        for entry, content in existing:
            self._by_title[content.system, content.title].append((entry, content))
        self._taken: set[str] = set()

    def place(self, row: Row, defaults: Defaults) -> Placed | BadRow:
        """What becomes of a row."""
        number, draft = row
        if isinstance(draft, BadRow):
            return draft
        try:
            content = rules.tidied(self._content(draft, defaults))
            return self._placed(draft.number, content)
        except Refused as refusal:
            return BadRow(number, refusal.message)

    def _placed(self, number: str, content: Content) -> Placed:
        if number:
            if rules.ordinal_of(number) is None:
                raise Invalid(f"编号“{number}”不合规，应如 K-0001。")
            if number in self._taken:
                raise Invalid(f"编号 {number} 在文件里重复出现。")
            self._taken.add(number)
        found = self._by_number.get(number) if number else self._same_title(content)
        if found is None:
            return Placed("new", content, None, number)
        entry, held = found
        self._taken.add(entry.number)
        return Placed("same" if held == content else "changed", content, entry, entry.number)

    def _same_title(self, content: Content) -> tuple[Entry, Content] | None:
        """The entry that this row repeats: of the same title those with the same text first."""
        free = [
            each
            for each in self._by_title[content.system, content.title]
            if each[0].number not in self._taken
        ]
        return min(free, key=lambda each: each[1].answer != content.answer, default=None)

    def _content(self, draft: Draft, defaults: Defaults) -> Content:
        return Content(
            system=self._system(draft.system or defaults.system),
            kind=_kind(draft.kind or defaults.kind),
            topic=self._topic(draft.topic or defaults.topic),
            title=draft.title,
            answer=draft.answer,
            source=draft.source or defaults.source,
            wordings=draft.wordings,
            keywords=draft.keywords,
            source_date=_day(draft.source_date, "来源日期"),
            valid_from=_day(draft.valid_from, "生效日期"),
            valid_until=_day(draft.valid_until, "失效日期"),
        )

    def _system(self, given: str) -> str:
        if given not in self._systems:
            raise Invalid(f"系统目录里没有“{given}”。" if given else "没有写明软件系统。")
        return self._systems[given]

    def _topic(self, given: str) -> str:
        """R3.1: topics are editable; one that a reviewed file brings along is added."""
        if not given:
            raise Invalid("没有写明问题分类。")
        if given not in self._topics:
            self._topics[given] = given
            self.new_topics.append(Topic(code=given, name=given))
        return self._topics[given]


def _kind(given: str) -> Kind:
    if given not in _KINDS:
        raise Invalid(f"类别“{given}”应是流程类（process）或操作类（operation）。")
    return _KINDS[given]


def _day(given: str, name: str) -> date | None:
    if not given:
        return None
    parts = _DAY.fullmatch(given)
    try:
        return date(*map(int, parts.groups())) if parts else date.fromisoformat(given)
    except ValueError:
        raise Invalid(f"{name}“{given}”不是日期，应如 2026-01-31。") from None
