"""Nouns of cases."""

from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

import msgspec

CaseId = NewType("CaseId", UUID)

Kind = Literal["process", "operation"]
Outcome = Literal["answered", "later", "declined", "referred", "left"]

OUTCOME_NAMES: dict[Outcome, str] = {
    "answered": "已答复",
    "later": "事后答复",
    "declined": "不予受理",
    "referred": "转办",
    "left": "中途离开",
}


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """R3.1: filed under system × kind × topic."""

    id: CaseId
    number: str
    conversation_id: UUID | None
    channel: str
    opened_at: datetime
    asker: str
    question: str
    taxpayer_id: UUID | None
    district_id: UUID | None
    provider_id: UUID | None
    system: str | None
    kind: Kind | None
    topic: str | None
    summary: str
    owner: UUID | None
    outcome: Outcome | None
    closed_at: datetime | None


class Ownership(msgspec.Struct, frozen=True, kw_only=True):
    """R5.3: from `since` on `staff_id` answers for the case; `how` it came: queue, transfer or assigned."""

    staff_id: UUID
    since: datetime
    how: str
    from_staff: UUID | None


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """What the consultant fills in."""

    system: str | None = None
    kind: Kind | None = None
    topic: str | None = None
    summary: str = ""


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """R4.4: an answer promised for later."""

    id: UUID
    case_id: CaseId
    conversation_id: UUID | None
    owner: UUID
    phone: str | None
    promised_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str | None
    overdue_at: datetime | None


class DeclineReason(msgspec.Struct, frozen=True):
    """R5.4: a reason to decline, and the words that tell it to the taxpayer."""

    code: str
    text: str


DECLINE_REASONS = (
    DeclineReason(
        "policy",
        "您咨询的是税收政策问题，不属于办税软件的操作和流程咨询范围，请拨打 12366 纳税服务热线，由税务机关为您解答。",
    ),
    DeclineReason(
        "not_tax",
        "您咨询的事项与网上办税系统无关，不在我们的受理范围内，建议您联系对应的主管部门或服务单位。",
    ),
    DeclineReason(
        "authority",
        "这件事需要由主管税务机关审核或处理，我们无权代办，请联系主管税务所，或到办税服务厅办理。",
    ),
    DeclineReason(
        "other_software",
        "您使用的软件不在税务机关提供的办税系统之内，请联系该软件的服务商。",
    ),
    DeclineReason("abuse", "对话中出现了与咨询无关的内容，本次咨询先到这里。如需办税帮助，欢迎再来咨询。"),
)
