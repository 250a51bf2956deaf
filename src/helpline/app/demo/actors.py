"""Simulated taxpayers and consultants: they act through the same commands as the doors, on the real clock."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random
from uuid import UUID

from helpline.app.demo import cast
from helpline.app.demo.city import City
from helpline.app.demo.past import CLOSERS, ENDINGS, GREETINGS
from helpline.cases import commands as cases
from helpline.cases import queries as case_queries
from helpline.cases.model import Classification
from helpline.conversations import queries as conversations
from helpline.conversations.commands import ending, opening, queueing, talking
from helpline.conversations.commands.opening import Opening
from helpline.conversations.commands.talking import Sending
from helpline.conversations.model import Author, Phase, Text
from helpline.conversations.rules import label
from helpline.desk import commands as desk
from helpline.feedback import commands as feedback
from helpline.feedback.model import Rating
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.log import Log
from helpline.kit.refusal import Refused
from helpline.people.model import Role, Staff
from helpline.routing import queries as routing
from helpline.routing.commands import seats

log = Log(__name__)

TAXPAYERS = 14
"""Simulated taxpayers at a time."""

SITTING_OUT = ("0101", "0191")
"""Log-ins that the newcomer will use; nobody plays them."""

COMPLAINTS = ("按上面做了还是不行", "点了以后又回到登录页", "现在提示正在处理")

ADVICE = ("请在【我要办税】里重新进入，再点一次【刷新】。", "已为您核对，请按提示重试。")


def _plays(person: Staff) -> bool:
    """Most of the first company's people, two of each other company's."""
    serial = int(person.number[2:])
    return person.number not in SITTING_OUT and serial <= (8 if person.number.startswith("01") else 2)


class World:
    """What all actors share."""

    def __init__(self, db: Database, city: City) -> None:
        self.db = db
        self.random = Random()
        self.consultants = [p for p in city.staff if p.role is Role.CONSULTANT and _plays(p)]
        self.districts = [district.id for district in city.districts]
        self.questions: list[str] = []

    async def pause(self, least: float, most: float) -> None:
        await asyncio.sleep(self.random.uniform(least, most))


async def live(db: Database, city: City, minutes: float) -> None:
    """Let them act for so many minutes; 0 is for ever."""
    world = World(db, city)
    async with db.reading() as read:
        rows = await read.fetch(
            """select unnest(r.wordings) as words from knowledge_entry e
               join knowledge_revision r on r.entry_id = e.id and r.version = e.live"""
        )
    world.questions = [row["words"] for row in rows]
    acting = [_for_ever(lambda: _renew(world), "leases")]
    acting += [_for_ever(partial(_serve, world, person), person.number) for person in world.consultants]
    acting += [_for_ever(lambda: _ask(world), f"taxpayer {number}") for number in range(TAXPAYERS)]
    try:
        async with asyncio.timeout(minutes * 60 or None):
            await asyncio.gather(*acting)
    except TimeoutError:
        return


async def _for_ever(act: Callable[[], Awaitable[None]], who: str) -> None:
    while True:
        try:
            await act()
        except Refused as refusal:  # as a person would: look again
            log.info("demo.refused", who=who, code=refusal.code)
            await asyncio.sleep(2)
        except Exception:  # an actor must not stop the play
            log.failure("demo.failed", who=who)
            await asyncio.sleep(5)


async def _renew(world: World) -> None:
    async with world.db.deed() as tx:
        await seats.renew(tx, [person.id for person in world.consultants])
    await asyncio.sleep(4)


# -- consultants


async def _serve(world: World, person: Staff) -> None:
    """One look at the desk: take what is offered, answer who waits for an answer, file what has ended."""
    author = Author(party="consultant", id=person.id, label=label(person.number))
    await _be_present(world, person)
    async with world.db.reading() as read:
        offers = await routing.open_offers(read, person.id)
        held = await conversations.in_hands(read, [person.id])
        unfiled = await case_queries.open_of(read, person.id)
    if offers:
        await world.pause(2, 9)
        async with world.db.deed() as tx:
            await queueing.claim(tx, offers[0].offer_id, person.id, author.label)
        return
    for conversation in held:
        clock = conversation.state.clock
        if clock and clock.kind in ("first_response", "consultant_silence"):
            await _reply(world, author, conversation.id, first=clock.kind == "first_response")
    for case in unfiled:
        await _file(world, author, case.id)
    await world.pause(2, 5)


async def _be_present(world: World, person: Staff) -> None:
    async with world.db.reading() as read:
        seat = await routing.seat(read, person.id)
    if seat is None or seat.lease_until is None or seat.lease_until < world.db.clock.now():
        async with world.db.deed() as tx:
            await desk.sit_down(tx, person.id)
            await seats.set_presence(tx, person.id, "available")
    elif seat.presence == "away":
        async with world.db.deed() as tx:
            await seats.set_presence(tx, person.id, "available")


async def _reply(world: World, author: Author, conversation_id: UUID, *, first: bool) -> None:
    await world.pause(2, 7)
    words = (
        GREETINGS
        if first
        else ("请在【我要办税】里重新进入，再点一次【刷新】。", "已为您核对，请按提示重试。", *ENDINGS)
    )
    await _say(world, author, conversation_id, world.random.choice(words))


async def _file(world: World, author: Author, case_id: UUID) -> None:
    """File what the taxpayer has ended."""
    async with world.db.reading() as read:
        case = await case_queries.find(read, case_id)
        if case.conversation_id is None:
            return
        talk = await conversations.find(read, case.conversation_id)
    if talk.state.phase is not Phase.ENDED:
        return
    form = Classification(
        system=case.system or "etax_bureau",
        kind=case.kind or "operation",
        topic=case.topic or "login",
        summary="已按知识库答复",
    )
    async with world.db.deed() as tx:
        await cases.classify(tx, case_id, author.id, form)
        await cases.close(tx, case_id, author, "answered")


# -- taxpayers


async def _ask(world: World) -> None:
    """A taxpayer comes, asks, maybe wants a person, says thanks, rates and goes."""
    await world.pause(3, 40)
    async with world.db.deed() as tx:
        visit = await opening.welcome(tx)
    question = world.random.choice(world.questions)
    # The newcomer looks at the first company, which serves the first district: most people come from there.
    district = world.districts[0] if world.random.random() < 0.65 else world.random.choice(world.districts)
    first = Opening(client_id=new_id(), text=question, name=cast.name(world.random), district=district)
    async with world.db.deed() as tx:
        talk = await opening.open_conversation(tx, visit.visitor_id, first)
    author = Author(party="taxpayer", id=visit.visitor_id)
    await world.pause(8, 25)
    if world.random.random() < 0.7:
        await _with_person(world, author, talk)
    async with world.db.reading() as read:
        state = (await conversations.find(read, talk)).state
    if state.phase is not Phase.ENDED:
        await _leave(world, author, talk)
    await world.pause(2, 6)
    rating = Rating(
        satisfaction=world.random.choice((5, 5, 5, 4, 4, 3)), solved=True, tags=("讲得清楚",), words=""
    )
    async with world.db.deed() as tx:
        await feedback.rate(tx, talk, author, rating)


async def _with_person(world: World, author: Author, talk: UUID) -> None:
    async with world.db.deed() as tx:
        await queueing.ask_for_person(tx, talk, author, keep_place=False)
    told = 0
    for _ in range(60):
        await world.pause(3, 6)
        async with world.db.reading() as read:
            state = (await conversations.find(read, talk)).state
        if state.phase in (Phase.ASSISTANT, Phase.ENDED):
            return
        if state.phase is Phase.ACTIVE and state.clock and state.clock.kind == "taxpayer_silence":
            told += 1
            await world.pause(5, 20)
            await _say(world, author, talk, world.random.choice(CLOSERS if told > 2 else COMPLAINTS))
            if told > 2:
                return


async def _leave(world: World, author: Author, talk: UUID) -> None:
    async with world.db.deed() as tx:
        await ending.end(tx, talk, author, "taxpayer_left")


async def _say(world: World, author: Author, talk: UUID, words: str) -> None:
    sending = Sending(conversation_id=talk, author=author, client_id=new_id(), content=Text(text=words))
    async with world.db.deed() as tx:
        [said] = await talking.send_many(tx, [sending])
    if isinstance(said, Refused):
        raise said
