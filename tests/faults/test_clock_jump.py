"""The machine's clock jumps: no clock is missed, none fires early by more than the jump, nobody is thrown out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.deadlines.ticker import Ticker
from helpline.kit.clock import ShiftedClock, SystemClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people import login
from helpline.people.model import Device, LoginTerms
from tests.support.people import PASSWORD
from tests.support.waiting import until

HOUR = timedelta(hours=1)
LATEST = timedelta(seconds=2)
"""One second by the house's rule, and one for a machine that does other things too."""


@pytest.fixture
async def jumping(address: str) -> AsyncIterator[Database]:
    """A process whose machine's clock is moved, with a ticker at work."""
    later = SystemClock().now() + timedelta(days=3)  # everybody was hired long before the jumps
    db = await Database.open(address, ShiftedClock(later), size=4)
    ticking = asyncio.create_task(Ticker(db).run())
    yield db
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    await db.close()


async def _clock(db: Database, due_at: datetime) -> UUID:
    subject = new_id()
    async with db.deed() as tx:
        await deadlines.start(
            tx, [Deadline(kind="faults.clock", subject=subject, started_at=tx.now, due_at=due_at)]
        )
    return subject


async def _ended(db: Database, subject: UUID) -> datetime | None:
    async with db.reading() as read:
        at: datetime | None = await read.fetchval("select ended_at from deadline where subject = $1", subject)
    return at


def _jump(db: Database, by: timedelta) -> None:
    assert isinstance(db.clock, ShiftedClock)
    db.clock.advance(by)


@pytest.mark.article("R4.5")
async def test_after_a_jump_forward_all_that_fell_due_fires_at_once_and_the_rest_waits(
    jumping: Database,
) -> None:
    now = jumping.clock.now()
    passed = await _clock(jumping, now + HOUR / 2)
    later = await _clock(jumping, now + 2 * HOUR)

    _jump(jumping, HOUR)
    at = await until(lambda: _ended(jumping, passed))

    assert at is not None
    assert timedelta(0) <= at - (now + HOUR) <= LATEST, "as soon as the clock says so"
    assert await _ended(jumping, later) is None


@pytest.mark.article("R4.5")
async def test_after_a_jump_backward_nothing_is_stuck_and_nothing_fires_before_its_time(
    jumping: Database,
) -> None:
    before = await _clock(jumping, jumping.clock.now() + HOUR)

    _jump(jumping, -HOUR)
    due_at = jumping.clock.now() + timedelta(seconds=0.3)
    fresh = await _clock(jumping, due_at)
    at = await until(lambda: _ended(jumping, fresh))

    assert at is not None
    assert timedelta(0) <= at - due_at <= LATEST, "the machine may be busy, but the ticker is awake"
    assert await _ended(jumping, before) is None
    _jump(jumping, 2 * HOUR)
    assert await until(lambda: _ended(jumping, before)), "set before the jump, and not forgotten"


async def test_log_ins_survive_a_jump_backward_and_a_small_one_forward(jumping: Database) -> None:
    terms = LoginTerms()
    signed_in = await login.sign_in(jumping, "0101", PASSWORD, device=Device(), terms=terms)

    for jump in (-HOUR, -24 * HOUR, HOUR):
        _jump(jumping, jump)
        actor = await login.require_actor(jumping, signed_in.token, terms)
        assert actor.number == "0101"
