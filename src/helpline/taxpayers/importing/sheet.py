"""Reads the rows of a CSV file one by one, its headings in Chinese or English."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import msgspec

from helpline.taxpayers.importing.encoding import UnreadableFile, detect
from helpline.taxpayers.model import Entry
from helpline.taxpayers.names import fold

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": (
        *("统一社会信用代码", "社会信用代码", "信用代码", "纳税人识别号", "税号"),
        *("credit_code", "tax_number", "number"),
    ),
    "identity_number": ("身份证号", "身份证号码", "身份证件号码", "证件号码", "identity_number", "id_number"),
    "name": ("纳税人名称", "名称", "企业名称", "单位名称", "姓名", "name"),
    "district": ("征管局", "主管税务机关", "主管税务局", "区", "所属区", "区划代码", "district"),
    "address": ("地址", "注册地址", "生产经营地址", "经营地址", "联系地址", "address"),
    "added_on": ("新增日期", "登记日期", "税务登记日期", "added_on", "added_at"),
    "contact_name": ("联系人", "联系人姓名", "办税人", "办税员", "contact", "contact_name"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "移动电话", "phone", "mobile"),
    "email": ("电子邮箱", "邮箱", "电子邮件", "email", "e-mail"),
}
"""The field, and the headings under which it is found; spaces, brackets and capitals do not matter."""

FIELD_OF = {fold(heading): field for field, headings in HEADINGS.items() for heading in headings}
DELIMITERS = ",\t;"


class Sheet(msgspec.Struct, frozen=True):
    """An opened file. `headings` has the file's own word for each field; `ignored` are columns of no use here."""

    headings: dict[str, str]
    ignored: tuple[str, ...]
    rows: Iterator[tuple[int, Entry | None]]
    """Number of the row, the heading being 1, with its fields; None where it has more cells than headings."""


@contextmanager
def opened(source: IO[bytes]) -> Iterator[Sheet]:
    """Read a file. The rows are read as they are asked for; `source` must be seekable and stays open.

    Raises:
        UnreadableFile: it is no CSV file, or lacks headings that are needed; also while rows are read.
    """
    text = io.TextIOWrapper(source, encoding=detect(source), newline="")
    try:
        lines = _lines(text)
        first = next(lines, [])
        columns, headings, ignored = _columns(first)
        yield Sheet(headings, ignored, _rows(lines, columns, len(first)))
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[list[str]]:
    """The file's records. A quotation mark that never closes swallows the rest, so strictness is needed."""
    head = text.readline()
    delimiter = max(DELIMITERS, key=head.count)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableFile(
            f"文件在第 {reader.line_num} 行附近读不下去（{_words(error)}），没有导入任何内容。请修正后重新导入。"
        ) from error


def _words(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "有一格内容过长"
    return "引号没有成对，或引号后多了字符"


def _columns(first: Sequence[str]) -> tuple[list[str | None], dict[str, str], tuple[str, ...]]:
    """For each column its field, or None; what the file calls each field; what is left over."""
    columns: list[str | None] = []
    headings: dict[str, str] = {}
    for heading in first:
        field = FIELD_OF.get(fold(heading))
        if field in headings:
            raise UnreadableFile(f"表头里“{headings[field]}”和“{heading.strip()}”是同一项，请只保留一列。")
        if field:
            headings[field] = heading.strip()
        columns.append(field)
    _require(headings, first)
    ignored = tuple(h.strip() for h, field in zip(first, columns, strict=True) if field is None and h.strip())
    return columns, headings, ignored


def _require(headings: dict[str, str], first: Sequence[str]) -> None:
    missing = [] if {"number", "identity_number"} & headings.keys() else ["统一社会信用代码（或身份证号）"]
    missing += [] if "name" in headings else ["纳税人名称"]
    if missing:
        found = "、".join(heading.strip()[:12] for heading in first[:8]) or "无"
        raise UnreadableFile(f"表头缺少{'、'.join(missing)}。第一行须是列名，现有：{found}。")


def _rows(
    lines: Iterator[list[str]], columns: Sequence[str | None], width: int
) -> Iterator[tuple[int, Entry | None]]:
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield number, None
            continue
        yield number, Entry(**{field: cell for field, cell in zip(columns, cells, strict=False) if field})
