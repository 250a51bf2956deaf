"""Change the terms, from a day to come."""

from datetime import date
from uuid import UUID

from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.regulation import rules, shipped, store
from helpline.regulation.model import Change, Value


async def set_term(tx: Tx, by: UUID, name: str, value: Value, *, effective_from: date, why: str) -> Change:
    """Enter that `name` is `value` from `effective_from` on. Entries are never altered, only overruled.

    Raises:
        UnknownTerm, UnfitTerm, NoReason: see `rules.accept`.
        TooSoon: `effective_from` is not later than today.
    """
    await store.lock(tx)
    change = Change(
        name=name, value=value, effective_from=effective_from, why=why.strip(), set_by=by, set_at=tx.now
    )
    known = [*shipped.changes(), *await store.changes(tx)]
    rules.accept(change, known, shanghai(tx.now).date())
    await store.insert(tx, change)
    return change
