"""Deeds of log-in. Argon2 is asked before, by `people.login`: no transaction waits for it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from helpline.people import rules, tokens
from helpline.people.events import SessionEnded
from helpline.people.model import (
    Actor,
    Attempt,
    Device,
    LoginTerms,
    Session,
    SessionEnd,
    SessionId,
    SignedIn,
    SignIn,
    SignInOutcome,
    Staff,
    StaffId,
    session_topic,
)
from helpline.people.store import logins as store
from helpline.people.store import staff as staff_store


class UnknownSession(NotFound):
    code = "unknown-session"


async def sign_in(tx: Tx, attempt: Attempt, terms: LoginTerms) -> SignedIn | SignInOutcome:
    """Judge a try and record it. A failure is returned, not raised: it has to be committed to count."""
    guard = await store.lock_guard(tx, attempt.number)
    # A password changed or a person gone since the check makes the check worthless.
    is_right = attempt.matches and attempt.checked_hash == await store.password_hash(tx, attempt.number)
    outcome, guard = rules.judge_sign_in(guard, matches=is_right, now=tx.now, terms=terms)
    await store.save_guard(tx, attempt.number, guard)
    person = await staff_store.by_number(tx, attempt.number)
    await store.record(
        tx,
        SignIn(
            id=new_id(),
            number=attempt.number,
            staff_id=person.id if person else None,
            outcome=outcome,
            at=tx.now,
            device=attempt.device,
        ),
    )
    await audit.record(tx, _line(person, outcome))
    if person is None or outcome != "accepted":
        return outcome
    return await _open_session(tx, person, attempt.device, terms)


def _line(person: Staff | None, outcome: SignInOutcome) -> Line:
    """R18.1: a try leaves its line, a wrong one too. A number that nobody has is not written down: it may be a password."""
    return Line(
        deed="people.sign_in",
        subject=Subject("staff", person.number if person else ""),
        outcome="done" if outcome == "accepted" else "refused",
        why="" if outcome == "accepted" else outcome,
    )


async def set_passwords(tx: Tx, hashes: Mapping[StaffId, str]) -> None:
    """Give people new passwords, as hashes. Their log-ins end; who was locked out may try again."""
    await store.save_passwords(tx, hashes)
    await store.clear_guards(tx, list(hashes))
    await end_sessions(tx, list(hashes), "password_changed")


async def extend_session(tx: Tx, session_id: UUID, terms: LoginTerms) -> None:
    """The session was used: it lasts from now again."""
    await store.extend(tx, session_id, tx.now + terms.session_for)


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


async def sign_out_everywhere(tx: Tx, actor: Actor) -> None:
    """End all log-ins of the person, this one too."""
    await end_sessions(tx, [actor.staff_id], "everywhere")


async def end_sessions(
    tx: Tx, staff_ids: Sequence[UUID], reason: SessionEnd, *, only: UUID | None = None
) -> int:
    """End running log-ins and let those know who hold something open for them; the number ended."""
    ended = await store.end_sessions(tx, staff_ids, reason, only=only)
    for session_id, staff_id in ended:
        tx.stir(session_topic(session_id))
        tx.announce(SessionEnded(session_id=session_id, staff_id=staff_id, reason=reason))
    return len(ended)


async def _open_session(tx: Tx, person: Staff, device: Device, terms: LoginTerms) -> SignedIn:
    token = tokens.new_token()
    session = Session(
        id=SessionId(new_id()),
        staff_id=person.id,
        started_at=tx.now,
        seen_at=tx.now,
        expires_at=tx.now + terms.session_for,
        device=device,
    )
    await store.add_session(tx, session, tokens.digest(token))
    return SignedIn(session=session, staff=person, token=token)
