"""Work enters, returns, leaves and is finished."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict, NotFound
from helpline.routing import rules
from helpline.routing.commands.handing import change_presence, give_back, withdraw
from helpline.routing.commands.turn import Turn, take_turn
from helpline.routing.events import LeftQueue, Released
from helpline.routing.model import (
    OPENING_CLOCK,
    REMATCH_CLOCK,
    WRAP_UP_CLOCK,
    Offer,
    Waiting,
    Work,
)
from helpline.routing.store import offers, seats, works


class UnknownWork(NotFound):
    code = "unknown-work"


class AlreadyQueued(Conflict):
    code = "already-queued"


class NotWaiting(Conflict):
    code = "not-waiting"


class NotHeld(Conflict):
    code = "not-held"


async def enqueue(tx: Tx, work: Work) -> Waiting:
    """R4.2, R4.3: put work in line; where somebody able is free it is offered in the same deed.

    Work that left, or was finished, may be put in line anew, with a queue time of its own.

    Raises:
        BadPriority: not 0 to 999.
        AlreadyQueued: it waits, is offered or is held already.
    """
    rules.check(work)
    async with take_turn(tx) as turn:
        preferred = await seats.get(tx, work.preferred) if work.preferred else None
        if not await works.insert(tx, work, rules.reserved_until(work, preferred, tx.now)):
            raise AlreadyQueued("此事项已在排队或办理中，无需重复排队。")
        if work.not_before is not None and work.not_before > tx.now:
            await deadlines.start(
                tx,
                [Deadline(kind=OPENING_CLOCK, subject=work.id, started_at=tx.now, due_at=work.not_before)],
            )
        turn.concerns(works=[work.id])
    return await known(tx, work.id)


async def requeue(tx: Tx, work_id: UUID, why: str) -> None:
    """R4.2: take held work from its holder and put it first in line; the first queue time stays.

    The former holder is not asked for it again within the pause between two offers to the same person.

    Raises:
        UnknownWork: no such work.
        NotHeld: nobody holds it.
    """
    async with take_turn(tx) as turn:
        work = await known(tx, work_id)
        if work.state != "claimed":
            raise NotHeld("此事项不在任何咨询员手中，无需退回排队。")
        pause = timedelta(seconds=turn.terms.reoffer_pause_seconds)
        await give_back(turn, [work], why, not_again_before=tx.now + pause)


async def prioritise(tx: Tx, work_id: UUID, priority: int) -> None:
    """R4.3: move who waits forward; what came back from a consultant still stands before.

    Raises:
        UnknownWork: no such work.
        NotWaiting: somebody has it, or it has ended.
    """
    async with take_turn(tx) as turn:
        await _in_line(tx, work_id)
        await works.set_priority(tx, work_id, priority)
        turn.concerns(works=[work_id])


async def reskill(tx: Tx, work_id: UUID, system: str | None) -> None:
    """R3.1: it was asked under the wrong system: an open offer is withdrawn, and it waits for who knows the right one.

    Raises:
        UnknownWork: no such work.
        NotWaiting: somebody has it, or it has ended.
    """
    async with take_turn(tx) as turn:
        await _in_line(tx, work_id)
        await withdraw(turn, await offers.open_for(tx, works=[work_id]), "班长改了所属系统")
        await works.set_system(tx, work_id, system)
        turn.concerns(works=[work_id])


async def _in_line(tx: Tx, work_id: UUID) -> None:
    if (await known(tx, work_id)).state not in ("waiting", "offered"):
        raise NotWaiting("此事项已不在排队，不能再调整。")


async def leave(tx: Tx, work_id: UUID, why: str) -> bool:
    """The taxpayer gave up; an open offer is withdrawn. False if somebody had taken it, or it had ended.

    Raises:
        UnknownWork: no such work.
    """
    async with take_turn(tx) as turn:
        work = await known(tx, work_id)
        if work.state not in ("waiting", "offered"):
            return False
        await _close(turn, work, "left", why)
        tx.announce(LeftQueue(work_id=work_id, why=why, enqueued_at=work.enqueued_at, left_at=tx.now))
    return True


async def release(tx: Tx, work_id: UUID, *, wrap_up: bool = False) -> bool:
    """The work is finished: its holder has room again, after `wrap_up` if asked. False if nobody held it.

    Raises:
        UnknownWork: no such work.
    """
    async with take_turn(tx) as turn:
        work = await known(tx, work_id)
        if work.holder is None:
            return False
        await _close(turn, work, "released", "")
        ended = await offers.end_holding(tx, [work_id])
        await _relieve(turn, work.holder, ended)
        if wrap_up:
            seconds = rules.wrap_up_seconds(work.channel, turn.terms)
            await begin_wrap_up(turn, work.holder, seconds)
    return True


async def known(tx: Tx, work_id: UUID) -> Waiting:
    """
    Raises:
        UnknownWork: no such work.
    """
    work = await works.get(tx, work_id)
    if work is None:
        raise UnknownWork("没有找到此排队事项。")
    return work


async def begin_wrap_up(turn: Turn, staff_id: UUID, seconds: int) -> None:
    """R5.5: time to finish the record, for who is on duty; it ends by itself."""
    seat = await seats.get(turn.tx, staff_id)
    if seat is None or seat.presence != "available":
        return
    until = turn.tx.now + timedelta(seconds=seconds)
    await change_presence(turn, [staff_id], "wrap_up", "话后整理", until)
    await deadlines.start(
        turn.tx,
        [
            Deadline(
                kind=WRAP_UP_CLOCK, subject=staff_id, started_at=turn.tx.now, due_at=until, owner=staff_id
            )
        ],
    )


async def _close(turn: Turn, work: Waiting, state: str, why: str) -> None:
    await withdraw(turn, await offers.open_for(turn.tx, works=[work.id]), why or "此事项已办结")
    await works.close(turn.tx, work.id, "left" if state == "left" else "released", why)
    await deadlines.void(turn.tx, [(work.id, OPENING_CLOCK), (work.id, REMATCH_CLOCK)])
    turn.concerns(works=[work.id])


async def _relieve(turn: Turn, holder: UUID, ended: Sequence[Offer]) -> None:
    await seats.recount(turn.tx, [holder])
    await seats.set_idle(turn.tx, [holder])
    turn.concerns(seats=[holder])
    for offer in ended:
        turn.tx.announce(
            Released(
                work_id=offer.work_id,
                staff_id=offer.staff_id,
                claimed_at=offer.outcome_at or offer.offered_at,
                released_at=offer.held_until or turn.tx.now,
            )
        )
