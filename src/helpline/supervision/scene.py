"""What all parts of the wallboard are made from, read once."""

from uuid import UUID

import msgspec

from helpline.calls import queries as hotline
from helpline.calls.model import Call
from helpline.conversations import queries as conversations
from helpline.conversations.model import Conversation
from helpline.kit.db import ReadTx
from helpline.knowledge import queries as knowledge
from helpline.people import names, policy
from helpline.people import queries as people
from helpline.people.model import Staff
from helpline.routing import queries as routing
from helpline.routing.model import Scope, Seat

NOBODY = UUID(int=0)
"""Provider of a district that none serves."""


class Scene(msgspec.Struct, frozen=True):
    """Seats of a scope, their people, and the dialogues and calls in their hands."""

    scope: Scope
    seats: list[Seat]
    staff: dict[UUID, Staff]
    running: list[Conversation]
    systems: dict[str, str]
    calls: dict[UUID, Call] = {}
    """By consultant."""

    def label(self, staff_id: UUID | None) -> str:
        """Number and masked name, as colleagues call each other."""
        person = self.staff.get(staff_id) if staff_id else None
        return f"{person.number} {names.masked(person.name)}" if person else "—"

    def sees(self, conversation: Conversation) -> bool:
        """R14.1: a district looks at its own taxpayers' dialogues, though its provider serves other districts too."""
        return self.scope.district_id in (None, conversation.district_id)

    @property
    def staff_ids(self) -> list[UUID]:
        return [seat.staff_id for seat in self.seats]


async def read_scene(read: ReadTx, allowed: policy.Scope) -> Scene:
    """The scope's seats with everything in their hands."""
    scope = await _scope(read, allowed)
    seats = await routing.seats(read, scope)
    ids = [seat.staff_id for seat in seats]
    staff = {UUID(str(person.id)): person for person in (await people.staff_by_ids(read, ids)).values()}
    systems = {system.code: system.short_name for system in await knowledge.systems(read)}
    scene = Scene(scope, seats, staff, [], systems)
    running = [each for each in await conversations.in_hands(read, ids) if scene.sees(each)]
    in_calls = await hotline.in_hands(read, ids)
    return msgspec.structs.replace(scene, running=running, calls=in_calls)


async def _scope(read: ReadTx, allowed: policy.Scope) -> Scope:
    """R14.1: whose seats are looked at; a district's are those of the provider that serves it now."""
    provider: UUID | None = allowed.provider_id
    if allowed.district_id is not None:
        matched = await people.matchings_at(read, read.now)
        provider = next((m.provider_id for m in matched if m.district_id == allowed.district_id), NOBODY)
    return Scope(provider_id=provider, team_id=allowed.team_id, district_id=allowed.district_id)
