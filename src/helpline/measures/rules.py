"""Counting, pure: calls in, counts by provider, queue and half hour out; everything else is a sum of these cells."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from helpline.kit.clock import shanghai
from helpline.measures.definitions import CONNECT, DEFINITIONS, IN_TIME, LEVELS
from helpline.measures.model import (
    EXCLUSION_WORDS,
    CallRecord,
    Definition,
    Excluded,
    Exclusion,
    Figures,
    Outcome,
    Rate,
    Yardstick,
)

Counts = Mapping[str, int]
Marks = tuple[str, ...]

IN_TIME_COUNTED = (Outcome.ANSWERED, Outcome.ABANDONED)
A_SECOND = timedelta(seconds=1)


class Cell(NamedTuple):
    """The smallest group that is kept: calls that arrived in one half hour (Shanghai's wall clock)."""

    provider: str | None
    queue: str | None
    line: str | None
    half_hour: datetime


Group = Callable[[Cell], str | None]

GROUPS: dict[str, Group] = {
    "provider": lambda cell: cell.provider,
    "queue": lambda cell: cell.queue,
    "line": lambda cell: cell.line,
    "half_hour": lambda cell: f"{cell.half_hour:%Y-%m-%dT%H:%M}",
    "time_of_day": lambda cell: f"{cell.half_hour:%H:%M}",
    "day": lambda cell: f"{cell.half_hour:%Y-%m-%d}",
    "month": lambda cell: f"{cell.half_hour:%Y-%m}",
    "quarter": lambda cell: f"{cell.half_hour:%Y}-Q{(cell.half_hour.month + 2) // 3}",
}


class Tally:
    """What is kept of a cell: how many calls raised which counts, and how long the answered waited together."""

    __slots__ = ("calls", "waited")

    def __init__(self) -> None:
        self.calls: dict[Marks, int] = defaultdict(int)
        self.waited = timedelta(0)


class Ledger(msgspec.Struct):
    """What was counted, by cell, and every call that was left out."""

    cells: dict[Cell, Tally]
    excluded: list[Excluded]
    yardstick: Callable[[date], Yardstick]

    def total(self) -> Figures:
        """All cells together."""
        return self._figures(None, self.cells.items())

    def by(self, *names: str) -> list[Figures]:
        """One line for each group, in the order of their keys; several groupings are joined by a blank."""
        groups = [GROUPS[name] for name in names]
        found: dict[tuple[str | None, ...], list[tuple[Cell, Tally]]] = defaultdict(list)
        for cell, tally in self.cells.items():
            found[tuple(group(cell) for group in groups)].append((cell, tally))
        keys = sorted(found, key=lambda key: [(part is None, part or "") for part in key])
        return [self._figures(_joined(key), found[key]) for key in keys]

    def _figures(self, key: str | None, cells: Iterable[tuple[Cell, Tally]]) -> Figures:
        """Targets are those of the group's last day."""
        counts: dict[str, int] = defaultdict(int)
        last, waited = date.min, timedelta(0)
        for cell, tally in cells:
            last, waited = max(last, cell.half_hour.date()), waited + tally.waited
            for found, number in tally.calls.items():
                for name in found:
                    counts[name] += number
        answered = counts["answered"]
        return Figures(
            key=key,
            offered=counts["offered"],
            answered=answered,
            abandoned=counts["abandoned"],
            counts={name: counts[name] for name in sorted(counts)},
            rates=rates(counts, None if last == date.min else self.yardstick(last)),
            mean_wait_seconds=waited / A_SECOND / answered if answered else None,
        )


def count(calls: Iterable[CallRecord], yardstick: Callable[[date], Yardstick]) -> Ledger:
    """R5.2: count `calls`, each by the terms of the day on which it arrived."""
    cells: dict[Cell, Tally] = {}
    excluded: list[Excluded] = []
    alike: dict[tuple[object, ...], Marks] = {}
    for call in calls:
        reason = _left_out(call)
        if reason is not None or call.arrived_at is None:
            excluded.append(_excluded(call, reason or Exclusion.UNREADABLE))
            continue
        key = Cell(call.provider, call.queue, call.line, half_hour_of(call.arrived_at))
        cell = cells.get(key) or cells.setdefault(key, Tally())
        # Yardsticks are whole seconds: calls whose waits lie between the same two seconds are counted alike.
        signature = (
            key.half_hour.date(),
            call.outcome,
            call.wait // A_SECOND,
            -call.wait // A_SECOND,
            (call.talked >= A_SECOND, call.handed),
        )
        found = alike.get(signature)
        if found is None:
            found = alike[signature] = marks(call, yardstick(key.half_hour.date()))
        cell.calls[found] += 1
        if call.outcome is Outcome.ANSWERED:
            cell.waited += call.wait
    return Ledger(cells, excluded, yardstick)


def marks(call: CallRecord, by: Yardstick) -> Marks:
    """R5.2: the counts that an offered call raises. Waits are compared unrounded; reached is within."""
    if call.outcome is None:
        return ("offered",)
    found = ["offered", call.outcome.value]
    if call.outcome in IN_TIME_COUNTED and call.wait <= timedelta(seconds=by.within):
        found.append(f"{call.outcome.value}_in_time")
    if call.outcome is Outcome.ABANDONED and call.wait < timedelta(seconds=by.short):
        found.append("abandoned_short")
    if call.outcome is Outcome.ANSWERED:
        found += [f"answered_within_{level}" for level in LEVELS if call.wait <= timedelta(seconds=level)]
        found += [
            name for name, is_so in (("talked", call.talked >= A_SECOND), ("handed", call.handed)) if is_so
        ]
    return tuple(found)


def rates(counts: Counts, by: Yardstick | None) -> list[Rate]:
    """Every rate of the registry; without a yardstick (nothing counted) none has a target."""
    targets = {CONNECT.id: by.connect_target, IN_TIME.id: by.in_time_target} if by else {}
    return [rate(each, counts, targets.get(each.id)) for each in DEFINITIONS]


def rate(definition: Definition, counts: Counts, target: int | None = None) -> Rate:
    """R5.2: an empty denominator gives no percentage. The target is met when reached, before any rounding."""
    above = _sum(definition.numerator, counts)
    below = _sum(definition.denominator, counts) - _sum(definition.less, counts)
    return Rate(
        id=definition.id,
        title=definition.title,
        official=definition.official,
        numerator=above,
        denominator=below,
        percent=round(100 * above / below, 4) if below else None,
        target=target,
        met=above * 100 >= target * below if target is not None and below else None,
    )


def half_hour_of(at: datetime) -> datetime:
    """The half hour, on Shanghai's wall clock, in which `at` lies."""
    local = shanghai(at)
    return local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)


def _left_out(call: CallRecord) -> Exclusion | None:
    if call.excluded is None and call.outcome is None:
        return Exclusion.NOT_ASKED
    return call.excluded


def _excluded(call: CallRecord, reason: Exclusion) -> Excluded:
    return Excluded(
        id=call.id, at=call.arrived_at, reason=reason, words=EXCLUSION_WORDS[reason], note=call.note
    )


def _sum(names: tuple[str, ...], counts: Counts) -> int:
    return sum(counts.get(name, 0) for name in names)


def _joined(key: tuple[str | None, ...]) -> str | None:
    if len(key) == 1:
        return key[0]
    return " ".join(part or "--" for part in key)
