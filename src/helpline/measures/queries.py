"""Answers: the measures of some days, the calls behind them, and how many consultants a day needs."""

from collections import Counter
from datetime import date

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.knowledge import queries as knowledge
from helpline.measures import rules, yardsticks
from helpline.measures.definitions import DEFINITIONS
from helpline.measures.from_calls import waits
from helpline.measures.model import (
    EXCLUSION_WORDS,
    By,
    CallLine,
    CallRecord,
    Figures,
    Group,
    LeftOut,
    Measured,
    Yardstick,
)
from helpline.measures.reading import Read, accept_days, read_calls
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.regulation.queries import changes

NOBODY = "未归属"
LINES = {"public": "市话来电", "12366": "12366 转来"}
MOST_LINES = 1000


class Names:
    """What keys mean to people."""

    def __init__(self, queues: dict[str, str], providers: dict[str, str]) -> None:
        self.queues = queues
        self.providers = providers

    @classmethod
    async def known(cls, read: ReadTx) -> "Names":
        systems = {each.code: each.short_name for each in await knowledge.systems(read)}
        providers = {str(each.id): each.short_name for each in await people.providers(read)}
        return cls({**systems, "any": "未选系统"}, providers)

    def of(self, by: By, key: str | None) -> str:
        if by == "provider":
            return self.providers.get(key or "", NOBODY)
        if by == "queue":
            return self.queues.get(key or "", key or "未选系统")
        return LINES.get(key or "", key or "--")


async def measured(read: ReadTx, staff: Actor, since: date, until: date, by: By) -> Measured:
    """R5.2: connect rates and what belongs to them, from raw call events, within the asker's scope.

    Raises:
        Invalid: the days are too many.
    """
    scope = require(staff, "measure.read")
    accept_days(since, until)
    found = await read_calls(read, scope, since, until)
    ledger = rules.count(_records(found), yardsticks.by_day(await changes(read)))
    names = await Names.known(read)
    reasons = Counter(each.reason for each in ledger.excluded)
    return Measured(
        since=since,
        until=until,
        by=by,
        total=ledger.total(),
        groups=[_group(names, by, each) for each in ledger.by(by)],
        definitions=DEFINITIONS,
        left_out=[LeftOut(reason=each, words=EXCLUSION_WORDS[each], calls=n) for each, n in reasons.items()],
        waiting=sum(waits(each.call) for each in found),
    )


async def calls_behind(
    read: ReadTx, staff: Actor, since: date, until: date, by: By, key: str | None
) -> list[CallLine]:
    """R5.2: the calls behind the line `key` of a table; without a key, all. The first first, those left out too."""
    scope = require(staff, "measure.read")
    accept_days(since, until)
    yardstick = yardsticks.by_day(await changes(read))
    names = await Names.known(read)
    lines = []
    for each in await read_calls(read, scope, since, until):
        if each.record is not None and key in (None, _key(each.record, by)):
            arrived = shanghai(each.call.arrived_at).date()
            lines.append(_line(names, each, each.record, yardstick(arrived)))
    return lines[:MOST_LINES]


def _records(found: list[Read]) -> list[CallRecord]:
    return [each.record for each in found if each.record is not None]


def _key(record: CallRecord, by: By) -> str | None:
    if record.arrived_at is None:
        return None
    cell = rules.Cell(record.provider, record.queue, record.line, rules.half_hour_of(record.arrived_at))
    return rules.GROUPS[by](cell) or ""


def _group(names: Names, by: By, figures: Figures) -> Group:
    return Group(key=figures.key or "", name=names.of(by, figures.key), figures=figures)


def _line(names: Names, read: Read, record: CallRecord, by: Yardstick) -> CallLine:
    is_counted = record.excluded is None
    return CallLine(
        id=read.call.id,
        number=read.call.number,
        arrived_at=read.call.arrived_at,
        queue_name=names.of("queue", record.queue),
        provider_name=names.of("provider", record.provider),
        line=LINES.get(record.line or "", ""),
        outcome=record.outcome,
        wait_seconds=record.wait.total_seconds(),
        talked_seconds=record.talked.total_seconds(),
        in_time="answered_in_time" in rules.marks(record, by) if is_counted else None,
        left_out=None if record.excluded is None else EXCLUSION_WORDS[record.excluded],
    )
