"""R18.1: what people write is searched for numbers; how many is kept, never which."""

from datetime import timedelta

import pytest

from helpline.secrecy import queries
from helpline.secrecy.commands import texts
from helpline.secrecy.model import Numbers
from tests.support.house import House
from tests.support.messages import leave
from tests.support.service import Service, a_service
from tests.support.stored import rows_with
from tests.support.taxpayers import identity


@pytest.mark.article("R18.1")
async def test_dialogues_and_messages_are_counted_by_sort_of_number(house: House) -> None:
    service = await a_service(house)
    taxpayer, wang, conversation = await service.serves()
    await service.says(taxpayer, conversation, f"手机13911112222，证件{identity(5)}，订单20261110001")
    await service.says(wang, conversation, "好的，13911112222 对吗")
    await service.leaves(taxpayer, conversation)
    await leave(service.db, text="回我电话：138-0000-1111")
    await house.settle()

    async with service.db.reading() as read:
        found = await queries.numbers_in_texts(read)

    assert found == [
        Numbers(kind="conversation", sort="identity_number", texts=1, numbers=1),
        Numbers(kind="conversation", sort="mobile", texts=1, numbers=2),
        Numbers(kind="message", sort="mobile", texts=1, numbers=1),
    ]
    kept = await rows_with(service.db, ["13911112222"])
    assert "text_finding" not in {table for table, _ in kept}


async def found_in(service: Service) -> list[Numbers]:
    async with service.db.reading() as read:
        return await queries.numbers_in_texts(read)


async def forget(service: Service) -> None:
    """As it was before texts were searched."""
    async with service.db.deed() as tx:
        await tx.execute("delete from text_finding")


@pytest.mark.article("R18.1")
async def test_older_texts_are_swept_by_night_in_batches_that_go_on_where_they_were(house: House) -> None:
    service = await a_service(house)
    for _ in range(texts.BATCH + 1):
        await leave(service.db, text="回我电话：138-0000-1111")
    taxpayer, _, conversation = await service.serves()
    await service.says(taxpayer, conversation, f"证件{identity(5)}")
    await service.leaves(taxpayer, conversation)
    await house.settle()
    running, _, still = await service.serves()
    await service.says(running, still, "手机13911112222")
    whole = await found_in(service)
    await forget(service)

    async with service.db.deed() as tx:
        assert await texts.sweep(tx) == {"conversation": 1, "message": texts.BATCH}
    assert await found_in(service) != whole
    async with service.db.deed() as tx:
        await texts.begin_sweeping(tx)
    await house.advance(timedelta(minutes=5))
    assert await found_in(service) != whole
    await house.advance(timedelta(hours=10))

    assert [each for each in await found_in(service) if each.kind == "message"] == [
        Numbers(kind="message", sort="mobile", texts=texts.BATCH + 1, numbers=texts.BATCH + 1)
    ]
    assert [each for each in await found_in(service) if each.sort == "identity_number"] == [
        each for each in whole if each.sort == "identity_number"
    ]
    async with service.db.deed() as tx:
        assert sum((await texts.sweep(tx)).values()) == 0


@pytest.mark.article("R18.1")
async def test_what_was_searched_by_older_rules_is_searched_anew_and_keeps_its_day(house: House) -> None:
    service = await a_service(house)
    await leave(service.db, text="回我电话：138-0000-1111")
    await house.settle()
    [before] = await service.rows("select at from text_finding")
    async with service.db.deed() as tx:
        assert await texts.sweep(tx) == {"conversation": 0, "message": 1}
        await tx.execute("update text_sweep set rules = rules - 1")
    await forget(service)
    await house.advance(timedelta(days=1))

    async with service.db.deed() as tx:
        assert await texts.sweep(tx) == {"conversation": 0, "message": 1}

    assert [row["at"] for row in await service.rows("select at from text_finding")] == [before["at"]]
