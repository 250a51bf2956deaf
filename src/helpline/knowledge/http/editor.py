"""Doors for editors: write, review, publish, withdraw, import, and what is to be looked into."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter

from helpline.kit.db import Database, ReadTx
from helpline.kit.refusal import Invalid
from helpline.knowledge import queries
from helpline.knowledge.commands import asked, catalogue, entries
from helpline.knowledge.commands.importing import ImportReport, import_rows
from helpline.knowledge.http.wire import EntryView, Item, NewVersion, Page, Reason, item, signature, view
from helpline.knowledge.model import FeedbackId, Gap, GapId, State, System, Topic
from helpline.knowledge.reading import read_file
from helpline.knowledge.shelving import Defaults
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Actor

LARGEST_FILE = 20 * 2**20
"""Bytes of a file that is imported through a page."""
SOON = 60
"""Days within which an entry counts as about to lapse."""

Db = NamedDependency[Database]
Staff = NamedDependency[Actor]
Number = FromPath[str]
Most = Annotated[int, QueryParameter(name="limit", ge=1, le=200)]


class Upload(msgspec.Struct, frozen=True):
    """A file of entries, and what holds for rows that do not say it themselves."""

    file: UploadFile
    system: str = "etax_bureau"
    kind: str = "operation"
    topic: str = "other"
    source: str = ""


class EntryDoor(Controller):
    """R15.2: entries are written by one and signed off by another."""

    path = "/api/knowledge/entries"
    tags = ("知识库",)

    @get()
    async def listed(
        self,
        db: Db,
        staff: Staff,
        stands: Annotated[State | None, QueryParameter(name="state")] = None,
        system: FromQuery[str | None] = None,
        before: FromQuery[str | None] = None,
        limit: Most = 50,
    ) -> Page:
        """Entries by their newest version, the latest first; `before` is the cursor."""
        policy.require(staff, "knowledge.read")
        async with db.reading() as read:
            found = await queries.listed(read, state=stands, system=system, before=before, limit=limit)
        return Page(
            items=[item(each) for each in found], next=found[-1].number if len(found) == limit else None
        )

    @get("/{number:str}")
    async def entry(self, db: Db, staff: Staff, number: Number) -> EntryView:
        """An entry with all its versions and steps."""
        policy.require(staff, "knowledge.read")
        async with db.reading() as read:
            return await _view(read, number, staff)

    @post()
    async def create(self, db: Db, staff: Staff, data: JSONBody[NewVersion]) -> EntryView:
        """A new entry, as a draft."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            number = await entries.create(tx, data.content, signature(staff), data.why)
            return await _view(tx, number, staff)

    @post("/{number:str}/revisions")
    async def revise(self, db: Db, staff: Staff, number: Number, data: JSONBody[NewVersion]) -> EntryView:
        """A new version, as a draft; what is published stays until the new one is signed off."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            await entries.revise(tx, number, data.content, signature(staff), data.why, based_on=data.based_on)
            return await _view(tx, number, staff)

    @post("/{number:str}/submit", status_code=200)
    async def submit(self, db: Db, staff: Staff, number: Number, data: JSONBody[Reason]) -> EntryView:
        """To review."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            await entries.submit(tx, number, signature(staff), data.why)
            return await _view(tx, number, staff)

    @post("/{number:str}/return", status_code=200)
    async def give_back(self, db: Db, staff: Staff, number: Number, data: JSONBody[Reason]) -> EntryView:
        """Back to the writer, with the reason."""
        policy.require(staff, "knowledge.publish")
        async with db.deed() as tx:
            await entries.give_back(tx, number, signature(staff), data.why)
            return await _view(tx, number, staff)

    @post("/{number:str}/publish", status_code=200)
    async def publish(self, db: Db, staff: Staff, number: Number, data: JSONBody[Reason]) -> EntryView:
        """Signed off, by somebody else than the writer."""
        policy.require(staff, "knowledge.publish")
        async with db.deed() as tx:
            await entries.publish(tx, number, signature(staff), data.why)
            return await _view(tx, number, staff)

    @post("/{number:str}/withdraw", status_code=200)
    async def withdraw(self, db: Db, staff: Staff, number: Number, data: JSONBody[Reason]) -> EntryView:
        """No longer shown, with the reason."""
        policy.require(staff, "knowledge.publish")
        async with db.deed() as tx:
            await entries.withdraw(tx, number, signature(staff), data.why)
            return await _view(tx, number, staff)


class EditorDoor(Controller):
    """What editors keep and look into."""

    path = "/api/knowledge"
    tags = ("知识库",)

    @post("/import", status_code=200)
    async def take_in(
        self, db: Db, staff: Staff, data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]
    ) -> ImportReport:
        """A file of entries goes to review; broken rows are refused and told."""
        policy.require(staff, "knowledge.edit")
        content = await data.file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise Invalid(f"文件超过 {LARGEST_FILE // 2**20} MB，请分成几个文件导入。")
        rows = read_file(data.file.filename, content)
        source = data.source or data.file.filename
        defaults = Defaults(system=data.system, kind=data.kind, topic=data.topic, source=source)
        async with db.deed() as tx:
            return await import_rows(tx, rows, defaults, signature(staff), sign=False)

    @get("/gaps")
    async def gaps(self, db: Db, staff: Staff, limit: Most = 100) -> list[Gap]:
        """Questions that found nothing."""
        policy.require(staff, "knowledge.read")
        async with db.reading() as read:
            return await queries.gaps(read, limit)

    @post("/gaps/{gap_id:uuid}/close", status_code=204)
    async def close_gap(self, db: Db, staff: Staff, gap_id: FromPath[UUID], data: JSONBody[Reason]) -> None:
        """Dealt with, in words."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            await asked.close_gap(tx, GapId(gap_id), signature(staff), data.why)

    @post("/notes/{note_id:uuid}/handle", status_code=204)
    async def handle_note(
        self, db: Db, staff: Staff, note_id: FromPath[UUID], data: JSONBody[Reason]
    ) -> None:
        """Dealt with, in words."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            own = await people.colleagues_ever(tx, staff)
            await asked.handle_feedback(tx, FeedbackId(note_id), signature(staff), data.why, own)

    @get("/lapsing")
    async def lapsing(
        self, db: Db, staff: Staff, days: Annotated[int, QueryParameter(name="days", ge=0, le=3650)] = SOON
    ) -> list[Item]:
        """Published entries whose valid days end soon."""
        policy.require(staff, "knowledge.read")
        async with db.reading() as read:
            return [item(each) for each in await queries.lapsing(read, timedelta(days=days))]

    @put("/systems", status_code=204)
    async def save_system(self, db: Db, staff: Staff, data: JSONBody[System]) -> None:
        """R3.1: add a system or change it."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            await catalogue.save_system(tx, data, signature(staff))

    @put("/topics", status_code=204)
    async def save_topic(self, db: Db, staff: Staff, data: JSONBody[Topic]) -> None:
        """R3.1: add a topic or rename it."""
        policy.require(staff, "knowledge.edit")
        async with db.deed() as tx:
            await catalogue.save_topic(tx, data, signature(staff))


async def _view(read: ReadTx, number: str, staff: Actor) -> EntryView:
    votes = await queries.votes(read, number, await people.colleagues_ever(read, staff))
    return view(await queries.record(read, number), votes, staff)
