"""Deeds of log-in by an issuer. The issuer is asked before, by `people.journey`: no transaction waits for it."""

from typing import Literal
from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.people import rules
from helpline.people.attempts import Attempt, SignInOutcome
from helpline.people.commands import codes, logins
from helpline.people.model import Device, Due, LoginTerms, SignedIn, Staff
from helpline.people.openid import rules as openid_rules
from helpline.people.openid.model import Farewell, Issuer, Vouched
from helpline.people.store import factors as factors_store
from helpline.people.store import issuers as store
from helpline.people.store import logins as logins_store
from helpline.people.store import staff as staff_store

Stranger = Literal["stranger"]
"""Nobody here is meant, or nobody any more, or nobody of that bureau: told alike, on record apart."""


async def sign_in(
    tx: Tx, vouched: Vouched, device: Device, terms: LoginTerms, code: str = ""
) -> SignedIn | SignInOutcome | Stranger:
    """Let in whom the issuer vouches for, and record it. A failure is returned, not raised: it has to be committed.

    The guard of the number is asked, and counts wrong codes; a log-in that succeeds does not forget wrong passwords.
    """
    await store.lock(tx, vouched.issuer_id)
    issuer = await store.by_id(tx, vouched.issuer_id)
    found = await _meant(tx, issuer, vouched) if issuer else "no issuer"
    if isinstance(found, str):
        subject = Subject("issuer", str(vouched.issuer_id))
        await audit.record(tx, Line(deed="people.sign_in", subject=subject, outcome="refused", why=found))
        return "stranger"
    outcome = await _judge(tx, found, vouched, code, terms)
    if outcome == "accepted":
        outcome = await logins.unless_away(tx, found, terms)
    attempt = Attempt(number=found.number, checked_hash=None, matches=True, device=device, proving="issuer")
    await logins.record(tx, attempt, found, outcome)
    if outcome != "accepted":
        return outcome
    signed_in = await logins.open_session(tx, found, device, terms, await _due(tx, found, vouched, terms))
    await store.add_session(tx, signed_in.session.id, vouched)
    return signed_in


async def take_leave(tx: Tx, issuer: Issuer, farewell: Farewell | None) -> int:
    """End the log-ins of which the issuer takes leave (None: all it vouched for); open pages close at once. How many."""
    sessions = await store.sessions(tx, issuer.id, farewell)
    ended = 0
    for each in sessions:
        ended += await logins.end_sessions(tx, [each.staff_id], "issuer", only=each.session_id)
    detail = {"sessions": ended}
    line = Line(deed="people.issuer_logout", subject=Subject("issuer", str(issuer.id)), detail=detail)
    await audit.record(tx, line)
    return ended


async def _meant(tx: Tx, issuer: Issuer, vouched: Vouched) -> Staff | str:
    """R18.1: whom the issuer means. No account is made; the first time the 工号 tells. Else why not, in a word."""
    staff_id = await store.meant_by(tx, issuer.id, vouched.subject)
    if staff_id is None:
        by_number = await staff_store.by_number(tx, vouched.number) if vouched.number else None
        staff_id = by_number.id if by_number else None
        is_first = True
    else:
        is_first = False
    person = await staff_store.lock(tx, staff_id) if staff_id else None
    if person is None:
        return "unknown"
    if not person.is_active(tx.now):
        return "left"
    if not openid_rules.speaks_for(issuer, person):
        return "not of this bureau"
    if is_first and not await _link(tx, issuer.id, vouched, person):
        return "other subject"
    return person


async def _link(tx: Tx, issuer_id: UUID, vouched: Vouched, person: Staff) -> bool:
    if not await store.link(tx, vouched, person.id):
        return False
    detail = {"issuer": str(issuer_id)}
    line = Line(deed="people.vouching_begins", subject=Subject("staff", person.number), detail=detail)
    await audit.record(tx, line)
    return True


async def _judge(tx: Tx, person: Staff, vouched: Vouched, code: str, terms: LoginTerms) -> SignInOutcome:
    guard = await logins_store.lock_guard(tx, person.number)
    worth = "not_needed"
    if not vouched.is_strong and not rules.is_locked(guard, tx.now):
        worth = await codes.worth_of(tx, person.id, code)
    outcome, after = rules.judge_sign_in(guard, matches=worth != "wrong", now=tx.now, terms=terms)
    if outcome == "wrong":
        await logins_store.save_guard(tx, person.number, after)
    return rules.judge_code(worth, outcome)


async def _due(tx: Tx, person: Staff, vouched: Vouched, terms: LoginTerms) -> list[Due]:
    """A password is not due, for it was not asked; a second factor is, unless the issuer asked for one."""
    is_due = person.role in terms.factor_roles and not vouched.is_strong
    return ["second_factor"] if is_due and not await factors_store.is_on(tx, person.id) else []
