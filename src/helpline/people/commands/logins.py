"""Deeds of log-in. Argon2 is asked before, by `people.login`: no transaction waits for it."""

from collections.abc import Sequence
from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit import errand
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from helpline.people import rules, tokens
from helpline.people.attempts import Attempt, SignIn, SignInOutcome
from helpline.people.commands import codes
from helpline.people.events import SessionEnded, SessionLocked
from helpline.people.model import (
    Actor,
    Device,
    Due,
    LoginTerms,
    Proving,
    Session,
    SessionEnd,
    SessionId,
    SignedIn,
    Staff,
    session_topic,
)
from helpline.people.openid import rules as openid_rules
from helpline.people.store import career as career_store
from helpline.people.store import factors as factors_store
from helpline.people.store import issuers as issuers_store
from helpline.people.store import logins as store
from helpline.people.store import passwords as passwords_store
from helpline.people.store import staff as staff_store


class UnknownSession(NotFound):
    code = "unknown-session"


async def sign_in(tx: Tx, attempt: Attempt, terms: LoginTerms) -> SignedIn | SignInOutcome:
    """Judge a try and record it. A failure is returned, not raised: it has to be committed to count."""
    outcome, person = await judge(tx, attempt, terms)
    if person is None or outcome != "accepted":
        return outcome
    return await open_session(tx, person, attempt.device, terms, await _due(tx, person, terms))


async def judge(tx: Tx, attempt: Attempt, terms: LoginTerms) -> tuple[SignInOutcome, Staff | None]:
    """Hold a try against the guard of its number, and record it; what came of it, and who has the number."""
    guard = await store.lock_guard(tx, attempt.number)
    person = await staff_store.by_number(tx, attempt.number)
    # A password changed or a person gone since the check makes the check worthless.
    is_right = attempt.matches and attempt.checked_hash == await passwords_store.hash_of(tx, attempt.number)
    is_locked = rules.is_locked(guard, tx.now)
    worth = "not_needed"
    if person and is_right and attempt.proving == "sign_in" and not is_locked:
        worth = await codes.worth_of(tx, person.id, attempt.code)
    outcome, after = rules.judge_sign_in(
        guard, matches=is_right and worth != "wrong", now=tx.now, terms=terms
    )
    outcome = rules.judge_code(worth, outcome)
    # A right password without a code neither counts as a failure nor forgets those before: else codes could be guessed.
    await store.save_guard(tx, attempt.number, guard if outcome == "code_missing" else after)
    if outcome == "accepted" and person and attempt.proving == "sign_in":
        outcome = (
            "issuer_only" if await _must_use_issuer(tx, person) else await unless_away(tx, person, terms)
        )
    await record(tx, attempt, person, outcome)
    return outcome, person


async def unless_away(tx: Tx, person: Staff, terms: LoginTerms) -> SignInOutcome:
    """R18.1: who is on leave has nothing to look at, unless the bureau allows it."""
    return "on_leave" if not terms.on_leave and await career_store.is_away(tx, person.id) else "accepted"


async def _must_use_issuer(tx: Tx, person: Staff) -> bool:
    issuer = await issuers_store.of_bureau(tx, person.district_id) if person.provider_id is None else None
    return openid_rules.must_use_issuer(issuer, person)


async def record(tx: Tx, attempt: Attempt, person: Staff | None, outcome: SignInOutcome) -> None:
    """Keep a try, and put it on record."""
    await store.record(
        tx,
        SignIn(
            id=new_id(),
            number=attempt.number,
            staff_id=person.id if person else None,
            outcome=outcome,
            at=tx.now,
            device=attempt.device,
            proving=attempt.proving,
        ),
    )
    if person is not None and outcome == "accepted":
        errand.refine(kind="staff", id=person.id, number=person.number, role=person.role.value)
    await audit.record(tx, _line(person, attempt.proving, outcome))


def _line(person: Staff | None, proving: Proving, outcome: SignInOutcome) -> Line:
    """R18.1: a try leaves its line, a wrong one too. A number that nobody has is not written down: it may be a password."""
    return Line(
        deed="people.sign_in" if proving in ("sign_in", "issuer") else "people.prove",
        subject=Subject("staff", person.number if person else ""),
        outcome="done" if outcome == "accepted" else "refused",
        why="" if outcome == "accepted" else outcome,
        detail={"by": "issuer"} if proving == "issuer" else {},
    )


async def extend_session(tx: Tx, session_id: UUID, terms: LoginTerms) -> None:
    """The session was used: it lasts from now again, within its greatest age."""
    await store.extend(tx, session_id, tx.now + terms.session_for, terms.session_at_most)


async def lock_session(tx: Tx, actor: Actor, *, is_idle: bool) -> None:
    """Cover all pages of this log-in. `is_idle`: nobody touched them for too long, so nobody is there to be prompted."""
    if await store.save_lock(tx, actor.session_id, locked=True):
        tx.stir(session_topic(actor.session_id))
        tx.announce(SessionLocked(session_id=actor.session_id, staff_id=actor.staff_id, is_idle=is_idle))


async def unlock_session(tx: Tx, actor: Actor) -> None:
    """Show all pages of this log-in again; the password was asked for before."""
    if await store.save_lock(tx, actor.session_id, locked=False):
        tx.stir(session_topic(actor.session_id))


async def sign_out(tx: Tx, actor: Actor) -> None:
    """End the log-in by which the person came."""
    await end_sessions(tx, [actor.staff_id], "signed_out", only=actor.session_id)


async def end_session(tx: Tx, actor: Actor, session_id: UUID) -> None:
    """End another log-in of the same person.

    Raises:
        UnknownSession: the person has no such log-in running.
    """
    if not await end_sessions(tx, [actor.staff_id], "signed_out", only=session_id):
        raise UnknownSession("这个登录已经结束。")


async def end_sessions_of(tx: Tx, person: Staff, why: str, *, only: UUID | None = None) -> int:
    """R18.1: end somebody else's log-ins, all or `only` one; the reason is put on record. How many there were.

    Raises:
        UnknownSession: none of them runs.
    """
    ended = await end_sessions(tx, [person.id], "revoked", only=only)
    if not ended:
        raise UnknownSession(f"工号 {person.number} 没有这样的登录，或已经结束。")
    subject = Subject("staff", person.number)
    await audit.record(tx, Line(deed="people.end_sessions", subject=subject, outcome="done", why=why))
    return ended


async def sign_out_everywhere(tx: Tx, actor: Actor) -> None:
    """End all log-ins of the person, this one too."""
    await end_sessions(tx, [actor.staff_id], "everywhere")


async def sign_out_elsewhere(tx: Tx, actor: Actor) -> int:
    """End all other log-ins of the person; how many there were."""
    return await end_sessions(tx, [actor.staff_id], "everywhere", but=actor.session_id)


async def end_sessions(
    tx: Tx,
    staff_ids: Sequence[UUID],
    reason: SessionEnd,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
) -> int:
    """End running log-ins and let those know who hold something open for them; the number ended."""
    ended = await store.end_sessions(tx, staff_ids, reason, only=only, but=but)
    for session_id, staff_id in ended:
        tx.stir(session_topic(session_id))
        tx.announce(SessionEnded(session_id=session_id, staff_id=staff_id, reason=reason))
    return len(ended)


async def open_session(
    tx: Tx, person: Staff, device: Device, terms: LoginTerms, due: Sequence[Due]
) -> SignedIn:
    """A log-in begins; `due` comes before anything else in it."""
    token = tokens.new_token()
    session = Session(
        id=SessionId(new_id()),
        staff_id=person.id,
        started_at=tx.now,
        seen_at=tx.now,
        expires_at=tx.now + min(terms.session_for, terms.session_at_most),
        device=device,
    )
    await store.add_session(tx, session, tokens.digest(token), due)
    return SignedIn(session=session, staff=person, token=token, due=tuple(due))


async def _due(tx: Tx, person: Staff, terms: LoginTerms) -> list[Due]:
    """What the person has to do in this log-in before anything else."""
    due: list[Due] = []
    age = await passwords_store.age_of(tx, person.id)
    if age and rules.is_password_due(age[0], is_given=age[1], now=tx.now, terms=terms):
        due.append("password")
    if person.role in terms.factor_roles and not await factors_store.is_on(tx, person.id):
        due.append("second_factor")
    return due
