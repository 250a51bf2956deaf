"""A person's life at work: hired, moved, away, back, gone; nobody decides about oneself, and no work is left ownerless."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.people.model import DistrictId, ProviderId, Role, Staff, TeamId

What = Literal["hired", "moved", "role", "skills", "absent", "back", "left"]


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """Whose decision it is, and why. `staff_id` None: an operator at the command line."""

    staff_id: UUID | None = None
    why: str = ""


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is to work, and as what."""

    role: Role
    provider_id: ProviderId | None = None
    team_id: TeamId | None = None
    district_id: DistrictId | None = None
    office: str | None = None


class StaffEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a person at work. `detail` holds codes and ids."""

    id: UUID
    staff_id: UUID
    at: datetime
    what: What
    by_id: UUID | None
    why: str
    detail: dict[str, str]


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is away from `since` to before `until`, or to `ended_at` if that is earlier."""

    id: UUID
    staff_id: UUID
    since: datetime
    until: datetime
    why: str
    ended_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.ended_at is None and self.since <= now < self.until


class RollFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Who is looked for: of a unit, of a name or a beginning of a number, `left` with those who are gone."""

    unit: UUID | None = None
    text: str = ""
    left: bool = False
    after: str = ""
    limit: int = 100


def posting_of(person: Staff) -> Posting:
    """Where a person works now."""
    return Posting(
        role=person.role,
        provider_id=person.provider_id,
        team_id=person.team_id,
        district_id=person.district_id,
        office=person.office,
    )
