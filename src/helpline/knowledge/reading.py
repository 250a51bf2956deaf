"""Reads files of entries: JSON lines, CSV and Markdown become drafts; what cannot be read is told by row."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from helpline.kit.refusal import Invalid

HEADERS: dict[str, str] = {
    "编号": "number",
    "系统": "system",
    "软件系统": "system",
    "类别": "kind",
    "分类": "topic",
    "问题分类": "topic",
    "标题": "title",
    "问题": "title",
    "question": "title",
    "其他问法": "wordings",
    "相似问": "wordings",
    "解答": "answer",
    "答案": "answer",
    "关键词": "keywords",
    "来源": "source",
    "src": "source",
    "来源日期": "source_date",
    "生效日期": "valid_from",
    "失效日期": "valid_until",
}
"""Other names under which a field is given."""

_LISTS = {"wordings", "keywords"}
_SEPARATOR = re.compile(r"[|；;\n]+")
_HEADING = re.compile(r"^(#{1,2})\s+(.+?)\s*#*$")
_MARK = re.compile(r"^\s*[-*]\s*([^：:]{1,12})[：:]\s*(.*)$")
_ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableFile(Invalid):
    code = "unreadable-file"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it was given; empty is not given."""

    number: str = ""
    system: str = ""
    kind: str = ""
    topic: str = ""
    title: str = ""
    answer: str = ""
    source: str = ""
    wordings: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    source_date: str = ""
    valid_from: str = ""
    valid_until: str = ""


class BadRow(msgspec.Struct, frozen=True):
    """A row that was refused: its number in the file, from 1 (of a CSV file: without its header), and why."""

    row: int
    reason: str


Row = tuple[int, Draft | BadRow]


def read_file(name: str, content: bytes) -> list[Row]:
    """All rows of a file, by the ending of its name: .jsonl .json .csv .md.

    Raises:
        UnreadableFile: another ending, or bytes that are no text.
    """
    text = _text(content)
    ending = name.rsplit(".", 1)[-1].lower()
    if ending in ("jsonl", "json", "ndjson"):
        return list(_json_lines(text))
    if ending == "csv":
        return list(_csv(text))
    if ending in ("md", "markdown"):
        return list(_markdown(text))
    raise UnreadableFile(f"不支持“{name}”的格式，请使用 JSON Lines、CSV 或 Markdown 文件。")


def _text(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("文件不是 UTF-8 或 GB18030 编码的文本。")


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            given = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError as error:
            yield number, BadRow(number, f"不是完整的 JSON 对象：{error}")
            continue
        yield number, _draft(number, given)


def _csv(text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    number = 0
    try:
        for number, given in enumerate(reader, start=1):
            yield number, _draft(number, given)
    except csv.Error as error:
        yield number + 1, BadRow(number + 1, f"从这一行起无法按 CSV 读取：{error}")


def _markdown(text: str) -> Iterator[Row]:
    """Each heading of the second level is an entry; a heading of the first is the source of what follows."""
    source, number = "", 0
    for level, heading, lines in _sections(text):
        if level == 1:
            source = heading
        elif level == 2:
            number += 1
            yield number, _draft(number, {"source": source, "title": heading, **_marks(lines)})


def _sections(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Headings of the first two levels, each with the lines below it; what stands before them has level 0."""
    level, heading, lines = 0, "", list[str]()
    for line in text.splitlines():
        if match := _HEADING.match(line):
            yield level, heading, lines
            level, heading, lines = len(match[1]), match[2], []
        else:
            lines.append(line)
    yield level, heading, lines


def _marks(lines: list[str]) -> dict[str, str]:
    """Marks such as `- 系统：电子税务局` at the head of a section, and the answer below them."""
    given: dict[str, str] = {}
    for place, line in enumerate(lines):
        mark = _MARK.match(line)
        name = _field(mark[1]) if mark else None
        if mark is not None and name is not None:
            given[name] = mark[2]
        elif line.strip():
            return {**given, "answer": "\n".join(lines[place:])}
    return given


def _draft(number: int, given: dict[Any, Any]) -> Draft | BadRow:
    fields: dict[str, Any] = {}
    for name, value in given.items():
        field = _field(name)
        if field is None or value is None:
            continue
        read = _list(value) if field in _LISTS else value.strip() if isinstance(value, str) else None
        if read is None:
            return BadRow(number, f"“{name}”应是{'文字的列表' if field in _LISTS else '文字'}。")
        fields[field] = read
    return Draft(**fields)


def _list(value: object) -> tuple[str, ...] | None:
    """Texts given as a list, or as one text with separators; None for anything else."""
    parts: object = _SEPARATOR.split(value) if isinstance(value, str) else value
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        return tuple(parts)
    return None


def _field(name: object) -> str | None:
    """The field that a heading names; None for one that is not ours."""
    plain = str(name).strip()
    field = HEADERS.get(plain, plain)
    return field if field in Draft.__struct_fields__ else None
