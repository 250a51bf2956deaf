"""Revealing: at once for a matter at hand, else after two others agreed."""

from datetime import datetime, timedelta
from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from helpline.people.model import Actor
from helpline.people.policy import covers, require
from helpline.regulation.model import Terms
from helpline.regulation.queries import terms_on
from helpline.secrecy import rules, subjects
from helpline.secrecy.model import REASONS, Alert, Path, Request, Revealed, Tally, Wish
from helpline.secrecy.store import alerts, reveals


async def reveal(tx: Tx, actor: Actor, wish: Wish) -> Revealed:
    """R18.1: the clear value, told once, on record with its reason.

    Raises:
        Invalid: no such field, or no words.
        NotFound: there is nothing, or it is out of scope.
        NeedsApproval: it is of no matter at hand, and nobody has approved.
    """
    rules.check(wish)
    found = await subjects.find(tx, actor, wish.kind, wish.subject, wish.field)
    approved = None if found.at_hand else await _approved(tx, actor, wish)
    rules.require_path(found, approved)
    path: Path = "at_hand" if approved is None else "approved"
    if approved is not None:
        await reveals.use(tx, approved.id)
    await reveals.record(tx, actor.staff_id, wish, path)
    detail: dict[str, object] = {"field": wish.field, "path": path}
    await audit.record(tx, _line("secrecy.reveal", wish, {**detail, **_approvers(approved)}))
    terms = await terms_on(tx, tx.now)
    await _watch(tx, actor.staff_id, terms)
    return Revealed(
        value=found.value,
        number=actor.number,
        name=actor.name,
        at=tx.now,
        shown_for=terms.secrecy_shown_seconds,
    )


async def ask(tx: Tx, actor: Actor, wish: Wish) -> Request:
    """Ask two others to agree. What is asked for must be within one's scope.

    Raises:
        Invalid: no such field, or no words.
        NotFound: there is nothing, or it is out of scope.
    """
    rules.check(wish)
    await subjects.find(tx, actor, wish.kind, wish.subject, wish.field)
    terms = await terms_on(tx, tx.now)
    request = Request(
        id=new_id(),
        staff_id=actor.staff_id,
        provider_id=actor.provider_id,
        kind=wish.kind,
        subject=wish.subject,
        field=wish.field,
        reason=wish.reason,
        words=wish.words,
        asked_at=tx.now,
        expires_at=tx.now + timedelta(hours=terms.secrecy_request_hours),
        used_at=None,
    )
    await reveals.ask(tx, request)
    await audit.record(tx, _line("secrecy.ask", wish, {"request": str(request.id), "field": wish.field}))
    return request


async def approve(tx: Tx, actor: Actor, request_id: UUID) -> Request:
    """R18.1: one of the two who must agree.

    Raises:
        NotFound: no such request within one's scope.
        NotYours: one's own, or approved already.
        Conflict: too late.
    """
    scope = require(actor, "reveal.approve")
    request = await reveals.lock(tx, request_id)
    if request is None or not covers(scope, provider_id=request.provider_id):
        raise NotFound("没有这份申请，或不归您批准。")
    rules.require_approver(request, actor.staff_id, tx.now)
    await reveals.approve(tx, request_id, actor.staff_id)
    detail = {"request": str(request_id), "asked_by": str(request.staff_id)}
    await audit.record(
        tx, Line(deed="secrecy.approve", subject=Subject(request.kind, str(request.subject)), detail=detail)
    )
    found = await reveals.lock(tx, request_id)
    return found or request


async def acknowledge(tx: Tx, actor: Actor, alert_id: UUID, note: str) -> None:
    """The security administrator has looked into an alert.

    Raises:
        NotFound: there is none, or it was acknowledged already.
    """
    require(actor, "secrecy.watch")
    if not await alerts.acknowledge(tx, alert_id, actor.staff_id, note.strip()):
        raise NotFound("没有这条提醒，或已有人处理。")
    await audit.record(
        tx, Line(deed="secrecy.acknowledge", subject=Subject("alert", str(alert_id)), why=note)
    )


async def _approved(tx: Tx, actor: Actor, wish: Wish) -> Request | None:
    same = (wish.kind, wish.subject, wish.field)
    for request in await reveals.running(tx, tx.now, of=actor.staff_id, provider_id=None):
        if (request.kind, request.subject, request.field) == same and rules.is_usable(request, tx.now):
            return await reveals.lock(tx, request.id)
    return None


def _approvers(request: Request | None) -> dict[str, object]:
    return {"approved_by": [str(each) for each in request.approvers]} if request else {}


def _line(deed: str, wish: Wish, detail: dict[str, object]) -> Line:
    subject = Subject(wish.kind, str(wish.subject))
    return Line(
        deed=deed, subject=subject, why=f"{REASONS[wish.reason]}：{wish.words.strip()}", detail=detail
    )


async def _watch(tx: Tx, staff_id: UUID, terms: Terms) -> None:
    """Report what is unusual of this person's reveals."""
    day = shanghai(tx.now).replace(hour=0, minute=0, second=0, microsecond=0)
    night = rules.night_began(tx.now, terms) if rules.is_night(tx.now, terms) else None
    tally = Tally(
        reveals_last_hour=await reveals.since(tx, staff_id, tx.now - timedelta(hours=1)),
        reveals_at_night=await reveals.since(tx, staff_id, night) if night else 0,
        outside_cases_today=await reveals.since(tx, staff_id, day, "approved"),
    )
    await report(tx, staff_id, tally, terms, tx.now)


async def report(tx: Tx, staff_id: UUID, tally: Tally, terms: Terms, now: datetime) -> None:
    """Raise an alert for each thing that is unusual, one a day."""
    for kind, count in rules.unusual(tally, terms):
        alert = Alert(id=new_id(), kind=kind, staff_id=staff_id, at=now, count=count)
        if await alerts.raise_once(tx, alert, shanghai(now).date()):
            detail = {"kind": kind, "count": count, "staff": str(staff_id)}
            await audit.record(
                tx, Line(deed="secrecy.alert", subject=Subject("staff", str(staff_id)), detail=detail)
            )
