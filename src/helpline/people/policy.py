"""The one place that decides who may do what: role × scope × purpose (R14.1, R18.1).

A door asks `require(actor, deed)` for the `Scope` in which the deed is allowed; a store turns it into
conditions, or one thing is held against it with `covers`. A new deed is a line in `Deed` and one in `TABLE`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal
from uuid import UUID

import msgspec

from helpline.kit.refusal import Forbidden
from helpline.people.model import ROLE_NAMES, Actor, DistrictId, ProviderId, Role, StaffId, TeamId

Deed = Literal[
    "conversation.serve",
    "conversation.read",
    "presence.set",
    "queue.read",
    "queue.edit",
    "wallboard.read",
    "supervise",
    "case.read",
    "case.history",
    "case.edit",
    "case.close",
    "case.decline",
    "case.transfer",
    "follow_up.read",
    "follow_up.answer",
    "message.read",
    "message.answer",
    "rating.read",
    "recording.play",
    "measure.read",
    "measure.exclude",
    "knowledge.read",
    "knowledge.suggest",
    "knowledge.edit",
    "knowledge.publish",
    "taxpayer.read",
    "taxpayer.reveal",
    "taxpayer.edit",
    "taxpayer.import",
    "calendar.read",
    "calendar.edit",
    "term.read",
    "term.edit",
    "staff.read",
    "staff.edit",
    "organisation.read",
    "organisation.history",
    "organisation.edit",
    "issuer.edit",
    "token.edit",
    "account.read",
    "account.edit",
    "role.edit",
    "session.end_any",
    "audit.read",
    "reveal.approve",
    "export.make",
    "export.approve",
    "secrecy.watch",
]


class Purpose(StrEnum):
    """What a deed is for. Nobody gets a right 'just in case' (R18.1)."""

    SERVICE = "service"
    SUPERVISION = "supervision"
    KNOWLEDGE = "knowledge"
    REGISTER = "register"
    ADMINISTRATION = "administration"
    SECURITY = "security"


class Reach(StrEnum):
    """How far a right goes: one's own things, the team's, the provider's, the district's, the city's."""

    SELF = "self"
    TEAM = "team"
    PROVIDER = "provider"
    DISTRICT = "district"
    MUNICIPAL = "municipal"


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Where in the city a deed is allowed. Every filter that is set must match; None does not restrict."""

    staff_id: StaffId | None = None
    team_id: TeamId | None = None
    provider_id: ProviderId | None = None
    district_id: DistrictId | None = None

    @property
    def is_citywide(self) -> bool:
        return self == CITYWIDE


CITYWIDE = Scope()


class Grant(msgspec.Struct, frozen=True):
    """A right of a role. `offices` limits it to people of these offices of the municipal bureau (R20.1)."""

    reach: Reach
    offices: frozenset[str] = frozenset()


class Rule(msgspec.Struct, frozen=True):
    """A deed: what it is called in the refusal, what it is for, and who may."""

    wording: str
    purpose: Purpose
    grants: Mapping[Role, Grant]


_SELF, _TEAM, _PROVIDER = Grant(Reach.SELF), Grant(Reach.TEAM), Grant(Reach.PROVIDER)
_DISTRICT, _CITY = Grant(Reach.DISTRICT), Grant(Reach.MUNICIPAL)
_TECHNOLOGY = Grant(Reach.MUNICIPAL, frozenset({"technology"}))
_INFORMATION = Grant(Reach.MUNICIPAL, frozenset({"information_centre"}))
_CALENDAR_OFFICES = Grant(Reach.MUNICIPAL, frozenset({"technology", "taxpayer_service"}))

_CONSULTANT, _LEAD, _MANAGER = Role.CONSULTANT, Role.TEAM_LEAD, Role.PROVIDER_MANAGER
_INSPECTOR, _EDITOR = Role.INSPECTOR, Role.EDITOR
_OFFICER, _BUREAU = Role.DISTRICT_OFFICER, Role.MUNICIPAL_OFFICER
_SYSTEM, _SECURITY_ADMIN = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR
_AUDIT = Role.AUDIT_ADMINISTRATOR

# GB/T 22239, 8.1.5: who watches does nothing but watch.
_EVERYBODY = MappingProxyType({role: _CITY for role in Role if role is not _AUDIT})
_EVERYWHERE = MappingProxyType({role: _PROVIDER for role in Role if role is not _AUDIT})
_OWN_WORK = MappingProxyType({_CONSULTANT: _SELF, _LEAD: _TEAM})
_OVERSEEN = MappingProxyType({_MANAGER: _PROVIDER, _OFFICER: _DISTRICT, _BUREAU: _CITY})
_INSPECTED = MappingProxyType({_INSPECTOR: _PROVIDER, **_OVERSEEN})
_ON_DUTY = MappingProxyType({_CONSULTANT: _SELF, _LEAD: _SELF})
_COLLEAGUES = MappingProxyType({_CONSULTANT: _PROVIDER, _LEAD: _PROVIDER})

_SERVICE, _SUPERVISION, _KNOWLEDGE = Purpose.SERVICE, Purpose.SUPERVISION, Purpose.KNOWLEDGE
_REGISTER, _ADMINISTRATION, _SECURITY = Purpose.REGISTER, Purpose.ADMINISTRATION, Purpose.SECURITY

TABLE: Mapping[Deed, Rule] = MappingProxyType(
    {
        "conversation.serve": Rule("接待在线咨询", _SERVICE, _ON_DUTY),
        "conversation.read": Rule("查看对话", _SUPERVISION, {**_OWN_WORK, **_INSPECTED}),
        "presence.set": Rule("设置在岗状态", _SERVICE, _ON_DUTY),
        "queue.read": Rule("查看排队", _SERVICE, {**_COLLEAGUES, **_OVERSEEN}),
        "queue.edit": Rule("调整排队规则", _ADMINISTRATION, {_MANAGER: _PROVIDER, _BUREAU: _TECHNOLOGY}),
        "wallboard.read": Rule("查看监控看板", _SUPERVISION, {_LEAD: _TEAM, **_OVERSEEN}),
        "supervise": Rule("介入他人的咨询", _SUPERVISION, {_LEAD: _TEAM}),
        "case.read": Rule("查看受理单", _SUPERVISION, {**_OWN_WORK, **_INSPECTED}),
        "case.history": Rule("查看纳税人以往的受理单", _SERVICE, _COLLEAGUES),
        "case.edit": Rule("填写受理单", _SERVICE, _OWN_WORK),
        "case.close": Rule("办结受理单", _SERVICE, _OWN_WORK),
        "case.decline": Rule("作出不予受理", _SERVICE, _OWN_WORK),
        "case.transfer": Rule("移交受理单", _SERVICE, _OWN_WORK),
        "follow_up.read": Rule("查看事后答复", _SERVICE, {**_OWN_WORK, **_OVERSEEN}),
        "follow_up.answer": Rule("作事后答复", _SERVICE, _OWN_WORK),
        "message.read": Rule("查看留言", _SERVICE, {**_COLLEAGUES, **_INSPECTED}),
        "message.answer": Rule("答复留言", _SERVICE, _COLLEAGUES),
        "rating.read": Rule("查看评价", _SUPERVISION, {**_OWN_WORK, **_INSPECTED}),
        "recording.play": Rule("收听通话录音", _SUPERVISION, {**_OWN_WORK, **_INSPECTED}),
        "measure.read": Rule("查看话务指标", _SUPERVISION, {_LEAD: _PROVIDER, **_INSPECTED}),
        "measure.exclude": Rule("决定哪些来电不计入话务指标", _SUPERVISION, {_BUREAU: _CITY}),
        "knowledge.read": Rule("查阅知识库", _KNOWLEDGE, _EVERYBODY),
        "knowledge.suggest": Rule("对知识条目提意见", _KNOWLEDGE, _EVERYBODY),
        "knowledge.edit": Rule("编辑知识条目", _KNOWLEDGE, {_EDITOR: _CITY, _BUREAU: _INFORMATION}),
        "knowledge.publish": Rule("发布知识条目", _KNOWLEDGE, {_EDITOR: _CITY, _BUREAU: _INFORMATION}),
        "taxpayer.read": Rule("查看纳税人资料", _REGISTER, {**_COLLEAGUES, **_OVERSEEN}),
        "taxpayer.reveal": Rule("查看未脱敏的资料", _SERVICE, {**_COLLEAGUES, _OFFICER: _DISTRICT}),
        "taxpayer.edit": Rule("修改纳税人资料", _REGISTER, {_OFFICER: _DISTRICT, _BUREAU: _TECHNOLOGY}),
        "taxpayer.import": Rule("导入纳税人资料", _REGISTER, {_OFFICER: _DISTRICT, _BUREAU: _TECHNOLOGY}),
        "calendar.read": Rule("查看日历", _ADMINISTRATION, _EVERYBODY),
        "calendar.edit": Rule("修改日历", _ADMINISTRATION, {_BUREAU: _CALENDAR_OFFICES, _SYSTEM: _CITY}),
        "term.read": Rule("查看时限条款", _ADMINISTRATION, _EVERYBODY),
        "term.edit": Rule("修改时限条款", _ADMINISTRATION, {_BUREAU: _TECHNOLOGY}),
        "staff.read": Rule(
            "查看人员名单",
            _ADMINISTRATION,
            {**_COLLEAGUES, **_INSPECTED, _SECURITY_ADMIN: _CITY},
        ),
        "staff.edit": Rule("管理人员", _ADMINISTRATION, {_MANAGER: _PROVIDER, _SECURITY_ADMIN: _CITY}),
        "organisation.read": Rule(
            "查看机构",
            _ADMINISTRATION,
            {**_EVERYWHERE, _OFFICER: _DISTRICT, _BUREAU: _CITY, _SYSTEM: _CITY, _SECURITY_ADMIN: _CITY},
        ),
        "organisation.history": Rule(
            "查看机构沿革", _ADMINISTRATION, {**_OVERSEEN, _SYSTEM: _CITY, _SECURITY_ADMIN: _CITY}
        ),
        "organisation.edit": Rule("管理机构", _ADMINISTRATION, {_BUREAU: _TECHNOLOGY, _SYSTEM: _CITY}),
        "issuer.edit": Rule("管理统一身份认证", _ADMINISTRATION, {_SYSTEM: _CITY}),
        "token.edit": Rule("管理程序令牌", _ADMINISTRATION, {_SYSTEM: _CITY}),
        "account.read": Rule("查看账号", _SECURITY, {_SECURITY_ADMIN: _CITY}),
        "account.edit": Rule("管理账号", _SECURITY, {_SECURITY_ADMIN: _CITY}),
        "role.edit": Rule("调整岗位与权限", _SECURITY, {_SECURITY_ADMIN: _CITY}),
        "session.end_any": Rule("结束他人的登录", _SECURITY, {_SECURITY_ADMIN: _CITY}),
        "audit.read": Rule("查阅审计日志", _SECURITY, {_AUDIT: _CITY}),
        "reveal.approve": Rule(
            "批准查看未脱敏的资料", _SECURITY, {_MANAGER: _PROVIDER, _SECURITY_ADMIN: _CITY}
        ),
        "export.make": Rule("申请导出数据", _SUPERVISION, _OVERSEEN),
        "export.approve": Rule("批准导出数据", _SECURITY, {_SECURITY_ADMIN: _CITY}),
        "secrecy.watch": Rule("查看保密情况", _SECURITY, {_SECURITY_ADMIN: _CITY}),
    }
)


def allowed(actor: Actor, deed: Deed) -> Scope | None:
    """R18.1: the scope in which `actor` may do `deed`; None where not at all."""
    grant = TABLE[deed].grants.get(actor.role)
    if actor.deeds is not None and deed not in actor.deeds:
        return None
    if grant is None or (grant.offices and actor.office not in grant.offices):
        return None
    return _scope(actor, grant.reach)


def require(actor: Actor, deed: Deed) -> Scope:
    """R18.1: the scope in which `actor` may do `deed`.

    Raises:
        Forbidden: not at all.
    """
    scope = allowed(actor, deed)
    if scope is None:
        raise Forbidden(
            f"您的岗位（{ROLE_NAMES[actor.role]}）无权{TABLE[deed].wording}。如确需办理，请联系管理员。"
        )
    return scope


def covers(
    scope: Scope,
    *,
    provider_id: UUID | None = None,
    team_id: UUID | None = None,
    district_id: UUID | None = None,
    staff_id: UUID | None = None,
) -> bool:
    """R18.1: whether a thing of these owners lies in `scope`; what is nobody's lies in no narrow scope."""
    return (
        scope.provider_id in (None, provider_id)
        and scope.team_id in (None, team_id)
        and scope.district_id in (None, district_id)
        and scope.staff_id in (None, staff_id)
    )


def _scope(actor: Actor, reach: Reach) -> Scope | None:
    """The filters of a reach; None where the person does not belong to anything of that kind.

    One's own and the team's is bounded by the provider too: who changes provider leaves the old work behind.
    """
    scope: Scope | None = None
    if reach is Reach.MUNICIPAL:
        scope = CITYWIDE
    elif reach is Reach.SELF:
        scope = Scope(staff_id=actor.staff_id, provider_id=actor.provider_id)
    elif reach is Reach.TEAM and actor.team_id:
        scope = Scope(team_id=actor.team_id, provider_id=actor.provider_id)
    elif reach is Reach.PROVIDER and actor.provider_id:
        scope = Scope(provider_id=actor.provider_id)
    elif reach is Reach.DISTRICT and actor.district_id:
        scope = Scope(district_id=actor.district_id)
    return scope
