"""Facts of recordings."""

from datetime import datetime
from uuid import UUID

from helpline.calls.recordings.model import Kind
from helpline.kit.facts import Fact


class RecordingKept(Fact, frozen=True, kw_only=True):
    """R11.2: it lies sealed in the file store, and was read back."""

    recording_id: UUID
    call_id: UUID | None
    kind: Kind
    seconds: float
    is_silent: bool
    at: datetime


class RecordingNotKept(Fact, frozen=True, kw_only=True):
    """R11.2: it cannot be stored; it stays in the spool of `node` and is tried again. Told once for each recording."""

    recording_id: UUID
    call_id: UUID | None
    node: str
    code: str
    at: datetime
