"""Log-in from the door to the record. Argon2 is done between two transactions, never inside one."""

from datetime import timedelta

from helpline.kit.db import Database
from helpline.kit.refusal import NotFound, Refused
from helpline.people import commands, passwords, queries, rules
from helpline.people.model import Actor, Attempt, Device, LoginTerms, SignedIn

SEEN_EVERY = timedelta(minutes=1)
"""How closely a session's use is recorded; a write at every request would cost more than it tells."""


class NotSignedIn(Refused):
    code, status = "not-signed-in", 401


class WrongPassword(Refused):
    code, status = "wrong-password", 401


class SignInLocked(Refused):
    code, status = "sign-in-locked", 429


async def sign_in(db: Database, number: str, password: str, *, device: Device, terms: LoginTerms) -> SignedIn:
    """Log somebody in. Wrong number and wrong password answer alike, in like time, and lock alike.

    Raises:
        WrongPassword: nobody here has that number and password.
        SignInLocked: too many wrong tries for this number.
    """
    async with db.reading() as read:
        checked_hash = await queries.password_hash(read, number)
    is_right = await passwords.matches(checked_hash, password)
    attempt = Attempt(number=number, checked_hash=checked_hash, matches=is_right, device=device)
    async with db.deed() as tx:
        result = await commands.sign_in(tx, attempt, terms)
    if isinstance(result, SignedIn):
        return result
    if result == "locked":
        minutes = int(terms.lock_for.total_seconds() // 60)
        raise SignInLocked(
            f"密码错误次数过多，该工号已暂停登录，请 {minutes} 分钟后再试，或联系管理员重设密码。"
        )
    raise WrongPassword("工号或密码不正确。")


async def actor_of(db: Database, token: str | None, terms: LoginTerms) -> Actor | None:
    """Who holds the session's token; None where nobody does. Its use prolongs the session."""
    if not token:
        return None
    async with db.reading() as read:
        found = await queries.actor_by_token(read, token)
        now = read.now
    if found is None:
        return None
    actor, seen_at = found
    if now - seen_at >= SEEN_EVERY:
        async with db.deed() as tx:
            await commands.extend_session(tx, actor.session_id, terms)
    return actor


async def require_actor(db: Database, token: str | None, terms: LoginTerms) -> Actor:
    """Who holds the session's token.

    Raises:
        NotSignedIn: nobody, or no more.
    """
    actor = await actor_of(db, token, terms)
    if actor is None:
        raise NotSignedIn("您尚未登录，或登录已过期。请重新登录。")
    return actor


async def set_password(db: Database, number: str, password: str) -> None:
    """Give whoever has the number a new password.

    Raises:
        NotFound: nobody has it.
        WeakPassword: the password is too easy.
    """
    async with db.reading() as read:
        person = await queries.staff_by_number(read, number)
    if person is None:
        raise NotFound(f"没有工号为 {number} 的人员。")
    rules.check_new_password(password, number)
    password_hash = await passwords.hash_password(password)
    async with db.deed() as tx:
        await commands.set_passwords(tx, {person.id: password_hash})
