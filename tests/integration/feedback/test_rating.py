"""One rating for a conversation, by who asked, after the end, changeable for a day with every version kept."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from helpline.conversations import queries as conversations
from helpline.conversations.commands import ending, opening
from helpline.conversations.commands.opening import Opening
from helpline.conversations.model import Author, ConversationId
from helpline.feedback import queries, rules
from helpline.feedback.events import Rated
from helpline.feedback.model import Rating, Tally
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from tests.support.feedback import Ended, an_ended, rate
from tests.support.house import House

GOOD = Rating(satisfaction=5, solved=True, tags=("回应快",), words="讲得很清楚")
BAD = Rating(satisfaction=2, solved=False, tags=("等得久",))


async def _facts(db: Database) -> list[Rated]:
    async with db.reading() as read:
        rows = await read.fetch("select payload from outbox where name = 'feedback.Rated' order by id")
    return [msgspec.json.decode(row["payload"], type=Rated) for row in rows]


async def test_a_rating_is_kept_marked_and_told(db: Database) -> None:
    consultant = new_id()
    ended = await an_ended(db, consultant)

    given = await rate(db, ended, GOOD)

    async with db.reading() as read:
        assert await queries.rating_of(read, ended.id) == given
        assert (await conversations.find(read, ended.id)).rated
    [fact] = await _facts(db)
    assert (fact.staff_id, fact.satisfaction, fact.solved, fact.version) == (consultant, 5, True, 1)
    assert not fact.return_visit


@pytest.mark.article("R15.3")
async def test_the_dissatisfied_are_marked_for_a_return_visit(db: Database) -> None:
    await rate(db, await an_ended(db), BAD)

    [fact] = await _facts(db)
    assert (fact.return_visit, fact.staff_id) == (True, None)


async def test_a_changed_rating_keeps_what_was_said_before(db: Database, clock: VirtualClock) -> None:
    ended = await an_ended(db)
    first = await rate(db, ended, BAD)
    clock.advance(timedelta(hours=24))

    second = await rate(db, ended, GOOD)

    assert (second.version, second.rated_at) == (2, first.rated_at)
    async with db.reading() as read:
        versions = await queries.versions(read, ended.id)
    assert [(each.version, each.at, each.rating) for each in versions] == [
        (1, first.rated_at, BAD),
        (2, clock.now(), GOOD),
    ]
    assert [fact.version for fact in await _facts(db)] == [1, 2]


async def test_after_a_day_it_stands(db: Database, clock: VirtualClock) -> None:
    ended = await an_ended(db)
    given = await rate(db, ended, BAD)
    clock.advance(timedelta(hours=24, seconds=1))

    with pytest.raises(rules.RatingClosed):
        await rate(db, ended, GOOD)
    assert await rate(db, ended, BAD) == given, "sent again, it is no change"


async def test_a_change_does_not_prolong_the_day(db: Database, clock: VirtualClock) -> None:
    ended = await an_ended(db)
    await rate(db, ended, BAD)
    clock.advance(timedelta(hours=20))
    await rate(db, ended, GOOD)
    clock.advance(timedelta(hours=5))

    with pytest.raises(rules.RatingClosed):
        await rate(db, ended, BAD)


async def test_the_same_rating_sent_twice_at_once_is_one(db: Database) -> None:
    ended = await an_ended(db)

    await asyncio.gather(*(rate(db, ended, GOOD) for _ in range(3)))

    async with db.reading() as read:
        assert len(await queries.versions(read, ended.id)) == 1
    assert len(await _facts(db)) == 1


async def test_two_ratings_at_once_are_two_versions_of_one(db: Database) -> None:
    ended = await an_ended(db)

    given = await asyncio.gather(rate(db, ended, GOOD), rate(db, ended, BAD))

    assert sorted(each.version for each in given) == [1, 2]
    async with db.reading() as read:
        standing = await queries.rating_of(read, ended.id)
    assert standing == max(given, key=lambda each: each.version)


async def test_nobody_else_rates_it(db: Database) -> None:
    consultant = new_id()
    ended = await an_ended(db, consultant)

    for stranger in (
        Author(party="taxpayer", id=new_id()),
        Author(party="consultant", id=consultant),
        Author(party="consultant", id=ended.author.id),
    ):
        with pytest.raises(NotFound):
            await rate(db, ended, GOOD, stranger)
    assert await _facts(db) == []


async def test_an_unknown_conversation_is_not_rated(db: Database) -> None:
    ended = await an_ended(db)

    with pytest.raises(NotFound):
        await rate(db, Ended(ConversationId(new_id()), ended.visit), GOOD)


@pytest.mark.article("R17.1")
async def test_the_end_invites_and_only_then_it_can_be_rated(db: Database, house: House) -> None:
    async with db.deed() as tx:
        visit = await opening.welcome(tx)
        first = Opening(client_id=new_id(), text="电子税务局登录后一直转圈，怎么办？")
        conversation_id = await opening.open_conversation(tx, visit.visitor_id, first)
    asked = Ended(conversation_id, visit)
    with pytest.raises(rules.NotEnded):
        await rate(db, asked, GOOD)

    async with db.deed() as tx:
        await ending.end(tx, conversation_id, asked.author, "taxpayer_left")
    await house.settle()

    since = house.clock.now()
    async with db.reading() as read:
        assert await queries.tally(read, since=since) == Tally(rated=0, satisfied=0, invited=1)
    await rate(db, asked, GOOD)
    async with db.reading() as read:
        assert await queries.tally(read, since=since) == Tally(rated=1, satisfied=1, invited=1)


@pytest.mark.article("R17.1")
async def test_a_tally_counts_these_people_since_then_and_what_is_said_now(
    db: Database, clock: VirtualClock
) -> None:
    one, other = new_id(), new_id()
    await rate(db, await an_ended(db, one), GOOD)
    clock.advance(timedelta(hours=1))
    since = clock.now()
    satisfied, dissatisfied, changed, foreign = [
        await an_ended(db, staff) for staff in (one, one, one, other)
    ]
    await rate(db, satisfied, Rating(satisfaction=4))
    await rate(db, dissatisfied, Rating(satisfaction=3))
    await rate(db, changed, GOOD)
    await rate(db, changed, BAD)
    await rate(db, foreign, GOOD)

    async with db.reading() as read:
        ones = await queries.tally(read, since=since, staff_ids=[one])
        nobodys = await queries.tally(read, since=since, staff_ids=[])
        everybodys = await queries.tally(read, since=since)

    assert ones == Tally(rated=3, satisfied=1, invited=3)
    assert nobodys == Tally(rated=0, satisfied=0, invited=0)
    assert everybodys == Tally(rated=4, satisfied=2, invited=4)
