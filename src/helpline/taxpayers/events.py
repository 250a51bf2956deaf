"""Facts of the register."""

from uuid import UUID

from helpline.kit.facts import Fact


class TaxpayersAdded(Fact, frozen=True, kw_only=True):
    """Taxpayers were newly entered; each is owed a training within a month of its `added_at` (R8.2)."""

    taxpayer_ids: tuple[UUID, ...]


class TaxpayerAmended(Fact, frozen=True, kw_only=True):
    """Somebody corrected what is on record of a taxpayer."""

    taxpayer_id: UUID
