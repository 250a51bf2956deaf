"""Log-in from the door to the record. Argon2 is done between two transactions, never inside one."""

from datetime import timedelta
from uuid import UUID

import msgspec

from helpline.kit.db import Database
from helpline.kit.refusal import Invalid, NotFound, Refused
from helpline.people import commands, passwords, queries, rules, strength
from helpline.people.attempts import Attempt
from helpline.people.model import Actor, Device, HeldSession, LoginTerms, Proving, SignedIn
from helpline.people.terms import PasswordTerms

SEEN_EVERY = timedelta(minutes=1)
"""How closely a session's use is recorded; a write at every request would cost more than it tells."""


class NotSignedIn(Refused):
    code, status = "not-signed-in", 401


class WrongPassword(Refused):
    code, status = "wrong-password", 401


class CodeNeeded(Refused):
    code, status = "code-needed", 401


class WrongCode(Refused):
    code, status = "wrong-code", 401


class IssuerOnly(Refused):
    code, status = "issuer-only", 403


class OnLeave(Refused):
    code, status = "on-leave", 403


class SignInLocked(Refused):
    code, status = "sign-in-locked", 429


class NotProven(Invalid):
    code = "wrong-password"


class UsedBefore(Invalid):
    code = "password-used-before"


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What the password is asked for, from which device, under which terms."""

    proving: Proving
    device: Device
    terms: LoginTerms


async def sign_in(
    db: Database, number: str, password: str, *, device: Device, terms: LoginTerms, code: str = ""
) -> SignedIn:
    """Log somebody in. Wrong number and wrong password answer alike, in like time, and lock alike.

    Raises:
        WrongPassword: nobody here has that number and password.
        CodeNeeded: the password is right, and the person has a second factor.
        WrongCode: the code is wrong or was used; it counts as a wrong try.
        SignInLocked: too many wrong tries for this number.
        IssuerOnly: the password is right, and the bureau wants its own log-in used.
        OnLeave: the password is right, but the person is on leave.
    """
    async with db.reading() as read:
        checked_hash = await queries.password_hash(read, number)
    is_right = await passwords.matches(checked_hash, password)
    attempt = Attempt(number=number, checked_hash=checked_hash, matches=is_right, device=device, code=code)
    async with db.deed() as tx:
        result = await commands.sign_in(tx, attempt, terms)
    if isinstance(result, SignedIn):
        return result
    if result == "locked":
        raise locked(terms)
    if result == "issuer_only":
        raise IssuerOnly("您所在单位要求用统一身份登录，请点下面本单位的登录按钮。")
    if result == "on_leave":
        raise on_leave()
    if result == "code_missing":
        raise CodeNeeded("请输入手机上显示的六位动态码，或一个恢复码。")
    if result == "code_wrong":
        raise WrongCode("动态码不正确或已用过，请等下一个动态码出现再输入。")
    raise WrongPassword("工号或密码不正确。")


async def held(db: Database, token: str | None, terms: LoginTerms) -> HeldSession | None:
    """The session that answers to the token; None where there is none. Its use prolongs it."""
    if not token:
        return None
    async with db.reading() as read:
        found = await queries.held_session(read, token)
        now = read.now
    if found is not None and now - found.seen_at >= SEEN_EVERY:
        async with db.deed() as tx:
            await commands.extend_session(tx, found.actor.session_id, terms)
    return found


async def require_held(db: Database, token: str | None, terms: LoginTerms) -> HeldSession:
    """The session that answers to the token, whatever is due in it.

    Raises:
        NotSignedIn: there is none, or no more.
    """
    found = await held(db, token, terms)
    if found is None:
        raise NotSignedIn("您尚未登录，或登录已过期。请重新登录。")
    return found


async def require_actor(db: Database, token: str | None, terms: LoginTerms) -> Actor:
    """Who holds the session's token.

    Raises:
        NotSignedIn: nobody, or no more.
        SessionLocked, PasswordDue, FactorDue: something has to be done first.
    """
    found = await require_held(db, token, terms)
    rules.check_open(found.due, is_locked=found.is_locked)
    return found.actor


async def prove(db: Database, actor: Actor, password: str, trial: Trial) -> str | None:
    """Ask for the password once more; a failure counts for the lock-out as at the door. The hash it was held against.

    Raises:
        NotProven: it is wrong.
        SignInLocked: too many wrong tries for this number.
    """
    async with db.reading() as read:
        checked_hash = await queries.password_hash(read, actor.number)
    is_right = await passwords.matches(checked_hash, password)
    attempt = Attempt(
        number=actor.number,
        checked_hash=checked_hash,
        matches=is_right,
        device=trial.device,
        proving=trial.proving,
    )
    async with db.deed() as tx:
        outcome, _ = await commands.judge(tx, attempt, trial.terms)
    if outcome == "locked":
        raise locked(trial.terms)
    if outcome != "accepted":
        raise NotProven("当前密码不正确，请重新输入。")
    return checked_hash


async def unlock(db: Database, actor: Actor, password: str, trial: Trial) -> None:
    """Whoever is there knows the password: the page goes on where it was.

    Raises:
        NotProven, SignInLocked: it is wrong.
    """
    await prove(db, actor, password, trial)
    async with db.deed() as tx:
        await commands.unlock_session(tx, actor)


async def change_password(db: Database, actor: Actor, old: str, new: str, trial: Trial) -> str:
    """The person's own new password; the session's new token. All other log-ins of the person end.

    Raises:
        NotProven, SignInLocked: the old one is wrong.
        WeakPassword: the new one is too easy.
        UsedBefore: the new one is among the last few.
    """
    rules_of = trial.terms.passwords
    strength.check_new_password(new, actor.number, actor.name, rules_of)
    checked_hash = await prove(db, actor, old, trial)
    await _check_not_used_before(db, actor.staff_id, new, rules_of)
    new_hash = await passwords.hash_password(new)
    async with db.deed() as tx:
        return await commands.change_password(tx, actor, checked_hash, new_hash, rules_of)


async def set_password(
    db: Database, number: str, password: str, terms: PasswordTerms | None = None, *, why: str = ""
) -> None:
    """Give whoever has the number a password; it has to be changed at the next log-in. `why` is put on record.

    Raises:
        NotFound: nobody has it.
        WeakPassword: the password is too easy.
        UsedBefore: it is among the person's last few.
    """
    terms = terms or PasswordTerms()
    async with db.reading() as read:
        person = await queries.staff_by_number(read, number)
    if person is None:
        raise NotFound(f"没有工号为 {number} 的人员。")
    strength.check_new_password(password, number, person.name, terms)
    await _check_not_used_before(db, person.id, password, terms)
    password_hash = await passwords.hash_password(password)
    async with db.deed() as tx:
        await commands.set_passwords(tx, {person.id: password_hash}, is_given=True, terms=terms)
        await commands.note_given(tx, person, why)


async def _check_not_used_before(db: Database, staff_id: UUID, password: str, terms: PasswordTerms) -> None:
    async with db.reading() as read:
        latest = await queries.latest_passwords(read, staff_id, terms.history)
    for password_hash in latest:
        if await passwords.matches(password_hash, password):
            raise UsedBefore(f"新密码不能与最近 {terms.history} 次用过的相同，请换一个。")


def on_leave() -> OnLeave:
    """The refusal of who is on leave."""
    return OnLeave("您正在休假，休假期间不能登录。如已返岗，请联系管理员销假后再登录。")


def locked(terms: LoginTerms) -> SignInLocked:
    """What somebody is told whose number is locked, whichever way he came."""
    minutes = int(terms.lock_for.total_seconds() // 60)
    return SignInLocked(
        f"密码错误次数过多，该工号已暂停登录，请 {minutes} 分钟后再试，或联系管理员重设密码。"
    )
