"""Deeds of feedback."""

from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations import queries as conversations
from helpline.conversations.commands import ending
from helpline.conversations.model import Author
from helpline.feedback import rules, store
from helpline.feedback.events import Rated
from helpline.feedback.model import Given, Rating, Satisfaction
from helpline.kit.db import Tx
from helpline.regulation.queries import terms_on


async def rate(tx: Tx, conversation_id: UUID, author: Author, rating: Rating) -> Given:
    """Rate an ended conversation, or say it otherwise within a day. The same said twice is one.

    Raises:
        NotFound: unknown, or somebody else's.
        NotEnded, RatingClosed, Invalid: as they say.
    """
    conversation = await conversations.find(tx, conversation_id)
    rules.require_asker(conversation, author)
    rules.require_ended(conversation)
    given = Given(
        conversation_id=conversation_id,
        staff_id=conversation.state.consultant,
        rated_at=tx.now,
        version=1,
        rating=rules.tidied(rating),
    )
    if not await store.add(tx, given):
        return await _change(tx, given)
    await store.invite(tx, conversation_id, given.staff_id, conversation.state.ended_at or tx.now)
    await ending.mark_rated(tx, conversation_id)
    await _record(tx, given)
    return given


async def invite(tx: Tx, conversation_id: UUID, staff_id: UUID | None, at: datetime) -> None:
    """R17.1: at the end the taxpayer is asked to rate; without those asked there is no rate of rating."""
    await store.invite(tx, conversation_id, staff_id, at)


async def mark_call(tx: Tx, call_id: UUID, staff_id: UUID, mark: Satisfaction, at: datetime) -> None:
    """R15.3: the key that a caller pressed after the talk is a rating like any other; told twice, it is one."""
    given = Given(
        conversation_id=call_id,
        staff_id=staff_id,
        rated_at=at,
        version=1,
        rating=Rating(satisfaction=mark),
    )
    if await store.add(tx, given):
        await store.invite(tx, call_id, staff_id, at)
        await _record(tx, given)


async def _change(tx: Tx, said: Given) -> Given:
    former = await store.lock(tx, said.conversation_id)
    if former is None or former.rating == said.rating:
        return former or said
    rules.require_changeable(former.rated_at, tx.now, (await terms_on(tx, tx.now)).rating_change_seconds)
    given = msgspec.structs.replace(former, version=former.version + 1, rating=said.rating)
    await store.change(tx, given)
    await _record(tx, given)
    return given


async def _record(tx: Tx, given: Given) -> None:
    await store.keep_version(tx, given)
    tx.announce(
        Rated(
            conversation_id=given.conversation_id,
            staff_id=given.staff_id,
            satisfaction=given.rating.satisfaction,
            solved=given.rating.solved,
            at=tx.now,
            version=given.version,
            return_visit=rules.needs_return_visit(given.rating),
        )
    )
    if given.staff_id is not None:
        tx.stir(f"desk:{given.staff_id}")
