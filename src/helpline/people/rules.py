"""Decisions of people: who fits where, when guessing is locked out, what a log-in has to do first."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from helpline.kit.refusal import Conflict, Forbidden, Invalid, Refused
from helpline.people.attempts import Guard, SignInOutcome
from helpline.people.model import (
    ADMINISTRATORS,
    ROLE_NAMES,
    Due,
    LoginTerms,
    Matching,
    NewStaff,
    Role,
    Skills,
    Staff,
)

CAPACITY_MAX = 20
LEVEL_MAX = 9
_NUMBER = re.compile("[0-9A-Za-z]{2,16}")


class Misplaced(Invalid):
    code = "misplaced"


class MatchedAlready(Conflict):
    code = "matched-already"


class PasswordDue(Forbidden):
    code = "password-due"


class SessionLocked(Refused):
    code, status = "session-locked", 423


class FactorDue(Forbidden):
    code = "second-factor-due"


_IN_PROVIDER = frozenset(
    {Role.CONSULTANT, Role.TEAM_LEAD, Role.INSPECTOR, Role.TECHNICIAN, Role.TRAINER, Role.PROVIDER_MANAGER}
)
_IN_TEAM = frozenset({Role.CONSULTANT, Role.TEAM_LEAD})
_IN_NO_PROVIDER = frozenset({Role.DISTRICT_OFFICER, Role.MUNICIPAL_OFFICER, *ADMINISTRATORS})


def check_hiring(person: NewStaff) -> None:
    """Whether somebody can be entered as described.

    Raises:
        Misplaced: the person's organisation does not fit the role.
        Invalid: number, name, level or capacity will not do.
    """
    if not _NUMBER.fullmatch(person.number):
        raise Invalid(f"工号“{person.number}”不合规：须为 2 至 16 位字母或数字。")
    if not person.name.strip():
        raise Invalid(f"工号 {person.number} 缺少姓名。")
    check_posting(person)
    check_skills(person.skills, person.chat_capacity)


def check_posting(person: NewStaff | Staff) -> None:
    """R14.1: each role has its place in the tiers, for the policy draws the scope from it.

    Raises:
        Misplaced: the person's organisation does not fit the role.
    """
    role, name = person.role, ROLE_NAMES[person.role]
    faults = {
        f"{name}必须属于一家服务商": role in _IN_PROVIDER and not person.provider_id,
        f"{name}必须编入班组": role in _IN_TEAM and not person.team_id,
        f"{name}不能属于服务商": role in _IN_NO_PROVIDER and bool(person.provider_id or person.team_id),
        f"{name}必须属于一个区": role is Role.DISTRICT_OFFICER and not person.district_id,
        "只有征管局人员属于区": role is not Role.DISTRICT_OFFICER and bool(person.district_id),
        f"{name}必须属于市局的一个处室": role is Role.MUNICIPAL_OFFICER and not person.office,
        f"{name}不能属于市局处室": bool(person.office) and role in _IN_PROVIDER | {Role.DISTRICT_OFFICER},
        "知识编辑属于服务商或市局，二者择一": bool(person.office and person.provider_id),
    }
    for sentence, is_so in faults.items():
        if is_so:
            raise Misplaced(f"工号 {person.number}：{sentence}。")


def check_skills(skills: Skills, chat_capacity: int) -> None:
    """Bounds of what a person can be asked.

    Raises:
        Invalid: the level or the number of dialogues at once is out of bounds.
    """
    if not 1 <= skills.max_level <= LEVEL_MAX:
        raise Invalid(f"技能等级须在 1 至 {LEVEL_MAX} 之间。")
    if not 0 <= chat_capacity <= CAPACITY_MAX:
        raise Invalid(f"同时接待数须在 0 至 {CAPACITY_MAX} 之间。")


def is_locked(guard: Guard, now: datetime) -> bool:
    """Whether a number is locked out."""
    return guard.locked_until is not None and now < guard.locked_until


def judge_sign_in(
    guard: Guard, *, matches: bool, now: datetime, terms: LoginTerms
) -> tuple[SignInOutcome, Guard]:
    """GB/T 22239, 8.1.4.1: wrong passwords in a row lock the number for a while.

    Failures older than the lock would last no longer count. A try while locked is refused whatever the
    password, and does not lengthen the lock.
    """
    if is_locked(guard, now):
        return "locked", guard
    if matches:
        return "accepted", Guard()
    is_stale = guard.locked_until or (guard.last_failed_at and now - guard.last_failed_at >= terms.lock_for)
    failures = 1 if is_stale else guard.failures + 1
    locked_until = now + terms.lock_for if failures >= terms.failures_allowed else None
    return "wrong", Guard(failures=failures, last_failed_at=now, locked_until=locked_until)


def is_password_due(set_at: datetime, *, is_given: bool, now: datetime, terms: LoginTerms) -> bool:
    """GB/T 22239, 8.1.4.1: a password that somebody else chose, or that is too old, is to be changed first."""
    days = terms.passwords.days
    return is_given or (days > 0 and now - set_at >= timedelta(days=days))


def check_open(due: Sequence[Due], *, is_locked: bool) -> None:
    """A log-in in which something is due is good for that alone; one that is locked for nothing but unlocking.

    Raises:
        SessionLocked: nobody sat there, or its owner locked it.
        PasswordDue: the password has to be changed first.
        FactorDue: a second factor has to be enrolled first.
    """
    if is_locked:
        raise SessionLocked("页面已锁定，请输入密码解锁后继续。没写完的内容都还在。")
    if "password" in due:
        raise PasswordDue("您的密码由管理员设定或已到期，请先在“我的账号”修改密码，再继续操作。")
    if "second_factor" in due:
        raise FactorDue("您的岗位须使用两步验证，请先在“我的账号”启用，再继续操作。")


def judge_code(worth: str, outcome: SignInOutcome) -> SignInOutcome:
    """What a try comes to whose password was right, by its code."""
    if outcome == "locked" or worth in ("not_needed", "right"):
        return outcome
    return "code_missing" if worth == "missing" else "code_wrong"


def make_way(current: Matching | None, new: Matching) -> Matching | None:
    """R14.1: what becomes of a district's present matching when a new one starts: it ends that day.

    Raises:
        MatchedAlready: that provider serves the district already, or the new one does not start later.
    """
    if current is None:
        return None
    if current.provider_id == new.provider_id:
        raise MatchedAlready("该区现由这家服务商服务，无需更改。")
    if new.since <= current.since:
        raise MatchedAlready(f"该区现有的对应关系自 {current.since} 起，新的须晚于这一天。")
    return msgspec.structs.replace(current, until=new.since)
