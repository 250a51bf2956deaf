"""Facts of secrecy."""

from uuid import UUID

from helpline.kit.facts import Fact


class ExportApproved(Fact, frozen=True, kw_only=True):
    """Enough others agreed; the file is to be made."""

    export_id: UUID
