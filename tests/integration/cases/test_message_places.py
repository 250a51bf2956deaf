"""A message left from a conversation belongs to that conversation's provider, if it is the visitor's own."""

from uuid import UUID

import pytest

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from tests.support.feedback import an_ended
from tests.support.house import House
from tests.support.messages import leave, now_of


async def _provider_of(db: Database, conversation_id: UUID) -> UUID:
    provider = new_id()
    async with db.deed() as tx:
        await tx.execute("update conversation set provider_id = $2 where id = $1", conversation_id, provider)
    return provider


@pytest.mark.article("R14.1")
async def test_a_message_goes_to_the_provider_of_its_conversation(db: Database, house: House) -> None:
    ended = await an_ended(db)
    provider = await _provider_of(db, ended.id)

    message = await leave(db, ended.author.id, conversation=ended.id)
    await house.settle()

    placed = await now_of(db, message)
    assert (placed.provider_id, placed.conversation_id) == (provider, ended.id)


@pytest.mark.article("R14.1")
@pytest.mark.parametrize("known", [True, False], ids=["somebody else's", "unknown"])
async def test_a_conversation_that_is_not_the_visitors_is_dropped(
    db: Database, house: House, known: bool
) -> None:
    ended = await an_ended(db)
    await _provider_of(db, ended.id)

    message = await leave(db, new_id(), conversation=ended.id if known else new_id())
    await house.settle()

    placed = await now_of(db, message)
    assert (placed.provider_id, placed.conversation_id) == (None, None)
