"""What all parts of the wallboard are made from, read once."""

from uuid import UUID

import msgspec

from helpline.conversations import queries as conversations
from helpline.conversations.model import Conversation
from helpline.kit.db import ReadTx
from helpline.knowledge import queries as knowledge
from helpline.people import names, policy
from helpline.people import queries as people
from helpline.people.model import Staff
from helpline.routing import queries as routing
from helpline.routing.model import Scope, Seat


class Scene(msgspec.Struct, frozen=True):
    """Seats of a scope, their people, and the dialogues in their hands."""

    scope: Scope
    seats: list[Seat]
    staff: dict[UUID, Staff]
    running: list[Conversation]
    systems: dict[str, str]

    def label(self, staff_id: UUID | None) -> str:
        """Number and masked name, as colleagues call each other."""
        person = self.staff.get(staff_id) if staff_id else None
        return f"{person.number} {names.masked(person.name)}" if person else "—"

    @property
    def staff_ids(self) -> list[UUID]:
        return [seat.staff_id for seat in self.seats]


async def read_scene(read: ReadTx, allowed: policy.Scope) -> Scene:
    """The scope's seats with everything in their hands."""
    scope = Scope(provider_id=allowed.provider_id, team_id=allowed.team_id, district_id=allowed.district_id)
    seats = await routing.seats(read, scope)
    ids = [seat.staff_id for seat in seats]
    staff = {UUID(str(person.id)): person for person in (await people.staff_by_ids(read, ids)).values()}
    systems = {system.code: system.short_name for system in await knowledge.systems(read)}
    return Scene(scope, seats, staff, await conversations.in_hands(read, ids), systems)
