"""Questions about terms."""

from datetime import date, datetime, timedelta

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.regulation import rules, shipped, store
from helpline.regulation.model import Change, TermHistory, Terms

FRESH = timedelta(seconds=60)
"""A change committed across midnight, or by a machine whose clock is slow, is seen this much late at most."""


class _Snapshot(msgspec.Struct):
    """All changes as known at `read_at`, and the days already worked out from them."""

    read_at: datetime
    changes: list[Change]
    days: dict[date, Terms] = {}

    def holds(self, now: datetime, day: date) -> bool:
        """A change takes effect after the day of its entry: what is read today is final up to today."""
        return day <= shanghai(self.read_at).date() and timedelta(0) <= now - self.read_at < FRESH


async def terms_on(read: ReadTx, at: datetime) -> Terms:
    """The terms that the moment `at` is judged by. Usually answered from memory."""
    day = shanghai(at).date()
    snapshot: _Snapshot | None = read.memory.get(_Snapshot)
    if snapshot is None or not snapshot.holds(read.now, day):
        snapshot = _Snapshot(read.now, await changes(read))
        read.memory[_Snapshot] = snapshot
    if day not in snapshot.days:
        snapshot.days[day] = rules.in_force(snapshot.changes, day)
    return snapshot.days[day]


async def history(read: ReadTx) -> list[TermHistory]:
    """Every term with today's value and all its changes, in the order of the regulation."""
    known = await changes(read)
    today = rules.in_force(known, shanghai(read.now).date())
    return [
        TermHistory(
            name=term.name,
            title=term.title,
            unit=term.unit,
            article=term.article,
            note=term.note,
            value=getattr(today, term.name),
            changes=rules.history_of(known, term.name),
        )
        for term in {each.name: each for each in shipped.terms()}.values()
    ]


async def changes(read: ReadTx) -> list[Change]:
    """Every change of every term: the terms of any day are worked out from these."""
    return [*shipped.changes(), *await store.changes(read)]
