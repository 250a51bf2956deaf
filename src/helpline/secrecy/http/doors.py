"""Doors of secrecy: reveals, their approvals, exports, alerts."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.kit.db import Database, ReadTx
from helpline.people.model import Actor
from helpline.people.policy import allowed, require
from helpline.secrecy import queries
from helpline.secrecy.commands import exports, reveals
from helpline.secrecy.http.shown import (
    ExportLine,
    People,
    RequestLine,
    Secrecy,
    alert_line,
    export_line,
    request_line,
)
from helpline.secrecy.model import ExportWish, Revealed, Wish

NOT_KEPT = {"Cache-Control": "no-store"}


class Note(msgspec.Struct, frozen=True):
    """Words of who decided."""

    words: Annotated[str, msgspec.Meta(max_length=200)] = ""


class RevealDoor(Controller):
    """Seeing what is masked."""

    path = "/api/reveals"
    tags = ("保密",)

    @post("/", status_code=200)
    async def reveal(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], data: JSONBody[Wish]
    ) -> Response[Revealed]:
        """The clear value, once: of a matter at hand, or after two others agreed."""
        async with db.deed() as tx:
            return Response(await reveals.reveal(tx, staff, data), headers=NOT_KEPT)

    @post("/requests", status_code=201)
    async def ask(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], data: JSONBody[Wish]
    ) -> RequestLine:
        """Ask two others to agree."""
        async with db.deed() as tx:
            request = await reveals.ask(tx, staff, data)
            return request_line(request, await People.of(tx, [request.staff_id]), staff)

    @post("/requests/{request_id:uuid}/approval", status_code=200)
    async def approve(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], request_id: FromPath[UUID]
    ) -> RequestLine:
        """Agree."""
        async with db.deed() as tx:
            request = await reveals.approve(tx, staff, request_id)
            return request_line(request, await People.of(tx, [request.staff_id]), staff)


class ExportDoor(Controller):
    """Exports."""

    path = "/api/exports"
    tags = ("保密",)

    @post("/", status_code=201)
    async def ask(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], data: JSONBody[ExportWish]
    ) -> ExportLine:
        """Ask for an export."""
        async with db.deed() as tx:
            export = await exports.ask(tx, staff, data)
            return export_line(export, await People.of(tx, [export.staff_id]), staff, tx.now)

    @post("/{export_id:uuid}/approval", status_code=200)
    async def approve(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], export_id: FromPath[UUID]
    ) -> ExportLine:
        """Agree; with enough approvals the file is made."""
        async with db.deed() as tx:
            export = await exports.approve(tx, staff, export_id)
            return export_line(export, await People.of(tx, [export.staff_id]), staff, tx.now)

    @post("/{export_id:uuid}/refusal", status_code=200)
    async def refuse(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        export_id: FromPath[UUID],
        data: JSONBody[Note],
    ) -> ExportLine:
        """Do not agree."""
        async with db.deed() as tx:
            export = await exports.refuse(tx, staff, export_id, data.words)
            return export_line(export, await People.of(tx, [export.staff_id]), staff, tx.now)

    @post("/{export_id:uuid}/file", status_code=200)
    async def fetch(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], export_id: FromPath[UUID]
    ) -> Response[bytes]:
        """The file, for who asked; on record."""
        async with db.deed() as tx:
            export, content = await exports.fetch(tx, staff, export_id)
        headers = {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{export.number}.csv"'}
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


class SecrecyDoor(Controller):
    """The page of secrecy."""

    path = "/api/secrecy"
    tags = ("保密",)

    @get("/")
    async def secrecy(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> Secrecy:
        """What waits for me, what I asked for, and for the security administrator what is unusual."""
        async with db.reading() as read:
            return await _page(read, staff)

    @post("/alerts/{alert_id:uuid}/acknowledgement", status_code=200)
    async def acknowledge(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        alert_id: FromPath[UUID],
        data: JSONBody[Note],
    ) -> Secrecy:
        """Say that it was looked into, and what came of it."""
        require(staff, "secrecy.watch")
        async with db.deed() as tx:
            await reveals.acknowledge(tx, staff, alert_id, data.words)
            return await _page(tx, staff)


async def _page(read: ReadTx, staff: Actor) -> Secrecy:
    may_watch = allowed(staff, "secrecy.watch") is not None
    alerts = await queries.newest_alerts(read) if may_watch else []
    waiting = await queries.requests_for(read, staff)
    own = await queries.own_requests(read, staff.staff_id)
    found = await queries.newest_exports(read, staff)
    ids = [each.staff_id for each in alerts] + [each.staff_id for each in (*waiting, *own)]
    ids += [each.staff_id for each in found] + [
        each.acknowledged_by for each in alerts if each.acknowledged_by
    ]
    known = await People.of(read, ids)
    return Secrecy(
        requests=[request_line(each, known, staff) for each in waiting],
        own_requests=[request_line(each, known, staff) for each in own],
        exports=[export_line(each, known, staff, read.now) for each in found],
        alerts=[alert_line(each, known) for each in alerts],
        numbers=await queries.numbers_in_texts(read) if may_watch else [],
        may_export=allowed(staff, "export.make") is not None,
        may_watch=may_watch,
        may_approve=allowed(staff, "reveal.approve") is not None,
        may_reveal=allowed(staff, "taxpayer.reveal") is not None,
    )


DOORS = (RevealDoor, ExportDoor, SecrecyDoor)
