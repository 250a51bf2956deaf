"""Nouns of the audit log."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Outcome = Literal["done", "looked", "refused"]


class Subject(msgspec.Struct, frozen=True):
    """What a deed was done to: a kind of thing (`conversation`, `taxpayer`, `staff` …) and its id or code."""

    kind: str = ""
    id: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a room says of a deed; who and where come from the errand.

    `detail` holds ids, codes and counts, never personal data: the log is kept longer than what it speaks of.
    """

    deed: str
    subject: Subject = Subject()
    outcome: Outcome = "done"
    why: str = ""
    detail: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is kept; the fields in this order are what the chain seals. `detail` is JSON text, letter by letter."""

    id: UUID
    at: datetime
    who_kind: str
    who_id: UUID | None
    who_number: str
    who_role: str
    session_id: UUID | None
    address: str
    agent: str
    door: str
    purpose: str
    correlation: str
    deed: str
    subject_kind: str
    subject_id: str
    outcome: Outcome
    why: str
    detail: str


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """The place of a line in the chain: number `counter` from 1 without a gap, and a keyed value over all before it."""

    counter: int
    line_id: UUID
    mac: bytes
    key_id: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where the chain ends. `proof` is keyed too: a shortened chain cannot be given a fitting end."""

    counter: int
    mac: bytes
    key_id: str
    proof: bytes


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A seal with the line it seals; None where the line is gone."""

    seal: Seal
    entry: Entry | None


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """Where the chain stood at the end of a day, as a file for the bureau to keep.

    `count` lines since the anchor before; `before` is the SM3 of that anchor's file; `proof` is keyed over the rest.
    """

    day: date
    counter: int
    mac: str
    count: int
    key_id: str
    before: str
    proof: str = ""


Fault = Literal[
    "changed",
    "swapped",
    "line-missing",
    "seal-missing",
    "stray-line",
    "wrong-key",
    "cut-tail",
    "head-forged",
    "anchor-forged",
    "anchor-missing",
    "anchor-differs",
]

FAULTS: dict[Fault, str] = {
    "changed": "这一条的内容或封印被改动",
    "swapped": "这一条被换成了另一条的内容",
    "line-missing": "这一条的内容被删除",
    "seal-missing": "封印被删除，编号不连续",
    "stray-line": "这一条没有封印，是插入的",
    "wrong-key": "没有封印所用的密钥，或给出的密钥不对",
    "cut-tail": "链的尾部被截去",
    "head-forged": "链尾记录被改动",
    "anchor-forged": "锚定文件被改动",
    "anchor-missing": "锚定文件不连续，缺少前一份",
    "anchor-differs": "链与锚定文件不一致",
}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Where the log was bent, and how: the number in the chain, the time of the line, its id; `words` for people."""

    fault: Fault
    counter: int
    at: datetime | None = None
    line: UUID | None = None
    words: str = ""
    detail: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a verification of links `first` to `last`; `faults` in all, of which `findings` are the first."""

    whole: bool
    first: int
    last: int
    lines: int
    head: int
    unsealed: int
    anchors: int
    faults: int
    findings: tuple[Finding, ...]
    last_at: datetime | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines to find; empty fields do not restrict. `after` is the id of the last line of the page before."""

    who: str = ""
    deed: str = ""
    subject: str = ""
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: UUID | None = None
    limit: int = 50


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A line and its number in the chain; None while it waits for its seal."""

    counter: int | None
    entry: Entry
