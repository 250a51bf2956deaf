"""Doors of the audit administrator: search the log, see whether the chain is whole, verify it now."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from helpline.app.keepers import keys_of
from helpline.app.parts import Parts
from helpline.audit import nightly, queries
from helpline.audit.model import Outcome, Wanted
from helpline.audit.queries import Page, State
from helpline.kit.clock import SHANGHAI
from helpline.kit.db import Database
from helpline.people.model import Actor
from helpline.people.policy import require

Words = Annotated[str, QueryParameter(max_length=64)]


def provide_about(
    who: Words = "", deed: Words = "", subject: Words = "", outcome: FromQuery[Outcome | None] = None
) -> Wanted:
    """Dependency `about`: which lines, by 工号, by deed or its beginning, by id of the subject, by outcome."""
    return Wanted(who=who, deed=deed, subject=subject, outcome=outcome)


def provide_span(
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> Wanted:
    """Dependency `span`: which lines, by time; `after` continues after a line."""
    return Wanted(since=_aware(since), until=_aware(until), after=after, limit=limit)


def _aware(at: datetime | None) -> datetime | None:
    """A time without zone is meant as people here read it."""
    return at.replace(tzinfo=SHANGHAI) if at is not None and at.tzinfo is None else at


class AuditDoor(Controller):
    """The log and its chain."""

    path = "/api/audit"
    tags = ["审计"]

    @get(
        dependencies={
            "about": Provide(provide_about, sync_to_thread=False),
            "span": Provide(provide_span, sync_to_thread=False),
        }
    )
    async def audit_lines(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        about: NamedDependency[Wanted],
        span: NamedDependency[Wanted],
    ) -> Page:
        """Who did what, the newest first."""
        require(staff, "audit.read")
        wanted = msgspec.structs.replace(
            about, since=span.since, until=span.until, after=span.after, limit=span.limit
        )
        async with db.reading() as read:
            return await queries.search(read, wanted)

    @get("/verification")
    async def chain_state(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> State:
        """Where the chain ends, whether it was whole when it was last verified, and the anchors handed over."""
        require(staff, "audit.read")
        async with db.reading() as read:
            return await queries.state(read)

    @post("/verification", status_code=200)
    async def verify_now(
        self, parts: NamedDependency[Parts], db: NamedDependency[Database], staff: NamedDependency[Actor]
    ) -> State:
        """Verify the chain now: all of it while it is short, else what was added since the last verification."""
        require(staff, "audit.read")
        await nightly.verify_now(db, keys_of(parts.settings))
        async with db.reading() as read:
            return await queries.state(read)
