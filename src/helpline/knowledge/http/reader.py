"""Doors for those who look something up: taxpayers without log-in, and staff."""

from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from helpline.kit.db import Database
from helpline.knowledge import queries, vectors
from helpline.knowledge.commands import asked
from helpline.knowledge.http.wire import Item, NewNote, item, signature
from helpline.knowledge.model import Feedback, HotQuestion, Note, System, Topic
from helpline.knowledge.search import Wish
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Actor

LONGEST = 500
MOST = 50

Db = NamedDependency[Database]
Staff = NamedDependency[Actor]
Question = Annotated[str, QueryParameter(name="q", min_length=1, max_length=LONGEST)]
Most = Annotated[int, QueryParameter(name="limit", ge=1, le=MOST)]


class OpenDoor(Controller):
    """R3.1, R10.1: open to everybody; only what is published and valid today is shown."""

    path = "/api"
    tags = ("知识库",)

    @get("/systems")
    async def systems(self, db: Db) -> list[System]:
        """The catalogue of systems, retired ones with their successors."""
        async with db.reading() as read:
            return await queries.systems(read)

    @get("/topics")
    async def topics(self, db: Db) -> list[Topic]:
        """What questions are about."""
        async with db.reading() as read:
            return await queries.topics(read)

    @get("/hot-questions")
    async def hot_questions(self, db: Db, limit: Most = 8) -> list[HotQuestion]:
        """What was asked most today."""
        async with db.reading() as read:
            return await queries.hot_questions(read, limit)

    @get("/public/knowledge/search")
    async def search(
        self, db: Db, question: Question, system: FromQuery[str | None] = None, limit: Most = 8
    ) -> list[Item]:
        """Entries near to a question, those of `system` a little ahead."""
        return await _found(db, question, Wish(favour=system, limit=limit))

    @get("/public/knowledge/{number:str}")
    async def entry(self, db: Db, number: FromPath[str]) -> Item:
        """One entry."""
        async with db.reading() as read:
            return item(await queries.shown(read, number))


class ReaderDoor(Controller):
    """For staff who answer."""

    path = "/api/knowledge"
    tags = ("知识库",)

    @get("/search")
    async def search(
        self,
        db: Db,
        staff: Staff,
        question: Question,
        system: FromQuery[str | None] = None,
        within: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
        limit: Most = 8,
    ) -> list[Item]:
        """Published entries near to some words; `system` leans to it, with `within` nothing else is found."""
        policy.require(staff, "knowledge.read")
        wish = Wish(system=system, limit=limit) if within else Wish(favour=system, limit=limit)
        return await _found(db, question, wish)

    @post("/notes", status_code=204)
    async def note(self, db: Db, staff: Staff, data: JSONBody[NewNote]) -> None:
        """R15.2: 'this is wrong', 'this is missing', 'this helped'."""
        policy.require(staff, "knowledge.suggest")
        said = Note(verdict=data.kind, number=data.entry, words=data.words, conversation=data.conversation)
        async with db.deed() as tx:
            await asked.give_feedback(tx, said, signature(staff))

    @get("/notes")
    async def notes(self, db: Db, staff: Staff, limit: Most = MOST) -> list[Feedback]:
        """What taxpayers and one's own colleagues said to be wrong or missing, and is not dealt with."""
        policy.require(staff, "knowledge.read")
        async with db.reading() as read:
            return await queries.open_feedback(read, limit, await people.colleagues_ever(read, staff))


async def _found(db: Database, question: str, wish: Wish) -> list[Item]:
    vector = await vectors.of_question(question)
    asked_for = Wish(system=wish.system, favour=wish.favour, limit=wish.limit, vector=vector)
    async with db.reading() as read:
        return [item(hit.shown, hit) for hit in await queries.search(read, question, asked_for)]
