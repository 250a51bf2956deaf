"""A call centre's calls in a file: one a line, tab-separated, with queue and answer times (layout of "AnonymousBank").

The wait is the column `q_time`. Whoever was answered at once has no times of a queue, and waited 0 s.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from helpline.kit.clock import SHANGHAI
from helpline.kit.refusal import Invalid
from helpline.measures.model import CallRecord, Exclusion, Outcome

COLUMNS = ("vru+line", "call_id", "type", "date", "vru_entry", "vru_time", "q_time", "outcome", "ser_time")
OUTCOMES = {"AGENT": Outcome.ANSWERED, "HANG": Outcome.ABANDONED}
NO_CALL = "PHANTOM"

Row = Mapping[str, str | None]


def calls(lines: Iterable[str]) -> Iterator[CallRecord]:
    """The calls of these lines, one by one. A line that cannot be read becomes a call left out that says which line.

    Raises:
        Invalid: the first line does not name the columns needed, or what follows is no table.
    """
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise Invalid(f"文件首行缺少列：{'、'.join(missing)}。应为以制表符分隔的话务记录。")
    try:
        for row in reader:
            yield _read(row, f"第 {reader.line_num} 行")
    except csv.Error:
        raise Invalid(f"第 {reader.line_num + 1} 行起不是话务记录，请检查文件。") from None


def _read(row: Row, line: str) -> CallRecord:
    try:
        return _call(row)
    except (ValueError, TypeError, KeyError, OverflowError):
        return CallRecord(id=line, arrived_at=None, excluded=Exclusion.UNREADABLE, note=line)


def _call(row: Row) -> CallRecord:
    code = f"{row['vru+line']}-{row['call_id']}"
    arrived = _moment(_text(row, "date"), _text(row, "vru_entry"))
    outcome = _text(row, "outcome")
    if outcome == NO_CALL:
        return CallRecord(id=code, arrived_at=arrived, excluded=Exclusion.NO_CALL, queue=row["type"])
    return CallRecord(
        id=code,
        arrived_at=arrived,
        outcome=OUTCOMES[outcome],
        wait=_seconds(row, "q_time"),
        talked=_seconds(row, "ser_time"),
        queue=row["type"],
        doubtful=_text(row, "vru_time").startswith("-"),
    )


def _moment(day: str, time: str) -> datetime:
    """`990201` and `7:02:47`; the file tells no zone, its wall clock is taken for ours."""
    year = int(day[-6:-4])
    hour, minute, second = time.split(":")
    midnight = datetime(
        year + (1900 if year >= 70 else 2000), int(day[-4:-2]), int(day[-2:]), tzinfo=SHANGHAI
    )
    return midnight + timedelta(hours=int(hour), minutes=int(minute), seconds=int(second))


def _seconds(row: Row, name: str) -> timedelta:
    number = float(_text(row, name))
    if number < 0:
        raise ValueError(name)
    return timedelta(seconds=number)


def _text(row: Row, name: str) -> str:
    text = row[name]
    if not text:
        raise ValueError(name)
    return text
