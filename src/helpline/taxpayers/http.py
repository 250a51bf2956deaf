"""Doors of the register. What is personal is masked in every answer (R18.1)."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, get, patch, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody, QueryParameter

from helpline.kit.db import Database, ReadTx
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.taxpayers import cards, commands, queries
from helpline.taxpayers.cards import Card, Lines
from helpline.taxpayers.importing.report import Report
from helpline.taxpayers.model import Entry, Taxpayer, Wanted
from helpline.taxpayers.rules import UnknownTaxpayer

MOST_UPLOADED = 64 * 1024 * 1024
"""Bytes of a file to import, some 500,000 rows; larger ones go through the command line."""

Text = Annotated[str, msgspec.Meta(max_length=400)]


class NewTaxpayer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A taxpayer to enter: `credit_code` (or an older number), or for a person `identity_number` alone."""

    credit_code: Text = ""
    identity_number: Text = ""
    name: Text
    district: Text = ""
    address: Text = ""
    added_on: Text = ""
    contact_name: Text = ""
    phone: Text = ""
    email: Text = ""


class Changes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to write anew; what is left out stays."""

    credit_code: Text | None = None
    identity_number: Text | None = None
    name: Text | None = None
    district: Text | None = None
    address: Text | None = None
    added_on: Text | None = None


class Upload(msgspec.Struct, frozen=True):
    """The form with the CSV file."""

    file: UploadFile


class RegisterDoor(Controller):
    """The register of taxpayers."""

    path = "/api/taxpayers"
    tags = ("taxpayers",)

    @get("/")
    async def taxpayers(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        q: Annotated[str, QueryParameter(max_length=200)] = "",
        match: Annotated[str, QueryParameter(pattern="^(part|start)$")] = "part",
        after: Annotated[str | None, QueryParameter(max_length=200)] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> Lines:
        """Taxpayers within my scope, newest first. `q` is a number, a phone number, or a part of a name."""
        scope = require(staff, "taxpayer.read")
        async with db.reading() as read:
            districts = await queries.districts_in(read, scope)
            wanted = Wanted(
                text=q, from_start=match == "start", districts=districts, after=after, limit=limit
            )
            page = await queries.search(read, wanted)
            names = await _district_names(read)
        return Lines(items=[cards.line(each, names) for each in page.items], next=page.next)

    @get("/{taxpayer_id:uuid}")
    async def taxpayer(
        self, taxpayer_id: FromPath[UUID], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> Card:
        """One taxpayer with its contacts."""
        scope = require(staff, "taxpayer.read")
        async with db.reading() as read:
            districts = await queries.districts_in(read, scope)
            found = await queries.find(read, taxpayer_id)
            if found is None or (districts is not None and found.district_id not in districts):
                raise UnknownTaxpayer("没有这户纳税人，或不在您的服务范围内。")
            return await _card(read, found)

    @post("/")
    async def register(
        self, data: JSONBody[NewTaxpayer], staff: NamedDependency[Actor], db: NamedDependency[Database]
    ) -> Card:
        """Enter a taxpayer."""
        scope = require(staff, "taxpayer.edit")
        entry = Entry(**_fields(data))
        async with db.deed() as tx:
            made = await commands.register(tx, entry, by=staff.staff_id, home=scope.district_id)
            return await _card(tx, made)

    @patch("/{taxpayer_id:uuid}")
    async def amend(
        self,
        taxpayer_id: FromPath[UUID],
        data: JSONBody[Changes],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> Card:
        """Correct what is on record of a taxpayer."""
        scope = require(staff, "taxpayer.edit")
        async with db.deed() as tx:
            changed = await commands.amend(
                tx, taxpayer_id, _fields(data), by=staff.staff_id, home=scope.district_id
            )
            return await _card(tx, changed)

    @post("/import", request_max_body_size=MOST_UPLOADED, status_code=200)
    async def import_file(
        self,
        data: MultipartBody[Upload],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> Report:
        """Take in a CSV file; the answer tells how many rows were taken and which were not, and why."""
        scope = require(staff, "taxpayer.import")
        async with db.deed() as tx:
            return await commands.import_csv(tx, data.file.file, by=staff.staff_id, home=scope.district_id)


DOORS = (RegisterDoor,)


async def _card(read: ReadTx, taxpayer: Taxpayer) -> Card:
    contacts = await queries.contacts_of(read, taxpayer.id)
    return cards.card(taxpayer, contacts, await _district_names(read))


async def _district_names(read: ReadTx) -> dict[UUID, str]:
    return {each.id: each.name for each in await people.districts(read)}


def _fields(data: NewTaxpayer | Changes) -> dict[str, Any]:
    """The fields as `Entry` calls them, those that were given."""
    given = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not None}
    if "credit_code" in given:
        given["number"] = given.pop("credit_code")
    return given
