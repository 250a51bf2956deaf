"""Deeds at the desk."""

from helpline.kit.db import Tx
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.routing.commands import seats
from helpline.routing.model import Staff


async def sit_down(tx: Tx, actor: Actor) -> None:
    """A consultant's desk connected: bring the seat up to date with the staff file, and renew its lease."""
    if actor.provider_id is None:
        return
    found = await people.staff_by_ids(tx, [actor.staff_id])
    person = next(iter(found.values()), None)
    if person is None:
        return
    staff = Staff(
        staff_id=actor.staff_id,
        name=person.number,
        provider_id=actor.provider_id,
        team_id=actor.team_id,
        systems=tuple(person.skills.systems),
        languages=tuple(person.skills.languages) or ("zh",),
        capacity={"chat": person.chat_capacity, "voice": 1} if person.chat_capacity else None,
    )
    await seats.open_seat(tx, staff)
    await seats.connect(tx, actor.staff_id)
