"""Nouns of deadlines."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Outcome = Literal["kept", "missed", "void"]


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A running clock: `kind` on `subject` ends at `due_at`; `owner` is the person it binds, if any."""

    kind: str
    subject: UUID
    started_at: datetime
    due_at: datetime
    owner: UUID | None = None
