"""What a code is worth at the door."""

from uuid import UUID

from helpline.kit.db import Tx
from helpline.people import second_factor
from helpline.people.store import factors as store


async def worth_of(tx: Tx, staff_id: UUID, code: str) -> str:
    """What a code is worth at the door; a right one is used up. `not_needed` where the person has no second factor."""
    factor = await store.of(tx, staff_id)
    if factor is None or factor.confirmed_at is None:
        return "not_needed"
    meant = second_factor.tidy(code)
    if not meant:
        return "missing"
    step = second_factor.step_of(factor, meant, tx.now)
    if step is not None:
        return "right" if await store.take_step(tx, staff_id, step) else "wrong"
    is_recovery = await store.take_recovery_code(tx, staff_id, second_factor.recovery_digest(meant))
    return "right" if is_recovery else "wrong"
