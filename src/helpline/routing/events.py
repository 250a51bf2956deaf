"""Facts of routing."""

from datetime import datetime
from uuid import UUID

from helpline.kit.facts import Fact
from helpline.routing.model import OfferKind, Presence


class Offered(Fact, frozen=True, kw_only=True):
    """R4.2: somebody was prompted with a piece of work; the response is due at `due_at`."""

    work_id: UUID
    offer_id: UUID
    staff_id: UUID
    offered_at: datetime
    due_at: datetime
    kind: OfferKind
    from_staff: UUID | None = None


class Claimed(Fact, frozen=True, kw_only=True):
    """R5.3: the work is in the hands of `staff_id` now. `from_staff` handed it over or assigned it."""

    work_id: UUID
    offer_id: UUID
    staff_id: UUID
    offered_at: datetime
    claimed_at: datetime
    kind: OfferKind
    from_staff: UUID | None = None


class OfferMissed(Fact, frozen=True, kw_only=True):
    """R4.2: nobody answered in time."""

    work_id: UUID
    offer_id: UUID
    staff_id: UUID
    offered_at: datetime
    due_at: datetime
    kind: OfferKind
    from_staff: UUID | None = None


class OfferDeclined(Fact, frozen=True, kw_only=True):
    """The person asked said no, and why."""

    work_id: UUID
    offer_id: UUID
    staff_id: UUID
    reason: str
    offered_at: datetime
    declined_at: datetime
    kind: OfferKind
    from_staff: UUID | None = None


class OfferWithdrawn(Fact, frozen=True, kw_only=True):
    """The offer was taken back before it was answered."""

    work_id: UUID
    offer_id: UUID
    staff_id: UUID
    why: str
    kind: OfferKind
    from_staff: UUID | None = None


class Requeued(Fact, frozen=True, kw_only=True):
    """Work that was in the hands of `former_holder` waits again, first in line."""

    work_id: UUID
    why: str
    former_holder: UUID
    requeued_at: datetime


class LeftQueue(Fact, frozen=True, kw_only=True):
    """The work left before anybody took it."""

    work_id: UUID
    why: str
    enqueued_at: datetime
    left_at: datetime


class Released(Fact, frozen=True, kw_only=True):
    """The work is finished and out of `staff_id`'s hands."""

    work_id: UUID
    staff_id: UUID
    claimed_at: datetime
    released_at: datetime


class QueueOpened(Fact, frozen=True, kw_only=True):
    """A place in the queue for opening became a place in the queue."""

    work_id: UUID
    opened_at: datetime


class SeatLost(Fact, frozen=True, kw_only=True):
    """The lease of a desk ran out; what it held is requeued unless the desk returns soon."""

    staff_id: UUID
    held: tuple[UUID, ...]
    lost_at: datetime


class SeatReturned(Fact, frozen=True, kw_only=True):
    """A lost desk is connected again; `held` is the work still in its hands."""

    staff_id: UUID
    held: tuple[UUID, ...]
    returned_at: datetime


class PresenceChanged(Fact, frozen=True, kw_only=True):
    """A consultant's presence changed from `former` to `presence`."""

    staff_id: UUID
    provider_id: UUID
    former: Presence
    presence: Presence
    why: str
    changed_at: datetime
