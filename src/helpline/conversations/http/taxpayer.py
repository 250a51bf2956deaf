"""The taxpayer's doors."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from helpline.conversations import queries
from helpline.conversations.commands import ending, opening, queueing, talking, waiting
from helpline.conversations.commands.opening import Opening
from helpline.conversations.http.callers import provide_visitor
from helpline.conversations.model import Author, Choice, Number, Slice, VisitorId
from helpline.kit.db import Database

Phone = Annotated[str, msgspec.Meta(max_length=32)]


class Token(msgspec.Struct, frozen=True):
    token: str


class PersonWish(msgspec.Struct, frozen=True):
    """`keep_place`: outside service hours, keep a place in the queue for the opening."""

    keep_place: bool = False


class ChoiceMade(msgspec.Struct, frozen=True):
    choice: Choice
    phone: Phone | None = None


class Solved(msgspec.Struct, frozen=True):
    seq: Number
    solved: bool


async def slice_now(db: Database, conversation_id: UUID, after: int = 0) -> Slice:
    """The slice as it stands."""
    async with db.reading() as read:
        return await queries.slice_after(read, await queries.find(read, conversation_id), after)


class VisitorDoor(Controller):
    """Nobody logs in: a page asks once for a token and is known by it."""

    path = "/api/visitors"
    tags = ["纳税人"]

    @post()
    async def welcome(self, db: NamedDependency[Database]) -> Token:
        async with db.deed() as tx:
            return Token((await opening.welcome(tx)).token)


class TaxpayerDoor(Controller):
    """What the taxpayer's page asks for."""

    path = "/api"
    tags = ["纳税人"]
    dependencies = {"visitor": Provide(provide_visitor)}

    @post("/conversations")
    async def open(
        self, db: NamedDependency[Database], visitor: NamedDependency[Author], data: JSONBody[Opening]
    ) -> Slice:
        async with db.deed() as tx:
            conversation_id = await opening.open_conversation(tx, VisitorId(visitor.id), data)
        return await slice_now(db, conversation_id)

    @get("/conversations/current")
    async def current(
        self, db: NamedDependency[Database], visitor: NamedDependency[Author]
    ) -> Response[Slice | None]:
        async with db.reading() as read:
            running = await queries.open_of(read, visitor.id)
            if running is None:
                return Response(None, status_code=204)
            return Response(await queries.slice_after(read, running, 0))

    @post("/conversations/{conversation_id:uuid}/human", status_code=200)
    async def ask_for_person(
        self,
        db: NamedDependency[Database],
        visitor: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: JSONBody[PersonWish],
    ) -> Slice:
        async with db.deed() as tx:
            await queueing.ask_for_person(tx, conversation_id, visitor, keep_place=data.keep_place)
        return await slice_now(db, conversation_id)

    @post("/conversations/{conversation_id:uuid}/leave-queue", status_code=200)
    async def leave_queue(
        self, db: NamedDependency[Database], visitor: NamedDependency[Author], conversation_id: FromPath[UUID]
    ) -> Slice:
        async with db.deed() as tx:
            await queueing.leave_queue(tx, conversation_id, visitor)
        return await slice_now(db, conversation_id)

    @post("/conversations/{conversation_id:uuid}/choice", status_code=200)
    async def choose(
        self,
        db: NamedDependency[Database],
        visitor: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: JSONBody[ChoiceMade],
    ) -> Slice:
        async with db.deed() as tx:
            await waiting.choose(tx, conversation_id, visitor, data.choice, data.phone)
        return await slice_now(db, conversation_id)

    @post("/conversations/{conversation_id:uuid}/solved", status_code=204)
    async def vote(
        self,
        db: NamedDependency[Database],
        visitor: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: JSONBody[Solved],
    ) -> None:
        async with db.deed() as tx:
            await talking.vote(tx, conversation_id, visitor, data.seq, solved=data.solved)

    @post("/conversations/{conversation_id:uuid}/end", status_code=200)
    async def end(
        self, db: NamedDependency[Database], visitor: NamedDependency[Author], conversation_id: FromPath[UUID]
    ) -> Slice:
        async with db.deed() as tx:
            await ending.end(tx, conversation_id, visitor, "taxpayer_left")
        return await slice_now(db, conversation_id)
