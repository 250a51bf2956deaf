"""Nouns of secrecy."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.people.policy import Scope

SubjectKind = Literal["taxpayer", "contact", "conversation", "message", "follow_up"]
Field = Literal["name", "tax_number", "identity_number", "address", "phone", "email", "asker", "credit_code"]

FIELDS: dict[SubjectKind, tuple[Field, ...]] = {
    "taxpayer": ("name", "tax_number", "identity_number", "address"),
    "contact": ("name", "phone", "email"),
    "conversation": ("asker", "phone", "credit_code"),
    "message": ("name", "phone"),
    "follow_up": ("phone",),
}

Reason = Literal["verify", "call_back", "find_taxpayer", "complaint", "other"]
REASONS: dict[Reason, str] = {
    "verify": "核对来访人身份",
    "call_back": "回电或事后答复",
    "find_taxpayer": "在办税系统中查找该户",
    "complaint": "处理投诉或质检",
    "other": "其他",
}

Path = Literal["at_hand", "approved"]
AlertKind = Literal[
    "many_reveals", "many_looks", "at_night", "outside_cases", "infected_file", "recording_not_kept"
]
ALERT_NAMES: dict[AlertKind, str] = {
    "many_reveals": "一小时内查看明文过多",
    "many_looks": "一小时内翻看纳税人过多",
    "at_night": "夜间查看明文过多",
    "outside_cases": "经批准查看非本人经办的资料过多",
    "infected_file": "有人发来含恶意程序的文件，已拒收",
    "recording_not_kept": "通话录音无法入库，暂存在话务节点，系统在反复重试",
}
HOUSE = UUID(int=11)
"""Whose alerts of the platform itself are: no person's."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """One field of one thing, and why somebody must see it."""

    kind: SubjectKind
    subject: UUID
    field: Field
    reason: Reason
    words: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The clear value, and whose it is. `at_hand`: it belongs to a matter that the asker answers for now."""

    value: str
    at_hand: bool
    provider_id: UUID | None = None
    district_id: UUID | None = None


class Revealed(msgspec.Struct, frozen=True, kw_only=True):
    """Told once. The page shows it under a watermark of `number`, `name` and `at`, for `shown_for` seconds."""

    value: str
    number: str
    name: str
    at: datetime
    shown_for: int


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asks to see what is not of a matter at hand; two others must agree before `expires_at`."""

    id: UUID
    staff_id: UUID
    provider_id: UUID | None
    kind: SubjectKind
    subject: UUID
    field: Field
    reason: Reason
    words: str
    asked_at: datetime
    expires_at: datetime
    used_at: datetime | None
    approvers: tuple[UUID, ...] = ()


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What one person looked at lately, by the windows of the terms."""

    reveals_last_hour: int = 0
    looks_last_hour: int = 0
    reveals_at_night: int = 0
    outside_cases_today: int = 0


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Unusual browsing, for the security administrator. One for each kind, person and day."""

    id: UUID
    kind: AlertKind
    staff_id: UUID
    at: datetime
    count: int
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None
    note: str = ""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """How many texts of a kind hold numbers of a sort, and how many numbers; which ones is kept nowhere."""

    kind: str
    sort: str
    texts: int
    numbers: int


ExportKind = Literal["taxpayers", "cases", "messages"]
EXPORT_NAMES: dict[ExportKind, str] = {"taxpayers": "纳税人登记", "cases": "受理单", "messages": "留言"}
ExportState = Literal["waiting", "refused", "making", "ready", "expired"]


class ExportWish(msgspec.Struct, frozen=True, kw_only=True):
    """What to export and why. `since` and `until` are days of cases and messages; `unmasked` needs two approvals."""

    what: ExportKind
    reason: Reason
    words: str
    text: str = ""
    since: date | None = None
    until: date | None = None
    unmasked: bool = False


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export on its way. `serial` is what its mark carries."""

    id: UUID
    serial: int
    staff_id: UUID
    wish: ExportWish
    scope: Scope
    asked_at: datetime
    refused_at: datetime | None = None
    made_at: datetime | None = None
    expires_at: datetime | None = None
    rows: int | None = None
    approvers: tuple[UUID, ...] = ()
    downloads: int = 0

    @property
    def number(self) -> str:
        """DC-000017."""
        return f"DC-{self.serial:06d}"

    def state(self, now: datetime) -> ExportState:
        """Where it stands."""
        if self.refused_at is not None:
            return "refused"
        if self.expires_at is not None and now >= self.expires_at:
            return "expired"
        if self.made_at is not None:
            return "ready"
        return "making" if len(self.approvers) >= (2 if self.wish.unmasked else 1) else "waiting"


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """Where a copied piece comes from, and what gave it away: marked rows and invented names."""

    export: str
    who: str
    asked_at: datetime
    why: str
    marks: int
    canaries: int
