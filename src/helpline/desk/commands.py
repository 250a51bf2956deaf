"""Deeds at the desk."""

from uuid import UUID

from helpline.kit.db import Tx
from helpline.people import queries as people
from helpline.routing.commands import seats
from helpline.routing.model import Staff


async def sit_down(tx: Tx, staff_id: UUID) -> None:
    """A consultant's desk connected: bring the seat up to date with the staff file, and renew its lease.

    Who serves nobody (an official, say) has no seat and needs none.
    """
    found = await people.staff_by_ids(tx, [staff_id])
    person = next(iter(found.values()), None)
    if person is None or person.provider_id is None:
        return
    staff = Staff(
        staff_id=staff_id,
        name=person.number,
        provider_id=person.provider_id,
        team_id=person.team_id,
        systems=person.skills.systems,
        languages=person.skills.languages or ("zh",),
        capacity={"chat": person.chat_capacity, "voice": 1} if person.chat_capacity else None,
    )
    await seats.open_seat(tx, staff)
    await seats.connect(tx, staff_id)
