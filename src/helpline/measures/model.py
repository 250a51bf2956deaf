"""Nouns of the measures."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec


class Outcome(StrEnum):
    """How the wish for a person ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    CALL_BACK = "call_back"
    """Asked in the queue to be called back: not given up, and not answered before it is called."""
    MESSAGE = "message"
    """Chose in the queue to leave a voice message."""
    LOST = "lost"
    """The platform dropped it. It counts against the platform unless an outage is declared."""


class Exclusion(StrEnum):
    """Why a call is not offered to anybody; each excluded call is listed with one of these."""

    NO_CALL = "no_call"
    NOT_ASKED = "not_asked"
    OUTSIDE_HOURS = "outside_hours"
    TEST = "test"
    NUISANCE = "nuisance"
    OUTAGE = "outage"
    UNREADABLE = "unreadable"


EXCLUSION_WORDS: dict[Exclusion, str] = {
    Exclusion.NO_CALL: "交换机记录，不是来电",
    Exclusion.NOT_ASKED: "在语音导航中结束，没有要求人工",
    Exclusion.OUTSIDE_HOURS: "非服务时间来电，转留言",
    Exclusion.TEST: "测试电话",
    Exclusion.NUISANCE: "列入名单的骚扰电话",
    Exclusion.OUTAGE: "已申报并经批准的平台或线路故障",
    Exclusion.UNREADABLE: "记录不完整，无法计算",
}


class CallRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One call as the measures see it, counted once however often it was transferred.

    `wait` runs from the first entry into a human queue to the answer or the end. `talked` is the time with a person.
    Where `excluded` is set, the rest may be missing. `doubtful`: its times contradict each other; it counts, but when it
    arrived is not relied on. `handed`: the consultant gave it on to 12366.
    """

    id: str
    arrived_at: datetime | None
    outcome: Outcome | None = None
    wait: timedelta = timedelta(0)
    talked: timedelta = timedelta(0)
    provider: str | None = None
    queue: str | None = None
    line: str | None = None
    excluded: Exclusion | None = None
    note: str = ""
    doubtful: bool = False
    handed: bool = False


class Yardstick(msgspec.Struct, frozen=True, kw_only=True):
    """The terms by which a day's calls are counted. Seconds; rates in percent, reached is enough."""

    within: int
    short: int
    connect_target: int
    in_time_target: int


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A rate: Σ `numerator` / (Σ `denominator` − Σ `less`), each the name of a count.

    A definition that changes gets a new version; what was told by the old one stays told by it.
    """

    id: str
    version: int
    title: str
    article: str
    official: bool
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    less: tuple[str, ...] = ()
    words: str


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """`percent` is nothing where nothing was counted: neither 0 nor 100. `met` compares unrounded."""

    id: str
    title: str
    official: bool
    numerator: int
    denominator: int
    percent: float | None
    target: int | None
    met: bool | None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of a group of calls. `key` says which: a queue, a provider, a day, a half hour's start."""

    key: str | None
    offered: int
    answered: int
    abandoned: int
    counts: dict[str, int]
    rates: list[Rate]
    mean_wait_seconds: float | None
    """Of the answered."""


class Excluded(msgspec.Struct, frozen=True, kw_only=True):
    """A call that was left out, and why."""

    id: str
    at: datetime | None
    reason: Exclusion
    words: str
    note: str


class Outage(msgspec.Struct, frozen=True, kw_only=True):
    """R5.2: a declared fault. Its calls are left out only once another person agreed."""

    id: UUID
    since: datetime
    until: datetime
    why: str
    declared_by: UUID
    declared_at: datetime
    approved_by: UUID | None = None
    approved_at: datetime | None = None


By = Literal["half_hour", "time_of_day", "day", "queue", "provider", "line"]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a table: what its key means to people, and what was counted."""

    key: str
    name: str
    figures: Figures


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many calls were left out for a reason; which ones, the list of calls tells."""

    reason: Exclusion
    words: str
    calls: int


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """R5.2: the measures of some days within the asker's scope. `waiting`: asked for a person, not decided yet."""

    since: date
    until: date
    by: By
    total: Figures
    groups: list[Group]
    definitions: tuple[Definition, ...]
    left_out: list[LeftOut]
    waiting: int


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """A call behind a figure. `in_time` is nothing where the call counts for nothing."""

    id: UUID
    number: str
    arrived_at: datetime
    queue_name: str
    provider_name: str
    line: str
    outcome: Outcome | None
    wait_seconds: float
    talked_seconds: float
    in_time: bool | None
    left_out: str | None


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A half hour of the day that is planned. `seated` at their seats keep the promise, `scheduled` are on the roster."""

    start: str
    calls: float
    load: float
    seated: int
    scheduled: int
    answered: float
    in_time: float
    occupancy: float


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """R5.2: how many consultants each half hour of `day` needs, by the calls of the same weekday before.

    `days`: how many such days had calls. `handling_seconds` and `patience_seconds` are measured unless told;
    without patience nobody is taken to give up. `growth_percent`: so many of the earlier calls are reckoned with.
    `current`: the half hour of this moment, if it is that day's. `present`: at their seats now; `rostered`: with a seat.
    """

    day: date
    since: date
    until: date
    days: int
    handling_seconds: float
    patience_seconds: float | None
    is_measured: bool
    within_seconds: int
    connect_target: int
    in_time_target: int
    shrinkage_percent: int
    growth_percent: int
    slots: list[Slot]
    current: str | None
    present: int
    rostered: int
