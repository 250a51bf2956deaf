"""Deeds about the second factor. The password was asked for before, by `people.login`."""

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict, Invalid
from helpline.people import second_factor, tokens
from helpline.people.commands.logins import end_sessions
from helpline.people.model import Actor, LoginTerms, Staff
from helpline.people.second_factor import Enrolment
from helpline.people.store import factors as store
from helpline.people.store import logins

ISSUER = "税务咨询服务平台"


class FactorIsOn(Conflict):
    code = "second-factor-on"


class NoFactor(Conflict):
    code = "second-factor-off"


class WrongCode(Invalid):
    code = "wrong-code"


class FactorRequired(Conflict):
    code = "second-factor-required"


async def begin_factor(tx: Tx, actor: Actor) -> Enrolment:
    """A new secret for the person's phone; it counts once a code made from it was told.

    Raises:
        FactorIsOn: one counts already.
    """
    if await store.is_on(tx, actor.staff_id):
        raise FactorIsOn("两步验证已经启用。如要换手机，请先停用，再重新启用。")
    secret = second_factor.new_secret()
    await store.begin(tx, actor.staff_id, secret)
    return second_factor.enrolment(secret, actor.number, ISSUER)


async def confirm_factor(tx: Tx, actor: Actor, code: str) -> tuple[list[str], str]:
    """The first code: from now on one is asked for at the door. Recovery codes, and the session's new token.

    Raises:
        NoFactor: nothing was begun.
        WrongCode: the phone says something else.
    """
    factor = await store.of(tx, actor.staff_id)
    if factor is None or factor.confirmed_at is not None:
        raise NoFactor("没有正在进行的启用，请从头开始。")
    step = second_factor.step_of(factor, second_factor.tidy(code), tx.now)
    if step is None or not await store.take_step(tx, actor.staff_id, step):
        raise WrongCode("动态码不正确。请核对手机时间是否准确，再输入当前显示的六位数字。")
    await store.confirm(tx, actor.staff_id)
    await end_sessions(tx, [actor.staff_id], "everywhere", but=actor.session_id)
    token = tokens.new_token()
    await logins.settle(tx, actor.session_id, "second_factor", tokens.digest(token))
    await _record(tx, "people.second_factor_on", actor.number)
    return await renew_recovery_codes(tx, actor), token


async def renew_recovery_codes(tx: Tx, actor: Actor) -> list[str]:
    """Ten new codes; those before are worth nothing any more.

    Raises:
        NoFactor: there is nothing to recover.
    """
    if not await store.is_on(tx, actor.staff_id):
        raise NoFactor("两步验证还没有启用。")
    codes = second_factor.new_recovery_codes()
    await store.save_recovery_codes(
        tx, actor.staff_id, [second_factor.recovery_digest(each) for each in codes]
    )
    return codes


async def remove_factor(tx: Tx, actor: Actor, terms: LoginTerms) -> None:
    """The person does without.

    Raises:
        FactorRequired: the role may not.
        NoFactor: there is none.
    """
    if actor.role in terms.factor_roles:
        raise FactorRequired("您的岗位必须使用两步验证，不能停用。如要换手机，请联系安全管理员重置。")
    if not await store.remove(tx, actor.staff_id):
        raise NoFactor("两步验证还没有启用。")
    await _record(tx, "people.second_factor_off", actor.number)


async def reset_factor(tx: Tx, person: Staff, why: str) -> None:
    """R18.1: somebody lost the phone and the codes. The person's log-ins end; the reason is put on record.

    Raises:
        NoFactor: there is none.
    """
    if not await store.remove(tx, person.id):
        raise NoFactor(f"工号 {person.number} 没有启用两步验证，无需重置。")
    await end_sessions(tx, [person.id], "revoked")
    await _record(tx, "people.second_factor_reset", person.number, why)


async def _record(tx: Tx, deed: str, number: str, why: str = "") -> None:
    await audit.record(tx, Line(deed=deed, subject=Subject("staff", number), outcome="done", why=why))
