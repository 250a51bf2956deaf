"""Facts of knowledge."""

from uuid import UUID

from helpline.kit.facts import Fact


class EntryPublished(Fact, frozen=True, kw_only=True):
    """A revision was signed off; taxpayers are shown it from now on, within its valid days."""

    entry_id: UUID
    number: str
    version: int


class EntryWithdrawn(Fact, frozen=True, kw_only=True):
    """Taxpayers are no longer shown the entry."""

    entry_id: UUID
    number: str
    why: str


class EntryQuestioned(Fact, frozen=True, kw_only=True):
    """Somebody said that an entry is wrong."""

    entry_id: UUID
    number: str
    feedback_id: UUID
