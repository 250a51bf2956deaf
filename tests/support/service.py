"""A city at work without its doors: taxpayers ask, consultants take, speak and close."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from helpline.cases import queries as cases
from helpline.cases.model import Case
from helpline.conversations import queries
from helpline.conversations.commands import ending, opening, queueing, talking, waiting
from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.opening import Opening
from helpline.conversations.commands.talking import Sending
from helpline.conversations.model import (
    Author,
    Change,
    Choice,
    Conversation,
    Notice,
    PostChange,
    Sendable,
    Text,
)
from helpline.conversations.rules import label
from helpline.desk import commands as desk
from helpline.kit.ids import new_id
from helpline.kit.refusal import Refused
from helpline.routing import queries as routing
from helpline.routing.commands import seats
from helpline.routing.model import OpenOffer, Presence
from tests.support.house import House
from tests.support.people import City, a_city

QUESTION = "电子税务局登录不了怎么办"
STEP = timedelta(seconds=5)


async def a_service(house: House) -> "Service":
    """The small city, nobody on duty yet."""
    return Service(house, await a_city(house.db))


class Service:
    """Everybody is known by number; desks that sit stay connected while time is moved by `pass_time`."""

    def __init__(self, house: House, city: City) -> None:
        self.house = house
        self.db = house.db
        self.city = city
        self._connected: set[UUID] = set()

    # -------------------------------------------------------------- taxpayers

    async def visitor(self) -> Author:
        """A new browser."""
        async with self.db.deed() as tx:
            visit = await opening.welcome(tx)
        return Author(party="taxpayer", id=visit.visitor_id)

    async def asks(self, visitor: Author, text: str = QUESTION, **fields: object) -> UUID:
        """Open a conversation; `fields` as of `Opening`."""
        form = Opening(**{"client_id": new_id(), "text": text, **fields})  # type: ignore[arg-type]
        async with self.db.deed() as tx:
            return await opening.open_conversation(tx, visitor.id, form)  # type: ignore[arg-type]

    async def wants_person(self, visitor: Author, conversation: UUID, *, keep_place: bool = False) -> None:
        async with self.db.deed() as tx:
            await queueing.ask_for_person(tx, conversation, visitor, keep_place=keep_place)

    async def waits(self, visitor: Author | None = None) -> tuple[Author, UUID]:
        """Somebody who asked and wants a person."""
        asker = visitor or await self.visitor()
        conversation = await self.asks(asker)
        await self.wants_person(asker, conversation)
        await self.house.settle()
        return asker, conversation

    async def chooses(
        self, visitor: Author, conversation: UUID, choice: Choice, phone: str | None = None
    ) -> None:
        async with self.db.deed() as tx:
            await waiting.choose(tx, conversation, visitor, choice, phone)
        await self.house.settle()

    async def leaves(self, visitor: Author, conversation: UUID) -> None:
        """The taxpayer ends it."""
        async with self.db.deed() as tx:
            await ending.end(tx, conversation, visitor, "taxpayer_left")

    # ------------------------------------------------------------ consultants

    def consultant(self, number: str) -> Author:
        return Author(party="consultant", id=self.city[number].id, label=label(number))

    async def sits(self, number: str, presence: Presence = "available") -> Author:
        """A desk connects, and its owner is ready."""
        author = self.consultant(number)
        async with self.db.deed() as tx:
            await desk.sit_down(tx, author.id)
            await seats.set_presence(tx, author.id, presence)
        self._connected.add(author.id)
        return author

    def vanishes(self, number: str) -> None:
        """The desk is heard of no more."""
        self._connected.discard(self.city[number].id)

    async def offers(self, number: str) -> list[OpenOffer]:
        async with self.db.reading() as read:
            return await routing.open_offers(read, self.city[number].id)

    async def takes(self, number: str) -> UUID:
        """Take what is offered first."""
        offer = (await self.offers(number))[0]
        author = self.consultant(number)
        async with self.db.deed() as tx:
            moved = await queueing.claim(tx, offer.offer_id, author.id, author.label)
        await self.house.settle()
        return moved.conversation.id

    async def serves(self, number: str = "0101") -> tuple[Author, Author, UUID]:
        """A taxpayer, the consultant who took and answered, and their conversation."""
        consultant = await self.sits(number)
        taxpayer, conversation = await self.waits()
        assert await self.takes(number) == conversation
        await self.says(consultant, conversation, "您好，请问提示什么？")
        return taxpayer, consultant, conversation

    # ------------------------------------------------------------------- both

    async def says(
        self, author: Author, conversation: UUID, text: str, client_id: UUID | None = None
    ) -> Moved:
        """Say something; raises what it is refused with."""
        [outcome] = await self.says_many([sending(author, conversation, text, client_id)])
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    async def says_many(self, sendings: list[Sending]) -> list[Moved | Refused]:
        """One batch."""
        async with self.db.deed() as tx:
            return await talking.send_many(tx, sendings)

    async def pass_time(self, seconds: float) -> None:
        """Let time go by, connected desks renewing their leases as they would."""
        until = self.house.clock.now() + timedelta(seconds=seconds)
        while (now := self.house.clock.now()) < until:
            if self._connected:
                async with self.db.deed() as tx:
                    await seats.renew(tx, sorted(self._connected))
            await self.house.advance(min(STEP, until - now))

    # ---------------------------------------------------------------- records

    async def look(self, conversation: UUID) -> Conversation:
        async with self.db.reading() as read:
            return await queries.find(read, conversation)

    async def changes(self, conversation: UUID) -> list[Change]:
        """All that was said."""
        async with self.db.reading() as read:
            found = await queries.find(read, conversation)
            return (await queries.slice_after(read, found, 0)).changes

    async def texts(self, conversation: UUID) -> list[str]:
        """What people said, in order."""
        contents = await self._contents(conversation)
        return [content.text for content in contents if isinstance(content, Text)]

    async def notices(self, conversation: UUID) -> list[str]:
        """Occasions on which the system spoke."""
        contents = await self._contents(conversation)
        return [content.code for content in contents if isinstance(content, Notice)]

    async def _contents(self, conversation: UUID) -> list[object]:
        return [each.content for each in await self.changes(conversation) if isinstance(each, PostChange)]

    async def case(self, conversation: UUID) -> Case:
        async with self.db.reading() as read:
            found = await cases.of_conversation(read, conversation)
        assert found is not None
        return found

    async def rows(self, sql: str, *args: object) -> list[asyncpg.Record]:
        async with self.db.reading() as read:
            return await read.fetch(sql, *args)


def sending(
    author: Author, conversation: UUID, content: str | Sendable, client_id: UUID | None = None
) -> Sending:
    """A post on its way in."""
    return Sending(
        conversation_id=conversation,
        author=author,
        client_id=client_id or new_id(),
        content=Text(text=content) if isinstance(content, str) else content,
    )
