"""Nouns of people: the bureau, its districts, the providers, and everybody who works for them."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, NewType
from uuid import UUID

import msgspec

from helpline.people.terms import IssuerTerms, PasswordTerms

StaffId = NewType("StaffId", UUID)
SessionId = NewType("SessionId", UUID)
DistrictId = NewType("DistrictId", UUID)
HallId = NewType("HallId", UUID)
ProviderId = NewType("ProviderId", UUID)
DepartmentId = NewType("DepartmentId", UUID)
TeamId = NewType("TeamId", UUID)


class Role(StrEnum):
    """What a person is employed as; one each."""

    CONSULTANT = "consultant"
    TEAM_LEAD = "team_lead"
    INSPECTOR = "inspector"
    EDITOR = "editor"
    TECHNICIAN = "technician"
    TRAINER = "trainer"
    PROVIDER_MANAGER = "provider_manager"
    DISTRICT_OFFICER = "district_officer"
    MUNICIPAL_OFFICER = "municipal_officer"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


ROLE_NAMES: dict[Role, str] = {
    Role.CONSULTANT: "咨询员",
    Role.TEAM_LEAD: "班长",
    Role.INSPECTOR: "质检员",
    Role.EDITOR: "知识编辑",
    Role.TECHNICIAN: "上门技术人员",
    Role.TRAINER: "培训讲师",
    Role.PROVIDER_MANAGER: "服务商管理员",
    Role.DISTRICT_OFFICER: "征管局人员",
    Role.MUNICIPAL_OFFICER: "市局人员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
"""三权分立: who runs the platform, who gives rights, and who watches both are three people (GB/T 22239, 8.1.5)."""


class Tier(StrEnum):
    """R14.1: management is tiered. The tier of a person is where the person is employed."""

    MUNICIPAL = "municipal"
    DISTRICT = "district"
    PROVIDER = "provider"


class MunicipalBureau(msgspec.Struct, frozen=True, kw_only=True):
    """The city's tax bureau 市局; there is one."""

    name: str


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """R20.1: an office of the municipal bureau. `code` is the glossary's word: `information_centre`."""

    code: str
    name: str


class District(msgspec.Struct, frozen=True, kw_only=True):
    """A district and the bureau 征管局 in it. `code` has six digits (310104), `name` is 徐汇区."""

    id: DistrictId
    code: str
    name: str
    bureau_name: str


class Hall(msgspec.Struct, frozen=True, kw_only=True):
    """A tax service hall 办税服务厅 of a district."""

    id: HallId
    district_id: DistrictId
    name: str
    address: str


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """A contracted company 服务商."""

    id: ProviderId
    code: str
    name: str
    short_name: str


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """A provider serves a district from day `since` to before day `until` (None: it still does)."""

    district_id: DistrictId
    provider_id: ProviderId
    since: date
    until: date | None = None


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """A department of a provider, such as 咨询部."""

    id: DepartmentId
    provider_id: ProviderId
    name: str


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """A team of a provider's department, under a team lead."""

    id: TeamId
    provider_id: ProviderId
    department_id: DepartmentId
    name: str


class Skills(msgspec.Struct, frozen=True, kw_only=True):
    """What a person can be asked.

    `systems` are codes of the catalogue of R3.1, `languages` are codes such as `zh` and `en`; `max_level` is
    the hardest level of question, from 1.
    """

    systems: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh",)
    max_level: int = 1


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here. `number` is the 工号; active from `active_since` to before `active_until`."""

    id: StaffId
    number: str
    name: str
    role: Role
    active_since: datetime
    active_until: datetime | None = None
    provider_id: ProviderId | None = None
    team_id: TeamId | None = None
    district_id: DistrictId | None = None
    office: str | None = None
    skills: Skills = Skills()
    chat_capacity: int = 0

    def is_active(self, now: datetime) -> bool:
        return self.active_since <= now and (self.active_until is None or now < self.active_until)


class NewStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be hired. Where each role belongs: `rules.check_place`."""

    number: str
    name: str
    role: Role
    provider_id: ProviderId | None = None
    team_id: TeamId | None = None
    district_id: DistrictId | None = None
    office: str | None = None
    skills: Skills = Skills()
    chat_capacity: int = 0


class StaffFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which staff to list: `after` is the number that ended the page before."""

    role: Role | None = None
    after: str = ""
    limit: int = 100


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in person who knocks at a door. What the actor may do is asked of `people.policy`."""

    staff_id: StaffId
    session_id: SessionId
    number: str
    name: str
    role: Role
    provider_id: ProviderId | None = None
    team_id: TeamId | None = None
    district_id: DistrictId | None = None
    office: str | None = None
    deeds: frozenset[str] | None = None
    """A program's: no more than these; None: whatever the role may."""

    @property
    def tier(self) -> Tier:
        if self.provider_id is not None:
            return Tier.PROVIDER
        return Tier.DISTRICT if self.district_id is not None else Tier.MUNICIPAL


Proving = Literal["sign_in", "issuer", "password_change", "unlock", "second_factor", "token"]
"""What for: to come in (`issuer`: vouched for, without a password), or before what a thief of the session must not do."""
SessionEnd = Literal[
    "signed_out", "everywhere", "password_changed", "deactivated", "revoked", "moved", "absent", "issuer"
]
Due = Literal["password", "second_factor"]
"""What has to be done in a log-in before anything else works."""


class LoginTerms(msgspec.Struct, frozen=True, kw_only=True):
    """How log-in is guarded: `failures_allowed` wrong passwords in a row lock a number for `lock_for`."""

    failures_allowed: int = 5
    lock_for: timedelta = timedelta(minutes=15)
    session_for: timedelta = timedelta(hours=12)
    session_at_most: timedelta = timedelta(hours=24)
    """A session ends when it was not used for `session_for`, and so long after it began however much it is used."""
    idle_for: timedelta = timedelta(minutes=15)
    """A page that nobody touched for so long is covered; nought: never."""
    token_at_most: timedelta = timedelta(days=180)
    """A program's token is issued for no longer."""
    cookie_secure: bool = False
    passwords: PasswordTerms = PasswordTerms()
    factor_roles: frozenset[Role] = frozenset()
    """Who must tell a code from the phone as well."""
    issuers: IssuerTerms = IssuerTerms()
    on_leave: bool = False  # R18.1: whether somebody on leave may log in


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """Where a log-in comes from: network address and the browser's own description."""

    address: str = ""
    agent: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A log-in that runs."""

    id: SessionId
    staff_id: StaffId
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    device: Device


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """A running log-in as its holder knocks with it. `due`: what comes before anything else."""

    actor: Actor
    seen_at: datetime
    due: tuple[Due, ...] = ()
    is_locked: bool = False


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A log-in that succeeded. `token` goes into the cookie and nowhere else."""

    session: Session
    staff: Staff
    token: str
    due: tuple[Due, ...] = ()


def session_topic(session_id: SessionId) -> str:
    """The live topic that is stirred when the session ends early."""
    return f"session:{session_id}"
