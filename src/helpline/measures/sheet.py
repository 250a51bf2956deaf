"""All figures of a file as one document."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from helpline.measures import rules
from helpline.measures.definitions import DEFINITIONS, LEVELS
from helpline.measures.model import CallRecord, Definition, Excluded, Exclusion, Figures, Yardstick

DIGITS = 4


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The whole first, in short names; then every rate with its definition; then the groups; then what was left out."""

    offered: int
    answered: int
    abandoned: int
    connect_rate_pct: float | None
    answered_within_s: dict[int, int]
    within_60_of_offered_pct: float | None
    within_60_of_answered_pct: float | None
    within_60_leaving_out_abandoned_within_60_pct: float | None
    mean_wait_of_answered_s: float | None
    total: Figures
    definitions: tuple[Definition, ...]
    yardstick: Yardstick | None
    by_provider: list[Figures]
    by_queue: list[Figures]
    by_quarter: list[Figures]
    by_day: list[Figures]
    by_half_hour: list[Figures]
    excluded_counts: dict[Exclusion, int]
    excluded: list[Excluded]


def sheet(calls: Iterable[CallRecord], yardstick: Callable[[date], Yardstick]) -> Sheet:
    """R5.2: count the calls once and tell everything that is asked of them."""
    ledger = rules.count(calls, yardstick)
    total = ledger.total()
    percent = {rate.id: rate.percent for rate in total.rates}
    days = [cell.half_hour.date() for cell in ledger.cells]
    return Sheet(
        offered=total.offered,
        answered=total.answered,
        abandoned=total.abandoned,
        connect_rate_pct=percent["connect_rate"],
        answered_within_s={level: total.counts.get(f"answered_within_{level}", 0) for level in LEVELS},
        within_60_of_offered_pct=percent["connect_in_time"],
        within_60_of_answered_pct=percent["connect_in_time_of_answered"],
        within_60_leaving_out_abandoned_within_60_pct=percent["connect_in_time_without_early_abandoned"],
        mean_wait_of_answered_s=None
        if total.mean_wait_seconds is None
        else round(total.mean_wait_seconds, DIGITS),
        total=total,
        definitions=DEFINITIONS,
        yardstick=yardstick(max(days)) if days else None,
        by_provider=ledger.by("provider"),
        by_queue=ledger.by("queue"),
        by_quarter=ledger.by("quarter"),
        by_day=ledger.by("day"),
        by_half_hour=ledger.by("half_hour"),
        excluded_counts=dict(Counter(each.reason for each in ledger.excluded)),
        excluded=ledger.excluded,
    )
