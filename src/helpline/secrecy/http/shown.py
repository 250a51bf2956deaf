"""What the pages are shown of secrecy."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx
from helpline.people import queries as people
from helpline.people.model import Actor, Staff, StaffId
from helpline.people.policy import allowed
from helpline.secrecy.model import (
    ALERT_NAMES,
    EXPORT_NAMES,
    HOUSE,
    REASONS,
    Alert,
    Export,
    ExportState,
    Field,
    Numbers,
    Request,
    SubjectKind,
)


class RequestLine(msgspec.Struct, frozen=True, kw_only=True):
    """A request to see something; `approvals` of two. `mine` is the reader's own, `mine_to_approve` the reader's turn."""

    id: UUID
    who: str
    kind: SubjectKind
    subject: UUID
    field: Field
    why: str
    asked_at: datetime
    expires_at: datetime
    approvals: int
    mine: bool
    mine_to_approve: bool


class AlertLine(msgspec.Struct, frozen=True, kw_only=True):
    """Unusual browsing."""

    id: UUID
    kind: str
    title: str
    who: str
    at: datetime
    count: int
    acknowledged_at: datetime | None
    acknowledged_by: str
    note: str


class ExportLine(msgspec.Struct, frozen=True, kw_only=True):
    """An export on its way."""

    id: UUID
    number: str
    who: str
    what: str
    title: str
    unmasked: bool
    why: str
    asked_at: datetime
    state: ExportState
    approvals: int
    needed: int
    rows: int | None
    expires_at: datetime | None
    downloads: int
    mine: bool
    mine_to_approve: bool


class Secrecy(msgspec.Struct, frozen=True, kw_only=True):
    """The page: what waits for approval, what was asked for, what is unusual. Empty where the reader has no part in it."""

    requests: list[RequestLine]
    own_requests: list[RequestLine]
    exports: list[ExportLine]
    alerts: list[AlertLine]
    numbers: list[Numbers]
    may_export: bool
    may_watch: bool
    may_approve: bool
    may_reveal: bool


class People:
    """Names of those a page speaks of."""

    def __init__(self, staff: dict[StaffId, Staff]) -> None:
        self._staff = staff

    @classmethod
    async def of(cls, read: ReadTx, ids: list[UUID]) -> "People":
        return cls(await people.staff_by_ids(read, ids))

    def __getitem__(self, staff_id: UUID | None) -> str:
        person = self._staff.get(StaffId(staff_id)) if staff_id else None
        return f"{person.number} {person.name}" if person else ""


def request_line(request: Request, known: People, actor: Actor) -> RequestLine:
    may = allowed(actor, "reveal.approve") is not None
    return RequestLine(
        id=request.id,
        who=known[request.staff_id],
        kind=request.kind,
        subject=request.subject,
        field=request.field,
        why=f"{REASONS[request.reason]}：{request.words}",
        asked_at=request.asked_at,
        expires_at=request.expires_at,
        approvals=len(request.approvers),
        mine=request.staff_id == actor.staff_id,
        mine_to_approve=may and actor.staff_id not in (request.staff_id, *request.approvers),
    )


def alert_line(alert: Alert, known: People) -> AlertLine:
    return AlertLine(
        id=alert.id,
        kind=alert.kind,
        title=ALERT_NAMES[alert.kind],
        who="系统" if alert.staff_id == HOUSE else known[alert.staff_id] or "纳税人",
        at=alert.at,
        count=alert.count,
        acknowledged_at=alert.acknowledged_at,
        acknowledged_by=known[alert.acknowledged_by],
        note=alert.note,
    )


def export_line(export: Export, known: People, actor: Actor, now: datetime) -> ExportLine:
    state = export.state(now)
    may = allowed(actor, "export.approve") is not None and state == "waiting"
    return ExportLine(
        id=export.id,
        number=export.number,
        who=known[export.staff_id],
        what=export.wish.what,
        title=EXPORT_NAMES[export.wish.what],
        unmasked=export.wish.unmasked,
        why=f"{REASONS[export.wish.reason]}：{export.wish.words}",
        asked_at=export.asked_at,
        state=state,
        approvals=len(export.approvers),
        needed=2 if export.wish.unmasked else 1,
        rows=export.rows,
        expires_at=export.expires_at,
        downloads=export.downloads,
        mine=export.staff_id == actor.staff_id,
        mine_to_approve=may and actor.staff_id not in (export.staff_id, *export.approvers),
    )
