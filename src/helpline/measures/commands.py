"""Deeds: what the bureau leaves out of the measures, with a reason, on record."""

from datetime import datetime
from uuid import UUID

from helpline.audit.commands import record
from helpline.audit.model import Line, Subject
from helpline.calls import raw
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Invalid, NotFound
from helpline.measures import store
from helpline.measures.model import EXCLUSION_WORDS, Exclusion, Outage
from helpline.people.model import Actor
from helpline.people.policy import require

ONE_BY_ONE = (Exclusion.TEST, Exclusion.NUISANCE)


async def exclude(tx: Tx, staff: Actor, number: str, reason: Exclusion, why: str) -> None:
    """R5.2: leave a call out of the measures from now on; it stays listed, with the reason.

    Raises:
        Invalid: the reason is none that a person may give.
        NotFound: there is no such call.
    """
    require(staff, "measure.exclude")
    if reason not in ONE_BY_ONE:
        raise Invalid("逐通剔除的理由只能是测试电话或骚扰电话。")
    call_id = await _call(tx, number)
    await store.exclude(tx, call_id, reason, why, staff.staff_id)
    await _record(tx, "measures.exclude", call_id, f"{EXCLUSION_WORDS[reason]}：{why}")


async def include(tx: Tx, staff: Actor, number: str, why: str) -> None:
    """R5.2: count a call again.

    Raises:
        NotFound: it is not left out.
    """
    require(staff, "measure.exclude")
    call_id = await _call(tx, number)
    if not await store.include(tx, call_id):
        raise NotFound("这通来电没有被剔除。")
    await _record(tx, "measures.include", call_id, why)


async def declare_outage(tx: Tx, staff: Actor, since: datetime, until: datetime, why: str) -> Outage:
    """R5.2: enter a fault of platform or line; nothing is left out before another person agrees.

    Raises:
        Invalid: it ends before it begins, or is not over.
    """
    require(staff, "measure.exclude")
    if since >= until or until > tx.now:
        raise Invalid("故障的起止时间颠倒，或尚未结束。")
    outage = Outage(
        id=new_id(), since=since, until=until, why=why, declared_by=staff.staff_id, declared_at=tx.now
    )
    await store.declare(tx, outage)
    await _record(tx, "measures.declare_outage", outage.id, why, "outage")
    return outage


async def approve_outage(tx: Tx, staff: Actor, outage_id: UUID, why: str) -> None:
    """R5.2: agree; from now on the calls of that time are left out.

    Raises:
        NotFound: there is none.
        Conflict: the person who entered it cannot agree, and nobody twice.
    """
    require(staff, "measure.exclude")
    outage = await store.lock_outage(tx, outage_id)
    if outage is None:
        raise NotFound("没有这条故障申报。")
    if outage.approved_at is not None:
        raise Conflict("这条故障申报已经核准。")
    if outage.declared_by == staff.staff_id:
        raise Conflict("申报人不能核准自己的申报，请由另一人核准。")
    await store.approve(tx, outage_id, staff.staff_id)
    await _record(tx, "measures.approve_outage", outage_id, why, "outage")


async def _call(tx: Tx, number: str) -> UUID:
    found = await raw.by_number(tx, number)
    if found is None:
        raise NotFound("没有这个编号的来电。")
    return found


async def _record(tx: Tx, deed: str, subject: UUID, why: str, kind: str = "call") -> None:
    await record(tx, Line(deed=deed, subject=Subject(kind, str(subject)), why=why))
