"""Deeds about passwords. Argon2 is asked before, by `people.login`: no transaction waits for it."""

from collections.abc import Mapping

from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict
from helpline.people import tokens
from helpline.people.commands.logins import end_sessions
from helpline.people.model import Actor, StaffId
from helpline.people.store import logins
from helpline.people.store import passwords as store
from helpline.people.terms import PasswordTerms


class ChangedMeanwhile(Conflict):
    code = "changed-meanwhile"


async def set_passwords(
    tx: Tx, hashes: Mapping[StaffId, str], *, is_given: bool = False, terms: PasswordTerms | None = None
) -> None:
    """Give people new passwords, as hashes. Their log-ins end; who was locked out may try again.

    `is_given`: somebody else chose it, so that the person has to change it at the next log-in.
    """
    keep = (terms or PasswordTerms()).history
    await store.save(tx, hashes, is_given=is_given, keep=keep)
    await logins.clear_guards(tx, list(hashes))
    await end_sessions(tx, list(hashes), "password_changed")


async def change_password(
    tx: Tx, actor: Actor, checked_hash: str | None, new_hash: str, terms: PasswordTerms
) -> str:
    """The person's own new password. The other log-ins end; this one goes on under the token returned.

    Raises:
        ChangedMeanwhile: the old password that was checked is not the one on record any more.
    """
    await logins.lock_guard(tx, actor.number)
    if checked_hash is None or checked_hash != await store.hash_of(tx, actor.number):
        raise ChangedMeanwhile("密码刚刚在别处改过，请重新登录后再试。")
    await store.save(tx, {actor.staff_id: new_hash}, is_given=False, keep=terms.history)
    await end_sessions(tx, [actor.staff_id], "password_changed", but=actor.session_id)
    token = tokens.new_token()
    await logins.settle(tx, actor.session_id, "password", tokens.digest(token))
    return token
