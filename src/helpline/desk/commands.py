"""Deeds at the desk."""

from uuid import UUID

from helpline.calls.commands import news
from helpline.kit.db import Tx
from helpline.routing.commands import seats, staff_file


async def sit_down(tx: Tx, staff_id: UUID) -> None:
    """A consultant's desk connected: bring the seat up to date with the staff file, and renew its lease.

    Who serves nobody (an official, say) has no seat and needs none.
    """
    adrift = await news.adrift_of(tx, staff_id)  # calls before routing, as everywhere
    if await staff_file.seat_from_file(tx, staff_id):
        await seats.connect(tx, staff_id)
        await news.welcome_back(tx, staff_id, adrift)
