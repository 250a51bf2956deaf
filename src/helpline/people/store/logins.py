"""SQL of log-in: the guard against guessing, sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.people.attempts import Guard, SignIn
from helpline.people.model import (
    Actor,
    Device,
    Due,
    HeldSession,
    Role,
    Session,
    SessionEnd,
    SessionId,
    StaffId,
)


async def lock_guard(tx: Tx, number: str) -> Guard:
    """The guard of a number, made where there is none; tries for one number wait for each other."""
    row = await tx.fetchrow(
        """insert into sign_in_guard (number) values ($1) on conflict (number) do update set number = $1
           returning failures, last_failed_at, locked_until""",
        number,
    )
    return Guard(**dict(row)) if row else Guard()


async def save_guard(tx: Tx, number: str, guard: Guard) -> None:
    await tx.execute(
        "update sign_in_guard set failures = $2, last_failed_at = $3, locked_until = $4 where number = $1",
        number,
        guard.failures,
        guard.last_failed_at,
        guard.locked_until,
    )


async def clear_guards(tx: Tx, staff_ids: Sequence[UUID]) -> None:
    await tx.execute(
        """delete from sign_in_guard g using staff s where s.number = g.number and s.id = any($1::uuid[])""",
        list(staff_ids),
    )


async def record(tx: Tx, sign_in: SignIn) -> None:
    await tx.execute(
        """insert into sign_in (id, number, staff_id, outcome, at, address, agent, proving)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        sign_in.id,
        sign_in.number,
        sign_in.staff_id,
        sign_in.outcome,
        sign_in.at,
        sign_in.device.address,
        sign_in.device.agent,
        sign_in.proving,
    )


async def add_session(tx: Tx, session: Session, token_hash: bytes, due: Sequence[Due]) -> None:
    await tx.execute(
        """insert into staff_session
             (id, staff_id, token_hash, started_at, seen_at, expires_at, address, agent, due)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        session.id,
        session.staff_id,
        token_hash,
        session.started_at,
        session.seen_at,
        session.expires_at,
        session.device.address,
        session.device.agent,
        list(due),
    )


async def settle(tx: Tx, session_id: UUID, due: Due, token_hash: bytes) -> None:
    """What was due is done; from now on the session answers to another token."""
    await tx.execute(
        "update staff_session set due = array_remove(due, $2), token_hash = $3 where id = $1",
        session_id,
        due,
        token_hash,
    )


async def end_sessions(
    tx: Tx,
    staff_ids: Sequence[UUID],
    reason: SessionEnd,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
) -> list[tuple[SessionId, StaffId]]:
    """End these people's running sessions, all or `only` one or all `but` one; those that ended, each with its person."""
    rows = await tx.fetch(
        """update staff_session set ended_at = $2, end_reason = $3
           where staff_id = any($1::uuid[]) and ended_at is null and expires_at > $2
             and ($4::uuid is null or id = $4) and ($5::uuid is null or id <> $5) returning id, staff_id""",
        list(staff_ids),
        tx.now,
        reason,
        only,
        but,
    )
    return [(SessionId(row["id"]), StaffId(row["staff_id"])) for row in rows]


async def extend(tx: Tx, session_id: UUID, expires_at: datetime, at_most: timedelta) -> None:
    await tx.execute(
        """update staff_session set seen_at = $2, expires_at = least($3, started_at + $4::interval)
           where id = $1 and ended_at is null and expires_at > $2""",
        session_id,
        tx.now,
        expires_at,
        at_most,
    )


async def held(read: ReadTx, token_hash: bytes) -> HeldSession | None:
    """The session that answers to the token; None unless it and its person are still good."""
    row = await read.fetchrow(
        """select s.id as staff_id, t.id as session_id, s.number, s.name, s.role, s.provider_id, s.team_id,
             s.district_id, s.office, t.seen_at, t.due,
             t.locked_at is not null as is_locked
           from staff_session t join staff s on s.id = t.staff_id
           where t.token_hash = $1 and t.ended_at is null and t.expires_at > $2
             and s.active_since <= $2 and (s.active_until is null or s.active_until > $2)""",
        token_hash,
        read.now,
    )
    if row is None:
        return None
    fields = dict(row)
    seen_at, due, is_locked = fields.pop("seen_at"), tuple(fields.pop("due")), fields.pop("is_locked")
    actor = Actor(**{**fields, "role": Role(fields["role"])})
    return HeldSession(actor=actor, seen_at=seen_at, due=due, is_locked=is_locked)


async def sessions(read: ReadTx, staff_id: UUID) -> list[Session]:
    rows = await read.fetch(
        """select id, staff_id, started_at, seen_at, expires_at, address, agent from staff_session
           where staff_id = $1 and ended_at is null and expires_at > $2 order by seen_at desc""",
        staff_id,
        read.now,
    )
    return [_session(row) for row in rows]


async def is_locked(read: ReadTx, session_id: UUID) -> bool | None:
    """Whether a running session is locked; None where it runs no more."""
    found: bool | None = await read.fetchval(
        """select locked_at is not null from staff_session
           where id = $1 and ended_at is null and expires_at > $2""",
        session_id,
        read.now,
    )
    return found


async def save_lock(tx: Tx, session_id: UUID, *, locked: bool) -> bool:
    """Lock or unlock; False where it was so already."""
    changed = await tx.fetchval(
        """update staff_session set locked_at = case when $2 then $3::timestamptz end
           where id = $1 and (locked_at is not null) <> $2 returning 1""",
        session_id,
        locked,
        tx.now,
    )
    return changed is not None


def _session(row: Any) -> Session:
    fields = dict(row)
    device = Device(address=fields.pop("address"), agent=fields.pop("agent"))
    return Session(**fields, device=device)
