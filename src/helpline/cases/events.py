"""Facts of cases."""

from datetime import datetime
from uuid import UUID

from helpline.cases.model import Kind, Outcome
from helpline.kit.facts import Fact


class CaseOpened(Fact, frozen=True, kw_only=True):
    case_id: UUID
    number: str
    at: datetime


class CaseClosed(Fact, frozen=True, kw_only=True):
    case_id: UUID
    at: datetime
    outcome: Outcome
    system: str | None
    kind: Kind | None
    topic: str | None
    owner: UUID | None


class FollowUpPromised(Fact, frozen=True, kw_only=True):
    follow_up_id: UUID
    case_id: UUID
    owner: UUID
    due_at: datetime


class FollowUpAnswered(Fact, frozen=True, kw_only=True):
    follow_up_id: UUID
    case_id: UUID
    at: datetime
    in_time: bool


class FollowUpOverdue(Fact, frozen=True, kw_only=True):
    follow_up_id: UUID
    case_id: UUID
    owner: UUID
    due_at: datetime
